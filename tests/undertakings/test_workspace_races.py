"""Two coordinators at one instant, on a real PostgreSQL with real threads. SQLite has one writer, so it cannot show these."""

from functools import partial
from typing import Any

import pytest

from tests.house.races import at_once, kinds_of
from tests.undertakings.drafting import DAY, published, text
from tests.undertakings.keeping import a_row
from undertakings.actions import reference as keeping
from undertakings.actions.drafts import create_draft, publish_draft, save_draft
from undertakings.models import Clause, Edition, Term

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ROUNDS = 8


def test_two_who_publish_one_draft_leave_one_edition():
    for number in range(ROUNDS):
        draft = create_draft(text=text(f"Edition {number}", words=f"Words {number}."), by=None)
        press = partial(publish_draft, draft, version=1, note="New.", by=None, on=DAY)
        assert kinds_of(at_once(press, press)) == ["AlreadyPublished", "Edition"]
        assert Edition.objects.published().count() == number + 1
        assert Clause.objects.filter(edition=draft).count() == 1


def two_of_one_name(number: int) -> list[Any]:
    drafts = [create_draft(text=text(f"Edition {number}", words=f"Words {number}, {n}."), by=None) for n in (1, 2)]
    return at_once(*(lambda draft=draft: publish_draft(draft, version=1, note="New.", by=None, on=DAY) for draft in drafts))


def test_two_drafts_of_one_name_leave_one_edition_and_tell_the_other():
    for number in range(ROUNDS):
        assert kinds_of(two_of_one_name(number)) == ["AlreadyPublished", "Edition"]
        assert Edition.objects.published().count() == number + 1


def test_without_the_lock_two_drafts_of_one_name_collide(monkeypatch):
    """The control: the race is there, so that the test above says something."""
    for module in ("drafts", "publishing"):
        monkeypatch.setattr(f"undertakings.actions.{module}.hold_content", lambda: None)
    kinds = [kind for number in range(ROUNDS) for kind in kinds_of(two_of_one_name(number))]
    assert "IntegrityError" in kinds or kinds.count("Edition") > ROUNDS


def test_of_two_who_save_one_version_the_second_is_told():
    for _ in range(ROUNDS):
        draft = create_draft(text=text("Second"), by=None)
        results = at_once(*(lambda n=n, d=draft: save_draft(d, text=text(f"Mine {n}"), version=1, by=None) for n in (1, 2)))
        assert kinds_of(results) == ["Edition", "StaleVersion"]


def test_saving_and_publishing_at_once_never_change_what_is_published():
    for number in range(ROUNDS):
        draft = create_draft(text=text(f"Edition {number}", words=f"Words {number}."), by=None)
        at_once(
            lambda d=draft: publish_draft(d, version=1, note="New.", by=None, on=DAY),
            lambda d=draft, n=number: save_draft(d, text=text(f"Other {n}"), version=1, by=None),
        )
        draft.refresh_from_db()
        assert draft.is_draft or draft.text == text(f"Edition {number}", words=f"Words {number}.")


def two_terms_at_once() -> str:
    Term.objects.all().delete()
    at_once(*(lambda form=form: a_row("terms", name=f"The {form}", short_form=form) for form in ("LSP", "DBC")))
    return str(Clause.objects.get().html)


def test_two_terms_added_at_once_are_both_explained_in_the_text():
    published("First", words="The LSP and the DBC are asked.")
    for _ in range(ROUNDS):
        html = two_terms_at_once()
        assert "term-money-lsp" in html
        assert "term-money-dbc" in html


def test_without_the_lock_one_of_two_terms_is_missed(monkeypatch):
    """The control."""
    published("First", words="The LSP and the DBC are asked.")
    monkeypatch.setattr(keeping, "hold_content", lambda: None)
    assert any("lsp" not in html or "dbc" not in html for html in (two_terms_at_once() for _ in range(ROUNDS)))


def test_two_who_add_the_same_term_leave_one_and_the_other_is_told():
    for _ in range(ROUNDS):
        Term.objects.all().delete()
        assert kinds_of(at_once(lambda: a_row("terms"), lambda: a_row("terms"))) == ["Term", "ValidationError"]
        assert Term.objects.count() == 1
