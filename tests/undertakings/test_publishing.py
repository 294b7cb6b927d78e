"""Publishing: the name is free, a draft becomes one edition, and terms stay true after a change."""

from datetime import date

import pytest

from compact_portal.audit.context import change
from compact_portal.lib.compact_text import CompactText, read_compact
from compact_portal.pages.queries import content_version
from undertakings.actions.publishing import AlreadyPublished, publish, retypeset
from undertakings.models import Clause, Edition, Term

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 2)


def reading(edition: str = "First", words: str = "The LSP is asked.") -> CompactText:
    text = (
        f"---\ncompact: Small Compact\nplace: Smallplace\nedition: {edition}\n---\n# Small Compact\n\n"
        f"## Promises {{#statutory}}\n\n### Money {{#money}}\n\n- {words} {{#ask}}\n"
    )
    compact, faults = read_compact(text.encode())
    assert not faults
    assert compact
    return compact


def test_in_force_is_the_one_published_last_on_or_before_the_day() -> None:
    publish(reading=reading("First"), by=None, on=date(2026, 1, 10))
    publish(reading=reading("Second", "More."), by=None, on=date(2026, 3, 1))
    assert Edition.objects.in_force(date(2026, 1, 9)) is None
    assert Edition.objects.in_force(date(2026, 1, 10)).label == "First"
    assert Edition.objects.in_force(date(2026, 2, 28)).label == "First"
    assert Edition.objects.in_force(date(2026, 3, 1)).label == "Second"


def test_a_draft_becomes_the_edition_and_only_once() -> None:
    draft = Edition.objects.create(slug="draft", label="Draft", text="anything")
    edition = publish(reading=reading(), by=None, on=DAY, draft=draft)
    assert edition.pk == draft.pk
    assert (edition.slug, edition.published_on) == ("first", DAY)
    with pytest.raises(AlreadyPublished, match="published this draft already, as “First”"):
        publish(reading=reading("Other"), by=None, on=DAY, draft=draft)


def test_a_draft_that_was_deleted_meanwhile_says_so() -> None:
    draft = Edition.objects.create(slug="draft", label="Draft")
    Edition.objects.filter(pk=draft.pk).delete()
    with pytest.raises(AlreadyPublished, match="deleted this draft"):
        publish(reading=reading(), by=None, on=DAY, draft=draft)


def test_a_name_that_is_taken_is_refused() -> None:
    publish(reading=reading(), by=None, on=DAY)
    with pytest.raises(AlreadyPublished, match="another name"):
        publish(reading=reading(words="Different."), by=None, on=DAY)


def test_a_new_term_is_linked_in_what_is_published_and_the_words_stay() -> None:
    edition = publish(reading=reading(), by=None, on=DAY)
    before = edition.text, edition.digest, Clause.objects.get().words
    with change(by=None, why="A test adds a term"):
        Term.objects.create(slug="lsp", name="Local Strategic Partnership", short_form="LSP", meaning="A group.", sort_key="local")
        retypeset()
    edition.refresh_from_db()
    assert 'href="#term-money-lsp"' in Clause.objects.get().html
    assert (edition.text, edition.digest, Clause.objects.get().words) == before


def test_publishing_counts_the_content_version_up_once() -> None:
    before = content_version()
    publish(reading=reading(), by=None, on=DAY)
    assert content_version() == before + 1


def test_the_history_says_who_and_why(django_user_model) -> None:
    person = django_user_model.objects.create_user("coordinator@sample.invalid", "Sample coordinator")
    edition = publish(reading=reading(), by=person, on=DAY)
    row = edition.history.first()
    assert row.history_user == person
    assert row.history_change_reason == "Published the edition “First”"
