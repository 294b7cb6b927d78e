"""The chain shows every change, removal, insertion and exchange, and outlives the destruction of a salt."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compact_portal.lib.chain import START, Link, breaks, canonical, new_salt, personal_digest, seal, sha256


def chain(length: int) -> list[Link]:
    links: list[Link] = []
    previous = START
    for position in range(1, length + 1):
        salt, personal = f"{position:064x}", {"name": f"Person {position}", "role": "Chair"}
        facts = {"reference": f"VAL-2026-{position:04d}", "kind": "confirmed"}
        digest = personal_digest(salt, personal)
        links.append(Link(position, facts, salt, personal, digest, previous, seal(previous, facts, digest)))
        previous = links[-1].link
    return links


def test_a_whole_chain_has_no_break() -> None:
    assert list(breaks(chain(5))) == []
    assert list(breaks([])) == []


def test_an_erased_person_leaves_the_chain_whole() -> None:
    links = chain(4)
    links[1] = replace(links[1], salt="", personal=None)
    assert list(breaks(links)) == []


def test_a_name_that_was_changed_is_told_at_its_row_and_only_there() -> None:
    links = chain(4)
    links[2] = replace(links[2], personal={"name": "Somebody else", "role": "Chair"})
    assert [(found.position, found.wrong) for found in breaks(links)] == [
        (3, "The signer’s name or role is not the one that was sealed.")
    ]


@given(length=st.integers(2, 12), data=st.data())
def test_every_tampering_is_seen(length: int, data: st.DataObject) -> None:
    links = chain(length)
    where = data.draw(st.integers(0, length - 1))
    match data.draw(st.sampled_from(["facts", "name", "digest", "remove", "double", "swap", "salt"])):
        case "facts":
            links[where] = replace(links[where], facts={**links[where].facts, "kind": "withdrawn"})
        case "name":
            links[where] = replace(links[where], personal={"name": "X", "role": "Chair"})
        case "digest":
            links[where] = replace(links[where], personal_digest=sha256("another"), salt="", personal=None)
        case "remove":
            # The last link can be cut off unseen by the chain alone: the published head tells (test_verify_signatures).
            del links[data.draw(st.integers(0, length - 2))]
        case "double":
            links.insert(where, links[where])
        case "swap":
            other = data.draw(st.integers(0, length - 1).filter(lambda index: index != where))
            links[where], links[other] = links[other], links[where]
        case "salt":
            links[where] = replace(links[where], salt=new_salt())
    assert list(breaks(links))


def test_a_digest_without_a_salt_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a salt"):
        personal_digest("", {"name": "X"})


def test_the_spelling_of_facts_does_not_depend_on_their_order() -> None:
    assert canonical({"b": 1, "a": "é"}) == canonical({"a": "é", "b": 1}) == '{"a":"é","b":1}'
