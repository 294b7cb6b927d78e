"""Jargon in place: the first use of a term in each section links to its meaning.

The terms stand in one tree of words, so that prose is walked once, word by word, however many terms there are: the work
is the number of words in the prose times, at most, the number of words in the longest form. It works on finished HTML
and changes nothing in it but for the links that it adds.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from html import escape, unescape
from typing import NamedTuple

from compact_portal.lib.markup import prose
from compact_portal.lib.word_forms import APOSTROPHES, Token, form_keys, is_short_form, keys_of, tokens

JARGON_BUSTER = "/jargon-buster/"

# A tag or a comment. The parts of a tag begin with different characters and give nothing back, and one without an end
# takes the rest, as a browser has it: hostile input costs one walk.
_TAG = re.compile(
    r"""<!--(?:.*?-->|.*\Z)|<[A-Za-z/!?](?:[^>"']++|"[^"]*+"|'[^']*+')*+(?:>|.*\Z)""",
    re.DOTALL,
)
_TAG_NAME = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
# What a reader can already press, what is a title, and what is not prose.
_NEVER_INSIDE = frozenset(
    {
        "a",
        "button",
        "code",
        "dfn",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "iframe",
        "kbd",
        "label",
        "legend",
        "math",
        "noscript",
        "option",
        "pre",
        "samp",
        "script",
        "select",
        "style",
        "summary",
        "svg",
        "template",
        "textarea",
        "title",
    }
)
_ENTITY = re.compile(r"&(?:#[xX]?[0-9A-Fa-f]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});?")

# A single quotation that opens, and one that closes; they tell a closing quote from the possessive of a plural.
_OPENS = re.compile(r"‘|(?:^|[\s(\[“\"—–-])'(?!\s)")
_CLOSES = re.compile(r"['’](?!\w)")
_QUOTATION = 300
"""How far back, in characters, the quotation may have opened."""

# "LSP", "LSPs", "LSP’s", "R&D", "4PS": seen as one word; two letters at least. Then what looks so and is none.
_SHORT = re.compile(r"(?<![\w&])([A-Z0-9][A-Z0-9&]*[A-Z0-9])(?:s|['’]s?)?(?![\w&])")
_NO_WORDS = re.compile(
    r"\]\([^()\[\]\s]*\)|\{#[^{}\n]*\}|\bhttps?://\S+|\bwww\.\S+|(?<![\w.+-])[\w.+-]++@[\w.-]+"  # addresses and anchors
    r"|\b[A-Z]{2,}(?:-\d+)+|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"  # references and postcodes
)
_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_INITIALS_WITHIN = 200
"""How far before its short form, in characters, the long form may begin."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the jargon buster.

    `slug` stands in its address and in ids, `name` is printed, `forms` are the other ways in which prose has it (short
    forms, other spellings; plurals and possessives need no form of their own), `meaning` is Markdown.
    """

    slug: str
    name: str
    forms: tuple[str, ...]
    meaning: str


@dataclass(frozen=True, slots=True)
class Linked:
    """HTML whose first uses are links, and the terms that became links in it, in the order of the text."""

    html: str
    used: tuple[Term, ...]


class Use(NamedTuple):
    """Where a term stands in a text: characters, end exclusive."""

    start: int
    end: int
    term: Term


@dataclass(slots=True)
class _Node:
    following: dict[str, "_Node"] = field(default_factory=dict)
    term: Term | None = None


class Glossary:
    """All terms, ready to be found in prose. Build one and keep it: finding changes nothing in it."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms = tuple(terms)
        self._root = _Node()
        planned = [(term, list(form_keys(form))) for term in self.terms for form in (term.name, *term.forms)]
        # What somebody wrote comes before any plural that we made up, whichever term it belongs to.
        for term, sequences in planned:
            self._plant(term, sequences[:1])
        for term, sequences in planned:
            self._plant(term, sequences[1:])

    def _plant(self, term: Term, sequences: Iterable[tuple[str, ...]]) -> None:
        for keys in sequences:
            node = self._root
            for key in keys:
                node = node.following.setdefault(key, _Node())
            node.term = node.term or term

    def link(self, html: str, *, scope: str, skip: Collection[str] = (), seen: set[str] | None = None) -> Linked:
        """Return `html` with the first use of each term turned into a link to its note in the section `scope`.

        A link reads `<a class="term" id="use-{scope}-{slug}" href="#term-{scope}-{slug}">`, around the words as they
        stand. Terms whose slug is in `skip` (the page's own) or in `seen` stay plain; `seen` grows by what becomes a
        link, so that several pieces of one section share their first uses. Links, headings, code and tags are left
        alone, and a term never reaches across a tag. `html` is what `markup` makes, or any other well-formed HTML.
        """
        known = set() if seen is None else seen
        used: list[Term] = []
        parts: list[str] = []
        for piece, is_prose in _pieces(html):
            if not is_prose:
                parts.append(piece)
                continue
            done = 0
            for start, end, term in self._uses_in_html(piece):
                if term.slug in known or term.slug in skip:
                    continue
                known.add(term.slug)
                used.append(term)
                parts += (piece[done:start], _link(term, scope), piece[start:end], "</a>")
                done = end
            parts.append(piece[done:])
        return Linked("".join(parts), tuple(used))

    def uses(self, text: str) -> list[Use]:
        """Return where terms stand in plain `text`, in order, none overlapping: of those that do, the longest stays."""
        words = tokens(text)
        found = [
            Use(words[first].start, _end(text, words[first], words[last]), term)
            for first, last, term in _longest(list(self._matches(words)), words)
        ]
        return sorted(found, key=lambda use: use.start)

    def _matches(self, words: list[Token]) -> Iterator[tuple[int, int, Term]]:
        """Yield (first word, last word, term) for every form that stands in `words`, overlapping ones too."""
        for first in range(len(words)):
            nodes = [self._root]
            for last in range(first, len(words)):
                keys = keys_of(words[last].text)
                reached = [after for node in nodes for key in keys.whole if (after := node.following.get(key))]
                ended = [after for node in nodes for key in keys.bare if (after := node.following.get(key))]
                term = next((node.term for node in (*reached, *ended) if node.term), None)
                if term:
                    yield first, last, term
                if not reached:
                    break
                nodes = reached

    def _uses_in_html(self, piece: str) -> list[Use]:
        if "&" not in piece:
            return self.uses(piece)
        text, places = _decoded(piece)
        return [Use(places[start], places[end], term) for start, end, term in self.uses(text)]


def notes(used: Iterable[Term], *, scope: str, title: str) -> str:
    """Return the HTML of the notes of one section, "" where it uses no term.

    Each note has the id that the section's links lead to, the term, its meaning, the way to its page and the way back.
    `title` names the section, so that the group of notes has a name of its own. The style sheet shows a note only while
    it is the target, and all of them in print.
    """
    items = "\n".join(_note(term, scope) for term in used)
    if not items:
        return ""
    label = escape(f"Words explained in {title}")
    # A group and no aside: a landmark in every section would drown the page's own.
    return f'<div class="notes" role="group" aria-label="{label}">\n{items}\n</div>'


def unexplained(text: str, glossary: Glossary) -> list[str]:
    """Return the abbreviations in a draft (plain words or Markdown) that its readers find explained nowhere.

    Explained is what stands in a term of `glossary`, or what the draft itself spells out in brackets, either way round:
    "Local Strategic Partnership (LSP)", "LSP (Local Strategic Partnership)". In the order of the text, each once,
    without plural or possessive.
    """
    text = _NO_WORDS.sub(lambda found: " " * len(found.group()), text)
    explained = bytearray(len(text))
    for start, end, _ in glossary.uses(text):
        explained[start:end] = b"\x01" * (end - start)
    open_questions: dict[str, None] = {}
    spelled_out: set[str] = set()
    for found in _SHORT.finditer(text):
        short = found[1]
        if sum(c.isalpha() for c in short) < 2 or _ROMAN.fullmatch(short) or explained[found.start()]:
            continue
        open_questions[short] = None
        if _spelled_out(text, found):
            spelled_out.add(short)
    return [short for short in open_questions if short not in spelled_out]


def _spelled_out(text: str, found: re.Match[str]) -> bool:
    """Return whether the short form stands in brackets behind its long form, or before it."""
    before = text[max(0, found.start() - _INITIALS_WITHIN) : found.start()]
    after = text[found.end() : found.end() + _INITIALS_WITHIN]
    behind = re.search(r"([^.!?\n()]*)\((?:the |or |“|\")?\Z", before)
    if behind and re.match(r"[”\"]?(?: for short)?\)", after):
        return _stands_for(found[1], behind[1])
    ahead = re.match(r"\s*\(([^()]*)\)", after)
    return bool(ahead) and _stands_for(found[1], ahead[1] if ahead else "")


def _stands_for(short: str, words: str) -> bool:
    """Return whether `words` hold the letters of `short` in order, the first of them beginning a word."""
    letters = [c for c in short.casefold() if c.isalnum()]
    starts = [word.start() for word in re.finditer(rf"\b{re.escape(letters[0])}", words.casefold())]
    for start in starts:
        rest = iter(words[start:].casefold())
        if " " in words[start:].strip() and all(letter in rest for letter in letters):
            return True
    return False


def _note(term: Term, scope: str) -> str:
    name = escape(term.name)
    short = [form for form in term.forms if is_short_form(form) and form not in term.name]
    shown = f"{name} ({escape(short[0])})" if short else name
    slug = escape(term.slug)
    scope = escape(scope)
    return (
        f'<div class="note" id="term-{scope}-{slug}" role="note" tabindex="-1">\n'
        f"<p><strong>{shown}</strong></p>\n{prose(term.meaning)}\n"
        f'<p><a href="{JARGON_BUSTER}{slug}/">{name} in the jargon buster</a> '
        f'<a href="#use-{scope}-{slug}">Back to the text</a></p>\n</div>'
    )


def _link(term: Term, scope: str) -> str:
    place = escape(f"{scope}-{term.slug}")
    return f'<a class="term" id="use-{place}" href="#term-{place}">'


def _pieces(html: str) -> Iterator[tuple[str, bool]]:
    """Yield `html` in pieces with whether each is prose in which a term may become a link."""
    inside, depth, done = "", 0, 0
    for tag in _TAG.finditer(html):
        if tag.start() > done:
            yield html[done : tag.start()], not inside
        yield tag.group(), False
        done = tag.end()
        name = _TAG_NAME.match(tag.group())
        if not name:
            continue
        closing, element = name[1], name[2].lower()
        if inside:
            depth += (-1 if closing else 1) if element == inside else 0
            inside = inside if depth > 0 else ""
        elif element in _NEVER_INSIDE and not closing:
            inside, depth = element, 1
    if done < len(html):
        yield html[done:], not inside


def _decoded(piece: str) -> tuple[str, list[int]]:
    """Return the text that `piece` of HTML shows, and for each character of it (and its end) the place in `piece`."""
    parts: list[str] = []
    places: list[int] = []
    done = 0
    for entity in _ENTITY.finditer(piece):
        shown = unescape(entity.group())
        if shown == entity.group():
            continue
        parts += (piece[done : entity.start()], shown)
        places += (*range(done, entity.start()), *[entity.start()] * len(shown))
        done = entity.end()
    parts.append(piece[done:])
    places += range(done, len(piece) + 1)
    return "".join(parts), places


def _longest(matches: list[tuple[int, int, Term]], words: list[Token]) -> Iterator[tuple[int, int, Term]]:
    matches.sort(key=lambda match: (words[match[0]].start - words[match[1]].end, match[0]))
    taken = bytearray(len(words))
    for first, last, term in matches:
        # None that was taken is shorter, so it cannot lie strictly inside this one: the two ends tell.
        if not taken[first] and not taken[last]:
            taken[first : last + 1] = b"\x01" * (last + 1 - first)
            yield first, last, term


def _end(text: str, first: Token, last: Token) -> int:
    """Return where the term ends; after an s, an apostrophe belongs to it unless it closes a quotation."""
    if last.text[-1] not in APOSTROPHES or len(last.text) == 1:
        return last.end
    before = text[max(0, first.start - _QUOTATION) : first.start]
    opened = max((found.end() for found in _OPENS.finditer(before)), default=0)
    in_quotation = bool(opened) and not _CLOSES.search(before, opened)
    return last.end - in_quotation
