"""Publish an edition, and keep what was typeset and indexed true when a term changes."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse

from compact_portal.audit.actions import free_slug, locked
from compact_portal.audit.context import change
from compact_portal.lib.compact_text import CompactText
from compact_portal.lib.compact_text import Section as ReadSection
from compact_portal.lib.glossary import Glossary
from compact_portal.lib.markup import prose
from compact_portal.lib.typesetting import set_alone, set_entry, set_section
from compact_portal.pages.actions import hold_content, words_changed
from undertakings.actions.indexing import reindex
from undertakings.models import Clause, CodeOfPractice, Edition, Example, Section, Term
from undertakings.queries.jargon import glossary


class AlreadyPublished(Exception):
    """The draft is an edition by now, or its name belongs to an edition with other words. The message says what to do."""


def publish(*, reading: CompactText, by: Any, on: date, note: str = "", draft: Edition | None = None) -> Edition:
    """Make the text an edition, from a day on. Its text and clauses are frozen with this.

    `draft`, when given, becomes the edition; it is locked and checked again, so two coordinators who press the button at
    one instant make one edition. Raises AlreadyPublished for the second of them, and for a name that is taken.
    """
    with change(by=by, why=f"Published the edition “{reading.edition}”"):
        hold_content()
        edition = _fresh(draft)
        if Edition.objects.published().filter(label=reading.edition).exists():
            raise AlreadyPublished(
                f"An edition called “{reading.edition}” is published already. Give this one another name in its front matter."
            )
        edition.compact, edition.place, edition.label = reading.compact, reading.place, reading.edition
        edition.standing, edition.first_agreed = reading.standing, reading.first_agreed
        edition.text, edition.digest = reading.text, reading.digest
        edition.note, edition.published_on = note, on
        edition.slug = free_slug(Edition, reading.edition, keep=edition if edition.pk else None)
        edition.version += 0 if edition._state.adding else 1
        edition.save()
        _save_sections(edition, reading)
        reindex()
    return edition


def _fresh(draft: Edition | None) -> Edition:
    if draft is None:
        return Edition()
    try:
        edition = locked(Edition, draft.pk, version=None)
    except ObjectDoesNotExist:
        raise AlreadyPublished("Somebody has deleted this draft. Make a new one from your text.") from None
    if not edition.is_draft:
        raise AlreadyPublished(f"Somebody has published this draft already, as “{edition.label}”.")
    return edition


def _save_sections(edition: Edition, reading: CompactText) -> None:
    words = glossary()
    saved: dict[str, Section] = {}
    position = 0
    for index, read in enumerate(reading.sections):
        done = _set(read.anchor, read.title, read.prose, [(item.anchor, item.words) for item in read.items], words)
        saved[read.anchor] = Section.objects.create(
            edition=edition, parent=saved.get(read.parent), position=index, html=done.html, notes_html=done.notes_html,
            **{name: getattr(read, name) for name in _SECTION_FIELDS},
        )  # fmt: skip
        clauses = [
            Clause(
                edition=edition, section=saved[read.anchor], position=position + offset, kind=read.kind, sector=read.sector,
                number=item.number, anchor=item.anchor, words=item.words, bound_by=item.bound_by,
                html=set_.html, alone_html=set_.alone_html, alone_notes_html=set_.alone_notes_html,
            )
            for offset, (item, set_) in enumerate(zip(read.items, done.clauses, strict=True))
        ]  # fmt: skip
        Clause.objects.bulk_create(clauses)
        position += len(clauses)


_SECTION_FIELDS = tuple(name for name in ReadSection.__dataclass_fields__ if name not in ("parent", "items", "line"))


def _set(anchor: str, title: str, markdown: str, clauses: list[tuple[str, str]], words: Glossary) -> Any:
    return set_section(anchor=anchor, title=title, markdown=markdown, clauses=clauses, glossary=words)


def retypeset() -> None:
    """Set all prose anew after a term was added, changed or removed. Call it inside the change that did so.

    The words of an edition stay as they are; only the links from its words to their meanings are made again. Prose of the
    apps above is explained when its page is made (queries/jargon.py), and follows from the number that goes up here.
    """
    words = glossary()
    words_changed()
    clauses = defaultdict(list)
    for clause in Clause.objects.all():
        clauses[clause.section_id].append(clause)
    for section in Section.objects.all():
        own = clauses[section.pk]
        done = _set(section.anchor, section.title, section.prose, [(c.anchor, c.words) for c in own], words)
        section.html, section.notes_html = done.html, done.notes_html
        section.save(update_fields=["html", "notes_html"])
        for clause, set_ in zip(own, done.clauses, strict=True):
            clause.html, clause.alone_html = set_.html, set_.alone_html
            clause.alone_notes_html = set_.alone_notes_html
        Clause.objects.bulk_update(own, ["html", "alone_html", "alone_notes_html"])
    set_reference(words)
    reindex()


def set_reference(words: Glossary) -> None:
    """Set the prose of terms, examples and codes, with its notes after it."""
    _set_terms(words)
    _set_rows(Example, "words", "html", words)
    _set_rows(CodeOfPractice, "about", "html", words)


def _set_terms(words: Glossary) -> None:
    _set_rows(Term, "meaning", "meaning_html", words, own_slug=True)
    buster = reverse("undertakings:term_list")
    terms = list(Term.objects.all())
    for term in terms:
        term.entry_html = set_entry(
            slug=term.slug, name=term.name, short_form=term.short_form, html=term.meaning_html, buster=buster
        )
    Term.objects.bulk_update(terms, ["entry_html"], batch_size=500)


def _set_rows(model: Any, source: str, target: str, words: Glossary, *, own_slug: bool = False) -> None:
    """Written past the history on purpose: what a reader sees follows from the words, which are in the history."""
    rows = list(model.objects.all())
    for row in rows:
        skip = [row.slug] if own_slug else []
        title = str(row)
        html, notes = set_alone(prose(getattr(row, source)), scope=row.slug, title=title, glossary=words, skip=skip)
        setattr(row, target, html + notes)
    model.objects.bulk_update(rows, [target], batch_size=500)
