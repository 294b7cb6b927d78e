"""A Word document as the Markdown of a compact, with front matter and anchors proposed for a person to look over."""

from __future__ import annotations

import io
import re
from typing import Any

import mammoth
from markdownify import MarkdownConverter

from compact_portal.lib.anchoring import add_anchors, add_front_matter
from compact_portal.lib.anchors import STATUTORY, VOLUNTARY, propose_anchor, special_anchor
from compact_portal.lib.docx_file import RefusedDocument, open_docx, what_is_lost
from compact_portal.lib.textfile import HIDDEN, unix_lines

__all__ = ["RefusedDocument", "add_anchors", "add_front_matter", "docx_to_markdown", "propose_anchor"]

# Title is level 1 and Heading 1 is level 2, whether a document uses a Title or not; `_ranks` closes the gaps.
_STYLES = "\n".join(
    [
        "p[style-name='Title'] => h1:fresh",
        *(f"p[style-name='Heading {level}'] => h{min(level + 1, 6)}:fresh" for level in range(1, 7)),
        *(f"p[style-name='heading {level}'] => h{min(level + 1, 6)}:fresh" for level in range(1, 7)),
        *(f"p.Heading{level} => h{min(level + 1, 6)}:fresh" for level in range(1, 7)),
        "p[style-name='Subtitle'] => p:fresh",
        *(f"p[style-name='List Bullet{suffix}'] => ul > li:fresh" for suffix in ("", " 2", " 3")),
        *(f"p[style-name='List Number{suffix}'] => ol > li:fresh" for suffix in ("", " 2", " 3")),
        "p[style-name='List Paragraph']:unordered-list(1) => ul > li:fresh",
    ]
)
_SPECIAL_CHARS = re.compile(r"[\\`*]|\[(?=[^\]\n]{0,300}\]\()|<(?=[A-Za-z/!?])|(?<!\w)_|_(?!\w)|~(?=~)|&(?=#?\w+;)|!(?=\[)")
_BLOCK_START = re.compile(r"^(?:(#{1,6}(?=\s|$)|>|[-+](?=\s|$)|=+\s*$|-{3,}\s*$)|(\d{1,9})([.)](?=\s|$)))", re.MULTILINE)
_BULLET_CHARS = "•·▪▫◦●○‣⁃∙■□–—\uf0b7\uf0a7\uf0d8\uf0fc"
_TYPED_BULLET = re.compile(rf"^(?:[{_BULLET_CHARS}]\s*(?=\S)|\\?[-*+o]\t\s*)")
_BOLD_LINE = re.compile(r"\*\*([^*]{1,120}?)\*\*:?")
_HEADING = re.compile(r"(#{1,6}) (.*)")


def docx_to_markdown(data: bytes) -> tuple[str, list[str]]:
    """A .docx file as Markdown for a compact, and a sentence for each thing that did not come through as it was.

    The front matter's place and edition stay empty where nothing tells them, so that the reader of the text asks for
    them. Raises RefusedDocument, with a message for the person who sent it.
    """
    package = open_docx(data)
    messages = list(what_is_lost(package))
    converter = _Converter(bullets="-", heading_style="ATX")
    try:
        found = mammoth.convert_to_html(
            io.BytesIO(data), style_map=_STYLES, include_embedded_style_map=False, convert_image=lambda _image: []
        )
        markdown = converter.convert(found.value)
    except Exception as error:
        # Two libraries read bytes that somebody sent; whatever they make of a broken document, it is refused.
        raise RefusedDocument(
            "The document cannot be read. Open it in your word processor, save it again as .docx, and try again."
        ) from error
    if converter.numbered:
        messages.append("Numbered lists became bullets: the portal numbers clauses itself.")
    if converter.nested:
        messages.append("Lists inside lists became items of the list around them.")
    text = "\n\n".join(_headed(_blocks(_clean(markdown)))) + "\n"
    return add_anchors(add_front_matter(text)), messages


def _clean(text: str) -> str:
    """The text without hidden characters, with plain blanks, and typed private bullets as what they look like."""
    text = re.sub(r"[\uf0b7\uf0a7\uf0d8\uf0fc]", "•", unix_lines(text))
    text = text.replace("\u00ad", "").replace("\u200b", "").replace("\ufeff", "")
    return re.sub(r"[\u00a0\u2007\u202f]", " ", HIDDEN.sub(" ", text))


class _Converter(MarkdownConverter):
    """HTML, as mammoth writes it, to the few kinds of Markdown block that a compact has."""

    numbered = False
    nested = False

    def escape(self, text: str, parent_tags: set[str]) -> str:
        return _SPECIAL_CHARS.sub(r"\\\g<0>", text)

    def convert_p(self, el: Any, text: str, parent_tags: set[str]) -> str:
        if parent_tags & {"li", "td", "th"}:
            return f"{text.strip()} "
        return f"\n\n{_BLOCK_START.sub(_escaped_start, text.strip())}\n\n"

    def convert_br(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return " " if parent_tags & {"li", "td", "th", "_inline"} else "\n"

    def convert_hN(self, n: int, el: Any, text: str, parent_tags: set[str]) -> str:  # noqa: N802 (the library's name)
        words = " ".join(text.replace("**", "").split())
        return f"\n\n{'#' * n} {words}\n\n" if words else ""

    def convert_li(self, el: Any, text: str, parent_tags: set[str]) -> str:
        own, *inner = text.strip().split("\n- ")
        items = [" ".join(item.split()) for item in (own.removeprefix("- "), *inner)]
        return "".join(f"- {_BLOCK_START.sub(_escaped_start, item)}\n" for item in items if item)

    def convert_list(self, el: Any, text: str, parent_tags: set[str]) -> str:
        if el.name == "ol" and el.find("li", id=re.compile("^(?:foot|end)note-")) is None:
            self.numbered = True
        if "li" in parent_tags:
            self.nested = True
            return f"\n{text}"
        return f"\n\n{text}\n\n"

    convert_ul = convert_list
    convert_ol = convert_list

    def convert_a(self, el: Any, text: str, parent_tags: set[str]) -> str:
        address = str(el.get("href") or "")
        if not address.lower().startswith(("http://", "https://", "mailto:")):
            # A bookmark, or a link inside the document: its words stay; the arrow back from a footnote goes.
            return "" if text == "↑" else text
        if re.search(r"[\s()<>]", address):
            address = "<" + re.sub(r"[\s<>]", "", address) + ">"
        words = " ".join(text.split())
        return f"[{words}]({address})" if words else ""

    def convert_sup(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return text

    convert_sub = convert_sup

    def convert_td(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return f"{' '.join(text.split())}\t"

    convert_th = convert_td

    def convert_tr(self, el: Any, text: str, parent_tags: set[str]) -> str:
        cells = [cell.strip() for cell in text.split("\t") if cell.strip()]
        return f"\n\n{_BLOCK_START.sub(_escaped_start, '; '.join(cells))}\n\n" if cells else ""

    def convert_table(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return f"\n\n{text}\n\n"


def _escaped_start(match: re.Match[str]) -> str:
    """A mark at the start of a line that would make another kind of block of it, with a backslash."""
    return f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}"


def _blocks(markdown: str) -> list[str]:
    """Headings, paragraphs and lists, one text each. Typed bullets become items; lists that touch become one."""
    blocks: list[str] = []
    for block in re.split(r"\n\s*\n", markdown.strip()):
        block = "\n".join(line.rstrip() for line in block.split("\n")).strip()
        lines = block.split("\n")
        if all(_TYPED_BULLET.match(line) for line in lines):
            block = "\n".join(f"- {_TYPED_BULLET.sub('', line).strip()}" for line in lines)
        if not block:
            continue
        if blocks and block.startswith("- ") and blocks[-1].startswith("- "):
            blocks[-1] += f"\n{block}"
        else:
            blocks.append(block)
    return blocks


def _headed(blocks: list[str]) -> list[str]:
    """The blocks with headings of levels 1 to 3: title, sections, themes. Bold lines count as headings."""
    ranks = _ranks(blocks)
    headed = []
    section = ""
    styled = any(rank > 1 for rank in ranks.values())
    titled = any((match := _HEADING.fullmatch(block)) and ranks[len(match[1])] == 1 for block in blocks)
    for block in blocks:
        heading, bold = _HEADING.fullmatch(block), _BOLD_LINE.fullmatch(block)
        if heading:
            level, words = ranks[len(heading[1])], heading[2]
        elif bold and not bold[1].rstrip().endswith((".", ";", ",")):
            words = bold[1].strip(" :")
            level = _level_of_bold(words, section, styled=styled, titled=titled)
            titled = titled or level == 1
        else:
            headed.append(block)
            continue
        if level == 2:
            section = special_anchor(words)
        headed.append(f"{'#' * level} {words}")
    return headed


def _level_of_bold(words: str, section: str, *, styled: bool, titled: bool) -> int:
    """The level of a bold line: the first is the title; under styled headings or in undertakings it is a theme."""
    if not titled:
        return 1
    if styled:
        return 3
    return 3 if section in (STATUTORY, VOLUNTARY) and not special_anchor(words) else 2


def _ranks(blocks: list[str]) -> dict[int, int]:
    """Which level of the document is which of ours. A single heading of the highest level, and first, is the title."""
    levels = [len(match[1]) for block in blocks if (match := _HEADING.fullmatch(block))]
    present = sorted(set(levels))
    first_is_title = bool(levels) and levels[0] == present[0] and levels.count(present[0]) == 1
    start = 1 if first_is_title else 2
    return {level: min(start + at, 3) for at, level in enumerate(present)}
