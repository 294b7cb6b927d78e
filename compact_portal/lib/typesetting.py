"""The HTML of a section and of its clauses, made once when the text is saved.

A term is explained at its first use in a section, prose first, then clause by clause. A clause that stands alone on a page
is a section of its own, so it is set a second time for that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from compact_portal.lib.glossary import Glossary, Term, notes
from compact_portal.lib.markup import inline, prose


@dataclass(frozen=True, slots=True)
class SetClause:
    """A clause as it stands in its section, and as it stands alone with its own notes."""

    html: str
    alone_html: str
    alone_notes_html: str


@dataclass(frozen=True, slots=True)
class SetSection:
    """The prose, the clauses in the order given, and the notes that explain the terms of both."""

    html: str
    notes_html: str
    clauses: tuple[SetClause, ...]


def set_section(*, anchor: str, title: str, markdown: str, clauses: Sequence[tuple[str, str]], glossary: Glossary) -> SetSection:
    """Set one section. `clauses` are pairs of anchor and words (inline Markdown)."""
    seen: set[str] = set()
    used: list[Term] = []
    linked = glossary.link(prose(markdown), scope=anchor, seen=seen)
    used.extend(linked.used)
    done: list[SetClause] = []
    for clause_anchor, words in clauses:
        bare = inline(words)
        here = glossary.link(bare, scope=anchor, seen=seen)
        used.extend(here.used)
        alone_html, alone_notes = set_alone(bare, scope=clause_anchor, title=title, glossary=glossary)
        done.append(SetClause(html=here.html, alone_html=alone_html, alone_notes_html=alone_notes))
    return SetSection(html=linked.html, notes_html=notes(used, scope=anchor, title=title), clauses=tuple(done))


def set_alone(html: str, *, scope: str, title: str, glossary: Glossary, skip: Sequence[str] = ()) -> tuple[str, str]:
    """HTML that is a section of its own, with its terms linked, and the notes to it."""
    linked = glossary.link(html, scope=scope, skip=skip)
    return linked.html, notes(linked.used, scope=scope, title=title)


def set_entry(*, slug: str, name: str, short_form: str, html: str, buster: str) -> str:
    """A term as the A to Z prints it, below the address `buster`: a name that leads to its own page, and its meaning.

    `html` is the meaning with its terms linked and its notes after it. On the A to Z every term has its entry, so a link
    leads there and no note is needed.
    """
    meaning = html.partition('<div class="notes"')[0].replace(f'href="#term-{slug}-', f'href="{buster}#word-')
    short = f" ({escape(short_form)})" if short_form else ""
    return (
        f'<article class="entry" id="word-{slug}"><h3><a class="own" href="{buster}{slug}/">{escape(name)}</a>{short}</h3>'
        f'<div class="prose">{meaning}</div></article>'
    )
