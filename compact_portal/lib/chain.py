"""A chain of hashes: each link seals what happened and the link before it, so that nothing can be changed quietly.

What is personal enters only as a digest over a salt of its own. Destroying the salt makes the digest say nothing, and
leaves the chain as it was. Everything here can be recomputed with any SHA-256 program; docs/signatures.md shows how.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

START = "0" * 64


@dataclass(frozen=True, slots=True)
class Link:
    """One link as it is kept. `personal` is None where the salt is gone; the digest then stands as it is."""

    position: int
    facts: Mapping[str, Any]
    salt: str
    personal: Mapping[str, Any] | None
    personal_digest: str
    previous: str
    link: str


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the chain does not hold, and what is wrong there, as a sentence."""

    position: int
    wrong: str


def canonical(values: Mapping[str, Any]) -> str:
    """One spelling of a set of facts: JSON with sorted keys, no spaces, characters as they are."""
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha256(text: str) -> str:
    """The SHA-256 of the text's UTF-8 bytes as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def new_salt() -> str:
    """32 random bytes as 64 hexadecimal digits."""
    return secrets.token_hex(32)


def personal_digest(salt: str, personal: Mapping[str, Any]) -> str:
    """The digest of what is personal. ValueError without a salt: names are few enough to be guessed."""
    if not salt:
        raise ValueError("A personal digest needs a salt.")
    return sha256(salt + canonical(personal))


def seal(previous: str, facts: Mapping[str, Any], digest: str) -> str:
    """The link that follows `previous`: SHA-256 over the three, each on a line of its own."""
    return sha256(f"{previous}\n{canonical(facts)}\n{digest}")


def breaks(links: Iterable[Link]) -> Iterator[Break]:
    """Every place at which the chain does not hold, first to last. Nothing when it is whole.

    A link that was changed, taken out, put in or moved shows at its position or at the one after it. After a break the
    chain goes on from the link as it is kept, so that one fault is told once.
    """
    previous, expected = START, 1
    for link in links:
        if link.position != expected:
            yield Break(link.position, f"The link before it should be number {link.position - 1}; that one is missing.")
        if link.previous != previous:
            yield Break(link.position, "It does not follow the link before it.")
        if link.salt and link.personal is None:
            yield Break(link.position, "It keeps a salt, but what the salt belongs to is gone.")
        elif link.salt and personal_digest(link.salt, link.personal or {}) != link.personal_digest:
            yield Break(link.position, "The signer’s name or role is not the one that was sealed.")
        if seal(link.previous, link.facts, link.personal_digest) != link.link:
            yield Break(link.position, "Its facts are not the ones that were sealed.")
        previous, expected = link.link, link.position + 1
