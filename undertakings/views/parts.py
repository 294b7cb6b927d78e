"""Parts of the pages of the text, set as HTML once for all that show them (compact_portal/pages/parts.py)."""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from datetime import date

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from compact_portal.pages.parts import kept
from undertakings.models import Edition
from undertakings.queries import reference, text
from undertakings.queries.evidence_pages import challenge_sections
from undertakings.queries.glance import at_a_glance
from undertakings.queries.text import SectionRow
from undertakings.queries.undertaking import undertaking_outline


def _sections(rows: Iterable[SectionRow]) -> SafeString:
    """Sections of the edition in force, one after the other."""
    return _joined(render_to_string("undertakings/_section.html", {"section": row, "own_pages": True}) for row in rows)


def _joined(pieces: Iterable[str]) -> SafeString:
    return mark_safe("".join(f"{piece}\n" for piece in pieces))  # noqa: S308  the pieces come out of templates


@kept
def whole_text(edition: Edition) -> dict[str, SafeString]:
    """The whole text, and its contents."""
    rows = text.outline(edition)
    return {"sections": _sections(rows), "contents": _contents(rows, "Contents")}


@kept
def sections_of(edition: Edition, *, kinds: tuple[str, ...]) -> SafeString:
    """The sections of these kinds, kind by kind."""
    return _sections(sorted(text.outline(edition, kinds=kinds), key=lambda row: kinds.index(row["kind"])))


def _contents(rows: Sequence[SectionRow], title: str) -> SafeString:
    return render_to_string("components/contents.html", {"items": text.contents(rows), "title": title})


@kept
def undertaking_sections(edition: Edition, *, on: date) -> SafeString:
    """The undertakings of both sectors with their evidence: on their own page, and among all the evidence."""
    return _sections(_shown(edition, on=on))


@kept
def undertaking_contents(edition: Edition) -> SafeString:
    """The contents of the undertakings."""
    return _contents(undertaking_outline(edition), "On this page")


@kept
def theme_texts(edition: Edition, *, on: date) -> dict[str, SafeString]:
    """By the anchor of a sector or of a theme, all that it undertakes, with the evidence."""
    return {
        row["anchor"]: render_to_string(
            "undertakings/_theme_text.html", {"section": row, "contents": text.contents([row])[0]["children"]}
        )
        for sector in _shown(edition, on=on)
        for row in (sector, *sector["themes"])
    }


@kept
def examples_of(anchors: tuple[str, ...]) -> SafeString:
    """Links to the examples that show any of these clauses."""
    return render_to_string("undertakings/_examples.html", {"examples": text.examples_of(anchors)})


def _shown(edition: Edition, *, on: date) -> list[SectionRow]:
    rows = deepcopy(undertaking_outline(edition))
    text.show_evidence(rows, on=on)
    return rows


@kept
def evidence(edition: Edition, *, on: date) -> dict[str, SafeString]:
    """All the evidence in one look, the contents of its page, and the challenges that something measures."""
    challenges = challenge_sections(edition, on=on)
    rows = [*_shown(edition, on=on), *challenges]
    glance = render_to_string("undertakings/_glance.html", {"glance": at_a_glance(rows)})
    return {"glance": glance, "contents": _contents(rows, "On this page"), "challenges": _sections(challenges)}


@kept
def terms() -> bytes:
    """The jargon buster from A to Z, which may be large."""
    return terms_found(reference.letters_of_terms()).encode()


def terms_found(groups: list[reference.Letter]) -> SafeString:
    """Terms by their letters, "" for none."""
    return (
        render_to_string("undertakings/_terms.html", {"groups": groups, "letters": reference.letters(groups)})
        if groups
        else SafeString()
    )


@kept
def examples(edition: Edition | None, *, by: str) -> SafeString:
    """The compact at work, by year or by what each example shows; "" where nobody recorded any."""
    groups = reference.examples_by_clause(edition) if by == "undertaking" else reference.examples_by_year(edition)
    return render_to_string("undertakings/_example_groups.html", {"groups": groups, "by": by}) if groups else SafeString()


@kept
def contacts(*, on: date) -> SafeString:
    """Whom to ask, and where to read on."""
    return render_to_string(
        "undertakings/_contacts.html", {"contacts": reference.contact_rows(on=on), "links": reference.link_rows()}
    )


@kept
def codes(*, on: date) -> SafeString:
    """The codes of practice, and the numbers behind the promises."""
    context = {"codes": reference.code_rows(), "thresholds": reference.threshold_rows(on=on)}
    return render_to_string("undertakings/_codes.html", context)
