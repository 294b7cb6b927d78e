"""What was published and written is found, and what is gone is not."""

import pytest

from compact_portal.audit.context import change
from compact_portal.search.queries import find
from undertakings.actions.publishing import retypeset
from undertakings.models import Edition, Term

pytestmark = pytest.mark.django_db


def addresses(text: str) -> list[str]:
    return [result.url for result in find(text).results]


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("LSP", "/jargon-buster/"),
        ("eight weeks", "/compact/undertakings/eight-weeks/"),
        ("consultasion", "/compact/"),
        ("shopmobility", "/examples/#example-"),
        ("228000", "/contacts/"),
        ("NCVO guide", "/contacts/#further"),
        ("volunteering code of practice", "/compact/codes/#code-"),
    ],
)
def test_all_parts_of_the_compact_are_found(loaded, query: str, address: str) -> None:
    assert any(found.startswith(address) for found in addresses(query)), addresses(query)


def test_a_term_that_is_gone_is_found_no_more(loaded) -> None:
    assert "/jargon-buster/changeup/" in addresses("ChangeUp")
    with change(by=None, why="A test"):
        Term.objects.get(slug="changeup").delete()
        retypeset()
    assert "/jargon-buster/changeup/" not in addresses("ChangeUp")


def test_a_draft_is_not_found(loaded) -> None:
    with change(by=None, why="A test"):
        Edition.objects.create(slug="secret", label="Secret", text="# Zanzibar")
        retypeset()
    assert addresses("Zanzibar") == []
