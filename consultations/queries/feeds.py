"""Consultations as Atom and as a calendar. Both are the same bytes until a record changes or a day turns."""

from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from icalendar import Calendar, Event

from compact_portal.lib.counted import counted
from compact_portal.lib.dates import in_words, london_day
from compact_portal.lib.xml_text import xml_text
from consultations.models import WindowEntry
from consultations.queries.addresses import CONSULTATIONS, consultation_address, whole
from consultations.queries.open_consultations import Told
from consultations.rules.states import State


def _host() -> str:
    return urlsplit(settings.PORTAL_ADDRESS).hostname or "localhost"


def _sentence(one: Told) -> str:
    """Where it stands, in words with the weekday."""
    assert one.row.opens_on is not None
    assert one.row.closes_on is not None
    opens, closes = in_words(one.row.opens_on), in_words(one.row.closes_on)
    match one.state:
        case State.UPCOMING:
            return f"It opens on {opens} and can be answered until the end of {closes}."
        case State.OPEN:
            return f"It can be answered until the end of {closes}."
        case State.OUTCOME_PUBLISHED:
            return f"It closed on {closes}, and its outcome is published."
        case State.OUTCOME_DUE:
            due = f", and its outcome is overdue since {in_words(one.due_on + timedelta(days=1))}" if one.due_on else ""
            return f"It closed on {closes}{due}."
        case _:
            return f"It closed on {closes}."


def _moves(one: Told) -> list[str]:
    """Why its dates moved, the last one first."""
    later: Sequence[WindowEntry] = [entry for entry in one.entries if entry.position > 1][::-1]
    return [f"The dates moved on {in_words(london_day(entry.made_at))}: {entry.reason}" for entry in later]


def atom(found: Sequence[Told], *, name: str) -> str:
    """A feed of the consultations, by what changed last. An entry keeps its id whatever its address becomes."""
    feed = Atom1Feed(
        title=f"Consultations of the {name}",
        link=whole(CONSULTATIONS),
        description="What the public agencies ask, and until when it can be answered.",
        feed_url=whole("/open-data/consultations.atom"),
        language="en-GB",
    )
    for one in found:
        row = one.row
        assert row.approved_at is not None
        said = [row.summary, _sentence(one), *_moves(one)]
        feed.add_item(
            title=xml_text(f"{row.title} ({row.agency.name})"),
            link=whole(consultation_address(row.slug)),
            # Readers take a summary for HTML.
            description=linebreaks(xml_text("\n\n".join(part for part in said if part)), autoescape=True),
            unique_id=f"tag:{_host()},{london_day(row.approved_at):%Y-%m-%d}:{row.reference}",
            pubdate=row.approved_at,
            updateddate=one.changed_at,
            author_name=xml_text(row.agency.name),
        )
    return feed.writeString("utf-8")


def calendar(found: Sequence[Told], *, name: str) -> bytes:
    """One calendar over all agencies: an event for each window, over whole days.

    A window that moves is the same event with a higher number, so that a subscribed calendar moves it (RFC 5545, 3.8.7.4).
    """
    book = Calendar()
    book.add("prodid", f"-//Compact Portal//{_host()}//EN")
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    book.add("name", f"Consultations of the {name}")
    book.add("x-wr-calname", f"Consultations of the {name}")
    book.add("refresh-interval", timedelta(hours=12), parameters={"value": "DURATION"})
    for one in found:
        book.add_component(_event(one))
    return bytes(book.to_ical())


def _event(one: Told) -> Event:
    row = one.row
    assert row.opens_on is not None
    assert row.closes_on is not None
    days = (row.closes_on - row.opens_on).days + 1
    event = Event()
    event.add("uid", f"{row.reference}@{_host()}")
    event.add("sequence", max(0, len(one.entries) - 1))
    event.add("dtstamp", one.changed_at)
    event.add("last-modified", one.changed_at)
    event.add("created", row.approved_at)
    event.add("dtstart", row.opens_on)
    event.add("dtend", row.closes_on + timedelta(days=1))  # the day after the last, as RFC 5545 has it
    event.add("summary", f"Consultation: {row.title}")
    event.add("description", "\n\n".join([row.summary, f"{counted(days, 'day')}. {_closing(one)}", *_moves(one)]).strip())
    event.add("url", whole(consultation_address(row.slug)))
    event.add("categories", [row.agency.name])
    event.add("transp", "TRANSPARENT")  # nobody is busy for eight weeks
    return event


def _closing(one: Told) -> str:
    """The last day, in words that stay true when it has passed."""
    assert one.row.closes_on is not None
    return f"The last day to answer is {in_words(one.row.closes_on)}."
