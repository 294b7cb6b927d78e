"""PDF documents from typst templates: tagged, accessible (PDF/UA-1), with data that is never pasted into the source."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import typst

# Whether the machine's fonts are taken, and the standard that the document must meet.
_ATTEMPTS: tuple[tuple[bool, Literal["ua-1"] | None], ...] = ((False, "ua-1"), (True, "ua-1"), (True, None))

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


@dataclass(frozen=True, slots=True)
class PDF:
    """A PDF file. `tagged`: it conforms to PDF/UA-1; False when a character in it is missing from every font."""

    bytes: bytes
    tagged: bool


def compile_pdf(template: str, data: Mapping[str, Any], *, templates: Path = TEMPLATES) -> PDF:
    """The document that a template such as `undertakings/edition.typ` makes of `data`.

    `data` is what JSON can say (days as `2026-04-01`); the template reads it as `json(bytes(sys.inputs.data))`. The
    same data gives the same bytes on any machine, as long as typst's own fonts have every character. Where they lack
    one, the machine's fonts are taken too; where those lack it as well, the document is made without the standard.
    Raises typst.TypstError when the template itself is at fault, ValueError when the data is none that JSON can say.
    """
    source = templates / template
    inputs = {"data": _json(data)}
    for fonts_of_machine, standard in _ATTEMPTS:
        try:
            made = typst.compile(
                source,
                root=templates,
                format="pdf",
                ignore_system_fonts=not fonts_of_machine,
                sys_inputs=inputs,
                pdf_standards=standard,
                # A fixed instant, so that the same words are the same bytes; the template states the day that matters.
                timestamp=0,
            )
        except typst.TypstError as error:
            if standard is None or not _about_glyphs(error):
                raise
        else:
            return PDF(made, tagged=standard is not None)
    raise AssertionError("unreachable: the last attempt returns or raises")


def _json(data: Mapping[str, Any]) -> str:
    """The data as JSON in ASCII. A lone surrogate, which no font can show and typst cannot read, becomes U+FFFD."""
    whole = json.dumps(data, ensure_ascii=False, allow_nan=False)
    return json.dumps(json.loads(whole.encode("utf-16", "surrogatepass").decode("utf-16", "replace")))


def _about_glyphs(error: typst.TypstError) -> bool:
    """Whether the standard refuses a document for a character that no font has, or another of its own demands."""
    said = f"{error.message} {' '.join(error.hints)}".lower()
    return "pdf/ua" in said or "could not be displayed" in said or "font" in said
