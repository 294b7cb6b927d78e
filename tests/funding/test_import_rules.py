"""What a spreadsheet's words mean: headings, cells, whole rows, and which instalment a payment is. Pure functions."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compact_portal.lib.money import in_pounds, plain_pounds
from funding.rules.importing import (
    AGREEMENT,
    BY_KEY,
    COLUMNS,
    NEITHER,
    PAYMENT,
    Held,
    agreement_values,
    guess,
    mapping_faults,
    meant,
    number_of,
    payment_values,
    read_row,
)

ON = date(2026, 11, 22)
CHOICES = {"kinds": {"core": "Core funding", "small": "Small grant"}, "payments": {"advance": "In advance"}}
WHOLE = {
    "reference": "G-1", "recipient": "Choir", "title": "Advice", "purpose": "For all", "kind": "Core funding",
    "awarded_on": "2026-03-01", "start_on": "1/4/2026", "end_on": "31 March 2029", "award_pence": "£9,000", "payment": "advance",
}  # fmt: skip


def row(**cells: str):
    return read_row(cells, on=ON, **CHOICES)


def paying(**cells: str):
    return row(**{"reference": "G-1"} | cells)


def test_a_councils_yearly_list_is_guessed_from_its_headings():
    headings = ["Date awarded", "Time period", "Department", "Beneficiary", "Registration number", "Purpose", "Amount"]
    assert guess(headings) == {
        "Date awarded": "awarded_on", "Department": "department", "Beneficiary": "recipient",
        "Registration number": "recipient_number", "Purpose": "purpose", "Amount": "award_pence",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Grant_Ref", "reference"), ("  DATE PAID ", "paid_on"), ("Beneficary", "recipient"), ("Amount (£)", "award_pence"),
        ("Start-Date", "start_on"), ("Café", ""), ("", ""), ("Your reference of the agreement", "reference"),
    ],
)  # fmt: skip
def test_a_heading_is_guessed(heading, key):
    assert guess([heading]).get(heading, "") == key


def test_an_amount_is_what_was_paid_where_there_is_a_day_of_payment():
    assert guess(["Ref", "Amount", "Date paid"])["Amount"] == "paid_pence"


@settings(deadline=None)
@given(st.lists(st.text(max_size=30), unique=True, max_size=12))
def test_no_column_is_guessed_twice_whatever_the_headings(headings):
    keys = list(guess(headings).values())
    assert len(keys) == len(set(keys))
    assert set(keys) <= set(BY_KEY)


def test_every_column_is_guessed_from_its_own_label():
    assert guess([column.label for column in COLUMNS]) == {column.label: column.key for column in COLUMNS}


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"A": "reference", "B": "title", "C": "title"}, "Two headings are “Title”"),
        ({"A": "title"}, "Choose the heading of your reference"),
        ({"A": "reference", "B": "recipient"}, "Choose at least one heading of agreements"),
        ({"A": "reference", "B": "award_pence", "C": ""}, ""),
    ],
)
def test_what_is_wrong_with_a_choice_of_headings(columns, said):
    assert " ".join(mapping_faults(columns)).startswith(said)
    assert bool(mapping_faults(columns)) == bool(said)


def test_a_whole_row_is_an_agreement():
    found = row(**WHOLE)
    assert (found.kind, found.faults, found.key, found.identity) == (AGREEMENT, [], "G-1", "agreement G-1")
    values, lacking = agreement_values(found, instead={}, new=True)
    assert lacking == []
    assert values["award_pence"] == 9_000_00
    assert (values["start_on"], values["end_on"]) == (date(2026, 4, 1), date(2029, 3, 31))
    assert (values["kind"], values["payment"]) == ("core", "advance")


@pytest.mark.parametrize("lacks", [column.key for column in COLUMNS if column.needed and column.of == AGREEMENT])
def test_a_new_agreement_lacks_what_it_needs(lacks):
    found = row(**{**WHOLE, lacks: ""})
    assert [key for key, _ in agreement_values(found, instead={}, new=True)[1]] == [lacks]
    assert agreement_values(found, instead={}, new=False)[1] == []


def test_what_no_column_says_can_be_said_once_for_all():
    found = row(**{**WHOLE, "kind": "", "payment": ""})
    values, lacking = agreement_values(found, instead={"kind": "small", "payment": "advance"}, new=True)
    assert (values["kind"], lacking) == ("small", [])
    assert agreement_values(row(**WHOLE), instead={"kind": "small"}, new=True)[0]["kind"] == "core"


def test_a_purpose_stands_for_a_title_that_is_not_there():
    values, lacking = agreement_values(row(**{**WHOLE, "title": "", "purpose": "x" * 200}), instead={}, new=True)
    assert (values["title"], lacking) == ("x" * 140, [])


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        ({"award_pence": "1,5"}, "award_pence", "Type an amount"),
        ({"award_pence": "-5"}, "award_pence", "not below nothing"),
        ({"end_on": "31/2/2029"}, "end_on", "is no day"),
        ({"end_on": "31/3/2024"}, "end_on", "before the first"),
        ({"start_on": "1/4/26"}, "start_on", "is no day"),
        ({"start_on": "1/4/1926"}, "start_on", "Check the year"),
        ({"kind": "castle"}, "kind", "Write one of: core, small"),
        ({"purpose": "=HYPERLINK(1)"}, "purpose", "formula"),
        ({"title": "x" * 141}, "title", "Shorten it to 140"),
        ({"recipient_number": "12"}, "recipient_number", "no number of a charity"),
        ({"recipient_number": "SC012345"}, "recipient_number", "no number of a charity"),
        ({"reference": ""}, "reference", "Give the agreement’s reference"),
    ],
)
def test_what_is_wrong_with_a_cell_is_said_of_that_cell(cells, column, said):
    ((key, words),) = row(**WHOLE | cells).faults
    assert key == column
    assert said in words


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        ({"paid_on": "2026-11-23", "paid_pence": "5"}, "paid_on", "still to come"),
        ({"paid_pence": "5"}, "paid_on", "Give the day"),
        ({"pence": "0", "due_on": "1/4/2026"}, "pence", "Nothing is promised"),
        ({"due_on": "1/4/2026", "late_reason": "Ill"}, "authorised_by", "or neither"),
        ({"due_on": "1/4/2026", "award_pence": "5"}, "", "at once"),
        ({}, "", "neither what was awarded nor what was paid"),
    ],
)
def test_what_is_wrong_with_a_payment(cells, column, said):
    ((key, words),) = paying(**cells).faults
    assert key == column
    assert said in words


def test_a_row_of_neither_kind_has_no_identity():
    assert (paying().kind, paying().identity) == (NEITHER, "")


@settings(deadline=None)
@given(st.integers(0, 10**12))
def test_an_amount_is_read_back_as_it_is_printed(pence):
    for words in (in_pounds(pence), plain_pounds(pence), in_pounds(pence).removeprefix("£")):
        assert row(**WHOLE | {"award_pence": words}).values["award_pence"] == pence


@settings(deadline=None)
@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_a_day_is_read_in_each_way_of_writing_it(day):
    serial = (day - date(1899, 12, 30)).days
    ways = (day.isoformat(), f"{day.day}/{day.month}/{day.year}", f"{day:%d/%m/%Y}", f"{day.day} {day:%B %Y}", f"{day:%d %b %Y}")
    for words in (*ways, f"{day:%A} {day.day} {day:%B %Y}", str(serial)):
        assert row(**WHOLE | {"awarded_on": words}).values["awarded_on"] == day


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(list(BY_KEY)), st.text(max_size=60)))
def test_no_words_raise(cells):
    found = row(**cells)
    assert all(key == "" or key in BY_KEY for key, _ in found.faults)
    agreement_values(found, instead={}, new=True)
    payment_values(found)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("1234567", "GB-CHC-1234567"),
        ("01234567", "GB-COH-01234567"),
        ("ni012345", "GB-COH-NI012345"),
        ("gb-sc-sc012345", "GB-SC-SC012345"),
        ("gb-coh-sc012345", "GB-COH-SC012345"),
    ],
)
def test_a_number_is_brought_to_its_one_spelling(words, number):
    assert number_of(words) == number


def test_a_number_that_a_charity_or_a_company_could_have_is_asked_for_with_its_list():
    with pytest.raises(ValueError, match="GB-SC-SC012345 for the charity or GB-COH-SC012345 for the company"):
        number_of("SC012345")


A, B = Held(1, "", date(2026, 4, 1), 100, None, None), Held(2, "", date(2026, 7, 1), 100, None, None)
PAID = Held(3, "", date(2026, 1, 1), 100, date(2026, 1, 5), 100)
NAMED = Held(4, "INV-1", date(2026, 10, 1), 100, None, None)


@pytest.mark.parametrize(
    ("values", "pk"),
    [
        ({"own_reference": "INV-1", "due_on": date(2026, 4, 1)}, 4),
        ({"due_on": date(2026, 7, 1), "pence": 100}, 2),
        ({"due_on": date(2026, 7, 1), "pence": 90}, 2),
        ({"due_on": date(2026, 7, 1), "pence": 90, "own_reference": "INV-9"}, None),
        ({"due_on": date(2026, 7, 1), "pence": 100, "own_reference": "INV-9"}, 2),
        ({"due_on": date(2026, 10, 1), "pence": 100, "own_reference": "INV-9"}, None),
        ({"due_on": date(2026, 8, 1), "pence": 100}, None),
        ({"paid_on": date(2026, 1, 5), "paid_pence": 100}, 3),
        ({"paid_on": date(2026, 4, 3), "paid_pence": 100}, 1),
        ({"paid_on": date(2026, 4, 3), "paid_pence": 70}, None),
    ],
)
def test_which_instalment_a_row_means(values, pk):
    found = meant(values, [PAID, B, A, NAMED])
    assert (found.pk if found else None) == pk


def test_of_two_due_on_one_day_the_amount_tells():
    twins = [A, Held(9, "", A.due_on, 50, None, None)]
    assert meant({"due_on": A.due_on, "pence": 50}, twins).pk == 9
    assert meant({"due_on": A.due_on, "pence": 70}, twins) is None


def test_a_payment_is_known_by_its_reference_or_by_what_it_says():
    assert paying(payment_reference="INV 1", due_on="1/4/2026").identity == "payment G-1 INV 1"
    one, other = paying(due_on="1/4/2026", pence="5"), paying(due_on="1/4/2026", pence="6")
    assert one.identity != other.identity
    assert one.identity == paying(due_on="2026-04-01", pence="5.00").identity
    assert payment_values(one) == {"due_on": date(2026, 4, 1), "pence": 500}
    assert one.kind == PAYMENT
