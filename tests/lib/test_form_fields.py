"""A day typed in three boxes, an amount typed in pounds."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from compact_portal.lib.form_fields import FIRST_YEAR, LAST_YEAR, DayField, MoneyField


@given(st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)))
def test_a_day_comes_back_as_it_was_shown(day):
    field = DayField()
    assert field.clean(field.widget.decompress(day)) == day
    assert not field.has_changed(day, field.widget.decompress(day))


@given(st.lists(st.text(max_size=12), min_size=3, max_size=3))
def test_whatever_is_typed_gives_a_day_or_words(typed):
    day, words = None, []
    try:
        day = DayField(required=False).clean(typed)
    except ValidationError as error:
        words = error.messages
    assert day or words or not "".join(typed).strip()


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        (["31", "3", "2027"], date(2027, 3, 31)),
        ([" 01 ", "02", "2027"], date(2027, 2, 1)),
        (["29", "2", "2028"], date(2028, 2, 29)),
        (["1", "March", "2027"], date(2027, 3, 1)),
        (["1", "sept", "2027"], None),
        (["1", "SEP.", "2027"], date(2027, 9, 1)),
    ],
)
def test_a_month_may_be_a_number_or_a_name(typed, day):
    if day is None:
        with pytest.raises(ValidationError, match="name such as March"):
            DayField().clean(typed)
    else:
        assert DayField().clean(typed) == day


@pytest.mark.parametrize(
    ("typed", "words", "wrong"),
    [
        (["", "", ""], "Enter a day, a month and a year, for example 31 3 2027", ()),
        (["1", "", "2027"], "Add the month", ("month",)),
        (["", "3", ""], "Add the day and the year", ("day", "year")),
        (["1", "13", "2027"], "Write the month as a number from 1 to 12, or as a name such as March", ("month",)),
        (["1", "3", "27"], "Write the year with four digits, from 1900 to 2199", ("year",)),
        (["31", "4", "2027"], "Choose a day from 1 to 30: April 2027 has 30 days", ("day",)),
        (["29", "2", "2027"], "Choose a day from 1 to 28: February 2027 has 28 days", ("day",)),
        (["١", "3", "2027"], "Choose a day from 1 to 31: March 2027 has 31 days", ("day",)),
        (["1\0", "3", "2027"], "Choose a day from 1 to 31: March 2027 has 31 days", ("day",)),
    ],
)
def test_a_wrong_day_says_what_to_do_and_which_box_is_wrong(typed, words, wrong):
    field = DayField()
    with pytest.raises(ValidationError) as caught:
        field.clean(typed)
    assert caught.value.messages == [words]
    assert field.widget.wrong == wrong


def test_a_day_put_right_clears_the_mark():
    field = DayField()
    with pytest.raises(ValidationError):
        field.clean(["1", "13", "2027"])
    field.clean(["1", "12", "2027"])
    assert field.widget.id_for_label("id_x") == "id_x_day"


def test_a_day_that_may_be_left_out_is_none():
    assert DayField(required=False).clean(["", " ", None]) is None


def test_the_first_and_the_last_day_themselves_are_allowed():
    field = DayField(earliest=date(2027, 2, 22), latest=date(2027, 2, 23))
    assert field.clean(["22", "2", "2027"])
    assert field.clean(["23", "2", "2027"])
    with pytest.raises(ValidationError, match="Choose a day on or after Monday 22 February 2027"):
        field.clean(["21", "2", "2027"])
    with pytest.raises(ValidationError, match="Choose a day on or before Tuesday 23 February 2027"):
        field.clean(["24", "2", "2027"])


@pytest.mark.parametrize(
    ("typed", "pence"),
    [
        ("18,500", 1_850_000),
        ("£18 500.50", 1_850_050),
        ("0.5", 50),
        ("7.", 700),
        ("1,234,567.89", 123_456_789),
        ("0", 0),
    ],
)
def test_pounds_become_whole_pence(typed, pence):
    assert MoneyField().clean(typed) == pence


@pytest.mark.parametrize("typed", ["1,5", "1e5", "twelve", "1_000", "٣", "1.2.3", "NaN", "Infinity", "9" * 5000, "1\0"])
def test_what_is_not_plainly_an_amount_is_asked_for_again(typed):
    with pytest.raises(ValidationError, match="pounds"):
        MoneyField().clean(typed)


def test_thirds_of_a_penny_are_asked_for_again():
    with pytest.raises(ValidationError, match="whole pence"):
        MoneyField().clean("18.505")


def test_the_least_and_the_most_themselves_are_allowed():
    field = MoneyField(least=100, most=200)
    assert (field.clean("1"), field.clean("2")) == (100, 200)
    with pytest.raises(ValidationError, match="Enter an amount of £1 or more"):
        field.clean("0.99")
    with pytest.raises(ValidationError, match=r"Enter an amount of £2 or less"):
        field.clean("2.01")
    with pytest.raises(ValidationError, match="£1 or more"):
        field.clean("-5")


@given(st.integers(0, 10**13))
def test_an_amount_comes_back_as_it_was_shown(pence):
    field = MoneyField()
    assert field.clean(field.prepare_value(pence)) == pence
    assert not field.has_changed(pence, field.prepare_value(pence))


def test_no_amount_is_none_or_asked_for():
    assert MoneyField(required=False).clean("") is None
    with pytest.raises(ValidationError, match="for example 18,500"):
        MoneyField().clean("")
