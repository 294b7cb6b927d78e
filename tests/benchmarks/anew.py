"""The portal as it is right after a write, each time: neither a page nor a part of one is there."""

from collections.abc import Iterable
from typing import Any

from compact_portal.pages import parts
from tests.benchmarks import unkept


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Forget every part, then answer."""
    parts.clear()
    answer: Iterable[bytes] = unkept.application(environ, start_response)
    return answer
