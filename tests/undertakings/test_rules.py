"""The rules of the text's reference, at their edges."""

from datetime import date

import pytest

from undertakings.rules import contact_standing, is_web_address, key_in_words, telephone_address, value_in_words


@pytest.mark.parametrize(
    ("as_of", "on", "confirmed"),
    [
        (None, date(2026, 11, 2), False),
        (date(2025, 11, 2), date(2026, 11, 1), True),
        (date(2025, 11, 2), date(2026, 11, 2), False),
        (date(2024, 2, 29), date(2025, 2, 27), True),
        (date(2024, 2, 29), date(2025, 2, 28), False),
        (date(2026, 11, 2), date(2026, 11, 2), True),
    ],
)
def test_a_contact_is_confirmed_for_twelve_calendar_months(as_of, on, confirmed):
    assert contact_standing(as_of, on=on).confirmed is confirmed


@pytest.mark.parametrize(
    ("telephone", "address"),
    [
        ("01442 228000", "tel:01442228000"),
        ("+44 (0)1442 228000", "tel:+441442228000"),
        ("(01442) 228-000 ext. 12", "tel:01442228000"),
        ("01442 228000 or 01442 228001", "tel:01442228000"),
        ("01442 228000/1", "tel:01442228000"),
        ("Tel. 101", "tel:101"),
        ("ask at the desk", ""),
        ("12", ""),
        ("", ""),
    ],
)
def test_the_first_number_of_a_line_can_be_rung(telephone, address):
    assert telephone_address(telephone) == address


@pytest.mark.parametrize(
    ("address", "answer"),
    [
        ("https://example.org/a?b=c", True),
        ("HTTP://EXAMPLE.ORG", True),
        ("ftp://example.org", False),
        ("javascript:alert(1)", False),
        ("//example.org", False),
        ("https:///path", False),
        ("https://example.org/a b", False),
        ("https://example.org/\n", False),
        ("", False),
    ],
)
def test_only_http_and_https_may_be_followed(address, answer):
    assert is_web_address(address) is answer


def test_keys_and_values_are_said_in_words():
    assert key_in_words("consultation-window") == "consultation window"
    assert value_in_words("56", "days") == "56 days"
    assert value_in_words("1", "months") == "1 month"
    assert value_in_words("0", "months") == "0 months"
    assert value_in_words("10", "years") == "10 years"
    assert value_in_words("2.50", "weeks") == "2.5 weeks"
    assert value_in_words("1", "ratio") == "1 to 1"
