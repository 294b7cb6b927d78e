"""Open data, sent while it is read: a hundred thousand rows are never held at once."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse

from compact_portal.lib.clock import today
from compact_portal.lib.tabular import in_blocks
from compact_portal.pages.middleware import CACHE_CONTROL
from compact_portal.pages.queries import content_version


def tag_of(request: HttpRequest, *args: Any, **kwargs: Any) -> str:
    """What is said follows from public content and the day; the bytes are not known before they are sent."""
    return f'W/"{content_version()}-{today():%Y%m%d}"'


def json_pieces(head: Mapping[str, Any], lists: Mapping[str, Iterator[dict[str, Any]]]) -> Iterator[str]:
    """A JSON document in pieces: the keys of its head, then each list, an entry a line."""
    yield "{"
    before = "\n"
    for key, value in head.items():
        yield f"{before}{json.dumps(key)}: {json.dumps(value, ensure_ascii=False, indent=1)}"
        before = ",\n"
    for name, rows in lists.items():
        yield f"{before}{json.dumps(name)}: ["
        before = "\n"
        for row in rows:
            yield before + json.dumps(row, ensure_ascii=False, default=_as_text)
            before = ",\n"
        yield "\n]"
        before = ",\n"
    yield "\n}\n"


def _as_text(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in this document.")


def streamed(pieces: Iterator[str], content_type: str, name: str) -> StreamingHttpResponse:
    """An answer that is sent while it is read."""
    return streamed_blocks(in_blocks(pieces), content_type, name)


def streamed_blocks(blocks: Iterable[bytes], content_type: str, name: str) -> StreamingHttpResponse:
    """The same of bytes."""
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": CACHE_CONTROL, "Vary": "Accept-Encoding"}
    return StreamingHttpResponse(blocks, content_type=content_type, headers=headers)
