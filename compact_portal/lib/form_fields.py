"""Form fields of our own: words as typed, a day typed as day, month and year, and an amount of money.

They say in their errors what to do. None reads the clock: a form that needs a first or a last day sets it.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, NoReturn

from django import forms
from django.core.exceptions import ValidationError

from compact_portal.lib.dates import MONTH_NAMES, in_words
from compact_portal.lib.folding import clean
from compact_portal.lib.money import MOST_PENCE, in_pounds, to_pence

PARTS = ("day", "month", "year")
FIRST_YEAR, LAST_YEAR = 1900, 2199


class Words(forms.CharField):
    """Text as somebody typed it, without the characters that neither a page nor a database can carry."""

    def to_python(self, value: Any) -> str:
        return clean(super().to_python(clean(value) if isinstance(value, str) else value) or "")


def text_box(rows: int = 4) -> forms.Textarea:
    """A box for so many lines."""
    return forms.Textarea(attrs={"rows": rows})


class DayWidget(forms.MultiWidget):
    """Three text boxes: day, month, year. `wrong` names the parts at fault, so that the error link finds the box."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        box = {"inputmode": "numeric", "autocomplete": "off"}
        # A month may be typed as a word, so it keeps the full keyboard.
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            "day": forms.TextInput(box),
            "month": forms.TextInput({"autocomplete": "off"}),
            "year": forms.TextInput(box),
        }
        self.wrong: tuple[str, ...] = ()
        super().__init__(boxes, attrs)

    def decompress(self, value: Any) -> list[str | None]:
        if isinstance(value, date):
            return [str(value.day), str(value.month), str(value.year)]
        return [None, None, None]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        own_id = context["widget"]["attrs"].get("id")
        for part, box in zip(PARTS, context["widget"]["subwidgets"], strict=True):
            box["label"] = part.capitalize()
            box["wide"] = part != "day"
            if own_id:
                box["attrs"]["id"] = f"{own_id}_{part}"
            if self.wrong and part not in self.wrong:
                box["attrs"].pop("aria-invalid", None)
        return context

    def id_for_label(self, id_: str) -> str:
        """The box that an error link focuses: the first part at fault, else the day."""
        return f"{id_}_{(self.wrong or PARTS)[0]}" if id_ else id_


class DayField(forms.Field):
    """A date from three boxes; cleans to a `datetime.date`, or None when it may be left out.

    `earliest` and `latest` are inclusive days. Set them on the field of a bound form where they depend on today.
    """

    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": "Enter a day, a month and a year, for example 31 3 2027",
        "earliest": "Choose a day on or after %(day)s",
        "latest": "Choose a day on or before %(day)s",
    }

    def __init__(self, *, earliest: date | None = None, latest: date | None = None, **kwargs: Any) -> None:
        self.earliest, self.latest = earliest, latest
        super().__init__(**{"widget": DayWidget, **kwargs})

    def clean(self, value: Any) -> date | None:
        self._mark()
        day: date | None = super().clean(value)
        return day

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date):
            return value
        typed = [str(part or "").strip() for part in value or ()]
        if not any(typed):
            return None
        missing = [part for part, words in zip(PARTS, typed, strict=True) if not words]
        if missing:
            self._fault(f"Add the {' and the '.join(missing)}", *missing)
        return self._day(*typed)

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and self.earliest and value < self.earliest:
            day = in_words(self.earliest)
            raise ValidationError(self.error_messages["earliest"], code="earliest", params={"day": day})
        if value and self.latest and value > self.latest:
            day = in_words(self.latest)
            raise ValidationError(self.error_messages["latest"], code="latest", params={"day": day})

    def _day(self, day_words: str, month_words: str, year_words: str) -> date:
        month = MONTH_NAMES.get(month_words.casefold().rstrip(".")) or _number(month_words, 2)
        if month is None or not 1 <= month <= 12:
            self._fault(
                "Write the month as a number from 1 to 12, or as a name such as March",
                "month",
            )
        year = _number(year_words, 4)
        if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
            self._fault(
                f"Write the year with four digits, from {FIRST_YEAR} to {LAST_YEAR}",
                "year",
            )
        day, last = _number(day_words, 2), calendar.monthrange(year, month)[1]
        if day is None or not 1 <= day <= last:
            self._fault(
                f"Choose a day from 1 to {last}: {calendar.month_name[month]} {year} has {last} days",
                "day",
            )
        return date(year, month, day)

    def _mark(self, *parts: str) -> None:
        if isinstance(self.widget, DayWidget):
            self.widget.wrong = parts

    def _fault(self, words: str, *parts: str) -> NoReturn:
        self._mark(*parts)
        raise ValidationError(words, code="invalid")


def _number(words: str, most_digits: int) -> int | None:
    return int(words) if re.fullmatch(rf"[0-9]{{1,{most_digits}}}", words) else None


class MoneyWidget(forms.TextInput):
    """A text box with a pound sign before it (the form pack draws `prefix`)."""

    prefix = "£"

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})


class MoneyField(forms.Field):
    """An amount typed in pounds; cleans to whole pence (int), or None when it may be left out.

    `least` and `most` are inclusive, in pence. Initial values are pence, too.
    """

    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": "Enter an amount in pounds, for example 18,500 or 18,500.50",
        "least": "Enter an amount of %(amount)s or more",
        "most": "Enter an amount of %(amount)s or less",
    }

    def __init__(self, *, least: int = 0, most: int = MOST_PENCE, **kwargs: Any) -> None:
        self.least, self.most = least, most
        super().__init__(**{"widget": MoneyWidget, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        return in_pounds(value).removeprefix("£") if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        if isinstance(value, int):
            return value
        try:
            return to_pence(str(value))
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from None

    def validate(self, value: int | None) -> None:
        super().validate(value)
        if value is None:
            return
        for limit, wrong in (
            ("least", value < self.least),
            ("most", value > self.most),
        ):
            if wrong:
                amount = in_pounds(getattr(self, limit))
                raise ValidationError(self.error_messages[limit], code=limit, params={"amount": amount})
