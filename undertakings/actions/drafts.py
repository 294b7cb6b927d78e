"""Drafts of editions: make one, change it, publish it, throw it away. A published edition is never touched here."""

from datetime import date
from typing import Any
from uuid import uuid4

from compact_portal.audit.actions import StaleVersion, locked, save_version
from compact_portal.audit.context import change
from compact_portal.lib.compact_front import read_front
from compact_portal.lib.compact_text import read_compact
from compact_portal.lib.textfile import normalise
from compact_portal.pages.actions import hold_content
from undertakings.actions.publishing import AlreadyPublished, publish
from undertakings.models import Edition

NAMELESS = "Draft without a name"
LONGEST_NAME = 200  # characters, of the columns that hold a name; a longer one is a fault of the text


class CannotPublish(Exception):
    """The text is not fit to be an edition. The message says why and what to do."""


def create_draft(*, text: str, by: Any, why: str = "Started a draft") -> Edition:
    """A new draft with this text, whatever is wrong in it."""
    with change(by=by, why=why, public=False):
        text = normalise(text)
        return Edition.objects.create(slug=f"draft-{uuid4().hex}", text=text, **_front_of(text))


def save_draft(draft: Edition, *, text: str, version: int, by: Any) -> Edition:
    """Write a draft's text. `version` is the one that the form showed.

    Raises StaleVersion when somebody has saved it since, AlreadyPublished when it is no draft any more.
    """
    with change(by=by, why="Changed the draft", public=False):
        row = _open_draft(draft, version=version)
        text = normalise(text)
        if text != row.text:
            save_version(row, {"text": text, **_front_of(text)})
    return row


def publish_draft(draft: Edition, *, version: int, note: str, by: Any, on: date) -> Edition:
    """Make the draft the edition in force from a day on, exactly as the page showed it.

    Two coordinators who press the button at one instant leave one edition: the second is told. Raises StaleVersion,
    AlreadyPublished (also when its name is taken), CannotPublish.
    """
    with change(by=by, why=f"Published the edition “{draft.label}”"):
        hold_content()
        row = _open_draft(draft, version=version)
        reading, faults = read_compact(row.text.encode("utf-8", "surrogatepass"))
        if reading is None:
            wrong = "a fault" if len(faults) == 1 else f"{len(faults)} faults"
            raise CannotPublish(f"The text has {wrong}. Mend it first: the draft’s page shows each with its line.")
        in_force = Edition.objects.in_force(on)
        if in_force is not None and in_force.digest == reading.digest:
            raise CannotPublish(f"These are word for word the words of “{in_force.label}”, which is in force.")
        return publish(reading=reading, by=by, on=on, note=note, draft=row)


def delete_draft(draft: Edition, *, version: int, by: Any) -> None:
    """Throw a draft away. Raises StaleVersion or AlreadyPublished; one that is gone already is no fault."""
    with change(by=by, why="Deleted the draft", public=False):
        if Edition.objects.filter(pk=draft.pk).exists():
            _open_draft(draft, version=version).delete()


def _open_draft(draft: Edition, *, version: int) -> Edition:
    """The draft, locked, as the version that somebody saw."""
    try:
        row = locked(Edition, draft.pk, version=None)
    except Edition.DoesNotExist:
        raise AlreadyPublished("Somebody has deleted this draft.") from None
    if not row.is_draft:
        raise AlreadyPublished(f"Somebody has published this draft, as “{row.label}”.")
    if row.version != version:
        raise StaleVersion(row)
    return row


def _front_of(text: str) -> dict[str, Any]:
    """What the front matter says, as far as it can be read: a draft may have faults."""
    front, _ = read_front(text.split("\n"), file="compact.md")
    return {
        "compact": front.get("compact")[:LONGEST_NAME],
        "place": front.get("place")[:LONGEST_NAME],
        "label": front.get("edition")[:LONGEST_NAME] or NAMELESS,
        "standing": front.get("standing") or Edition.Standing.ADOPTED,
        "first_agreed": front.first_agreed,
    }
