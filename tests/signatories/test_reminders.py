"""The registry of rounds: each is offered once, and the command runs all of them after reaffirming."""

from io import StringIO

import pytest
from django.core.management import call_command

from signatories import reminders

pytestmark = pytest.mark.django_db


def test_a_round_is_registered_once(monkeypatch):
    monkeypatch.setattr(reminders, "_rounds", {})
    reminders.register("b", lambda at, on: "B.")
    reminders.register("a", lambda at, on: "A.")
    with pytest.raises(ValueError, match="twice"):
        reminders.register("a", lambda at, on: "A.")
    out = StringIO()
    call_command("send_reminders", stdout=out)
    assert out.getvalue() == "No reminders: No edition is in force. A. B.\n"
