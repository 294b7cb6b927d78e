"""Markdown to the little HTML that prose in the portal may hold, and to bare words.

Two walls: markdown-it makes HTML from Markdown alone (raw HTML is shown as the characters it is made of), and nh3 then
lets through only what stands on the lists here. What is not allowed leaves its words behind; pictures go altogether.
"""

import re
from collections.abc import Sequence

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from compact_portal.lib.folding import clean

_INLINE_TAGS = {"em", "strong", "a", "br"}
_PROSE_TAGS = _INLINE_TAGS | {"p", "ul", "ol", "li"}
_HEADING_TAGS = {"h2", "h3", "h4"}
_HIGHEST, _LOWEST = 2, 4

# http and https with a host, mail, or a path on this site; "//host" and "/\host" would leave it.
_ADDRESS = re.compile(r"(?:https?://[^/\\?#\s]|mailto:[^@\s]+@|/(?![/\\]))", re.IGNORECASE)

_DROPPED = {"image", "hr", "html_block", "html_inline"}


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 12})
    # People indent their paragraphs; that makes them no code.
    parser.disable(["code", "html_block", "html_inline"])
    # Every link becomes a token, so that one place (_unlinked) decides and the words of a refused link stay.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005 - whatever the address
    return parser


_markdown = _parser()


def prose(markdown: str, *, headings: bool = False) -> str:
    """Return the HTML of `markdown`: paragraphs, lists, emphasis, links; with `headings`, h2 to h4 as well.

    Without `headings` a heading becomes a paragraph; with it, level 1 becomes h2 and levels below 4 become h4. A link
    leads to http, https, mailto or an address of this site that starts with "/"; any other leaves its words. The
    result is safe to print and holds no id, class or style.
    """
    tokens = _allowed(_markdown.parse(clean(markdown)), headings)
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    return _sanitised(html, _PROSE_TAGS | _HEADING_TAGS if headings else _PROSE_TAGS)


def inline(markdown: str) -> str:
    """Return the HTML of one run of words: emphasis, links and line breaks; blocks are not looked for."""
    tokens = _allowed(_markdown.parseInline(clean(markdown)), headings=False)
    return _sanitised(_markdown.renderer.render(tokens, _markdown.options, {}), _INLINE_TAGS)


def plain(markdown: str) -> str:
    """Return the words of `markdown` alone, unescaped, one line a paragraph, heading or list item."""
    lines: list[str] = []
    for token in _markdown.parse(clean(markdown)):
        if token.type == "inline":
            lines.append(_words(token.children or ()))
        elif token.type in ("fence", "code_block"):
            lines.append(token.content)
    return "\n".join(joined for line in lines if (joined := " ".join(line.split())))


def _words(tokens: Sequence[Token]) -> str:
    return "".join(
        " " if token.type in ("softbreak", "hardbreak") else token.content for token in tokens if token.type not in _DROPPED
    )


def _allowed(tokens: Sequence[Token], headings: bool) -> list[Token]:
    kept: list[Token] = []
    for token in tokens:
        if token.type in _DROPPED:
            continue
        if token.type == "fence":
            kept.extend(_paragraph(token.content))
            continue
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{max(_HIGHEST, min(int(token.tag[1:]), _LOWEST))}" if headings else "p"
        elif token.type == "inline":
            token.children = _unlinked([child for child in token.children or () if child.type not in _DROPPED])
        kept.append(token)
    return kept


def _paragraph(words: str) -> list[Token]:
    text = Token("inline", "", 0, content=words, children=[Token("text", "", 0, content=words)])
    return [Token("paragraph_open", "p", 1, block=True), text, Token("paragraph_close", "p", -1, block=True)]


def _unlinked(tokens: list[Token]) -> list[Token]:
    """Drop the marks of links whose address is not allowed; links do not nest, so the next close belongs to it."""
    kept: list[Token] = []
    refused = False
    for token in tokens:
        if token.type == "link_open":
            refused = not _ADDRESS.match(str(token.attrGet("href") or ""))
            if refused:
                continue
        elif token.type == "link_close" and refused:
            refused = False
            continue
        kept.append(token)
    return kept


def _attribute(tag: str, name: str, value: str) -> str | None:
    return value if name == "href" and _ADDRESS.match(value) else None


def _sanitised(html: str, tags: set[str]) -> str:
    return nh3.clean(
        html,
        tags=tags,
        attributes={"a": {"href"}},
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    ).strip()
