"""A partner that is merged takes its consultations, and the groups asked under its name, with it."""

import pytest

from compact_portal.lib.clock import today
from consultations.actions.merging_asking import _consultations, _groups
from signatories.merging import followers
from tests.consultations.asking import opened

pytestmark = pytest.mark.django_db


def test_both_follow_to_the_partner_that_stays(personas):
    gone, into = personas.partners["x"], personas.partners["y"]
    row = opened(of=gone)
    group = row.groups.create(name="Test partner X", speaks_for="other", partner=gone)
    assert followers()["consultations.Consultation"] is _consultations
    assert followers()["consultations.AskedGroup"] is _groups
    for label in ("consultations.Consultation", "consultations.AskedGroup"):
        followers()[label](gone, into, today())
    row.refresh_from_db()
    group.refresh_from_db()
    assert (row.agency, group.partner, group.name) == (into, into, "Test partner X")
