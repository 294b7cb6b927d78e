"""A draft as the public will see it."""

from typing import Any

import pytest
from django.urls import reverse

from compact_portal.lib.folding import fold
from tests.undertakings.drafting import published, tags, text, words
from undertakings.actions.drafts import create_draft
from undertakings.models import Edition, Term
from undertakings.queries.draft import preview
from undertakings.queries.text import SectionRow, outline

pytestmark = pytest.mark.django_db


def page_of(draft: Edition) -> str:
    return reverse("undertakings:draft_preview", args=[draft.pk])


def test_it_shows_the_words_with_their_terms_explained(coordinator):
    Term.objects.create(slug="lsp", name="Local Strategic Partnership", short_form="LSP", meaning="A group.", sort_key=fold("l"))
    draft = create_draft(text=text("Second"), by=None)
    response = coordinator.get(page_of(draft))
    assert tags(response, "a", class_="term", href="#term-money-lsp")
    assert "Preview of Second" in words(response)
    assert "This is a preview of a draft." in words(response)


def _as_printed(row: Any) -> dict[str, Any]:
    """A row of the outline without what its queries leave in it beside what pages print."""
    kept = {name: value for name, value in row.items() if name in SectionRow.__annotations__}
    return {**kept, "themes": [_as_printed(theme) for theme in row["themes"]]}


def test_it_has_the_shape_that_the_public_pages_print(loaded):
    from compact_portal.lib.compact_text import read_compact
    from undertakings.queries.jargon import glossary

    edition = Edition.objects.get()
    compact, _ = read_compact(edition.text.encode())
    assert compact
    shown = [_as_printed(row) for row in outline(edition, own_pages=False)]
    assert preview(compact, glossary=glossary()) == shown


def test_a_restatement_says_so(coordinator):
    draft = create_draft(text=text("Second", standing="restatement"), by=None)
    assert "restate" in words(coordinator.get(page_of(draft))).lower()


def test_while_there_is_a_fault_it_leads_back(coordinator):
    draft = create_draft(text="# Nothing", by=None)
    assert "There is no preview while the text has a fault." in words(coordinator.get(page_of(draft)))


def test_it_is_for_coordinators_and_for_drafts_only(personas, coordinator):
    draft = create_draft(text=text("Second"), by=None)
    assert personas.client("signatory_a").get(page_of(draft)).status_code == 403
    assert "“First” is published already." in words(coordinator.get(page_of(published()), follow=True))
    assert coordinator.post(page_of(draft)).status_code == 405
