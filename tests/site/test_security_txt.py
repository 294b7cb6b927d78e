"""security.txt: whom to tell about a weakness, and until when that holds."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from compact_portal.site.rules import security_txt_expires
from tests.undertakings.pages import set_instant


def lines(client: Client, address: str) -> list[str]:
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    return response.content.decode().splitlines()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("contact", "line"),
    [
        ("security@test.invalid", "Contact: mailto:security@test.invalid"),
        ("mailto:security@test.invalid", "Contact: mailto:security@test.invalid"),
        ("https://test.invalid/a?b=1&c=2", "Contact: https://test.invalid/a?b=1&c=2"),
    ],
)
def test_security_txt_names_contact_expiry_and_its_own_address(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch, contact: str, line: str
) -> None:
    settings.PORTAL_SECURITY_CONTACT, settings.PORTAL_ADDRESS = contact, "https://compact.test.invalid"
    set_instant(monkeypatch, datetime(2026, 11, 22, 12, tzinfo=UTC))
    assert lines(client, "/.well-known/security.txt") == [
        line,
        "Expires: 2027-05-22T00:00:00Z",
        "Preferred-Languages: en",
        "Canonical: https://compact.test.invalid/.well-known/security.txt",
    ]


@pytest.mark.parametrize("on", [date(2026, 2, 28), date(2026, 8, 31), date(2027, 12, 31)])
def test_security_txt_never_holds_for_a_year(on: date) -> None:
    assert timedelta(days=150) < security_txt_expires(on) - on < timedelta(days=365)
