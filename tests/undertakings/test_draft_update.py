"""A draft's page: the text, what was understood of it, and saving without losing anybody's work."""

import pytest
from django.urls import reverse

from compact_portal.pages.queries import content_version
from tests.undertakings.drafting import DAY, hidden_version, published, tags, text, words
from tests.undertakings.pages import edition_of
from undertakings.actions.drafts import create_draft, delete_draft, publish_draft, save_draft
from undertakings.models import Edition

pytestmark = pytest.mark.django_db


def page_of(draft: Edition) -> str:
    return reverse("undertakings:draft_update", args=[draft.pk])


@pytest.fixture
def draft(db):
    return create_draft(text=text("Second"), by=None)


def test_saving_writes_the_text_and_what_its_front_matter_says(coordinator, coordinator_person, draft):
    before = content_version()
    response = coordinator.post(page_of(draft), {"text": text("Third"), "version": 1})
    assert response["Location"] == page_of(draft)
    draft.refresh_from_db()
    assert (draft.text, draft.label, draft.version) == (text("Third"), "Third", 2)
    assert draft.history.first().history_user == coordinator_person
    assert content_version() == before


@pytest.mark.parametrize(
    ("then", "leads_to"), [("preview", "draft_preview"), ("publish", "draft_publish"), ("anything", "draft_update")]
)
def test_every_way_on_saves_first(coordinator, draft, then, leads_to):
    assert tags(coordinator.get(page_of(draft)), "button", name="then", value="publish")
    response = coordinator.post(page_of(draft), {"text": text("Third"), "version": 1, "then": then})
    assert response["Location"] == reverse(f"undertakings:{leads_to}", args=[draft.pk])
    draft.refresh_from_db()
    assert draft.label == "Third"


def test_saving_the_same_text_leaves_no_version(coordinator, draft):
    coordinator.post(page_of(draft), {"text": text("Second"), "version": 1})
    draft.refresh_from_db()
    assert draft.version == 1
    assert draft.history.count() == 1


def test_it_shows_what_was_understood(coordinator, draft):
    more = '\n### Voice {#voice bound_by="Small Town Council"}\n\n- We listen. {#listen}\n- We answer. {#answer}\n'
    save_draft(draft, text=text("Second", more=more), version=1, by=None)
    page = words(coordinator.get(page_of(draft)))
    assert "3 undertakings by the statutory sector" in page
    assert "S1 Money Theme of undertakings, #money" in page
    assert "S2 Voice Theme of undertakings, #voice . Binds Small Town Council 2 items" in page
    assert "S2.2 We answer. #answer" in page
    assert "Draft without fault" in page


def test_each_fault_is_a_line_with_its_number_its_words_and_its_remedy(coordinator, draft):
    save_draft(draft, text=text("Second").replace(" {#ask}", ""), version=1, by=None)
    response = coordinator.get(page_of(draft))
    assert "Line 13 - The LSP is asked. The item “The LSP is asked.” has no anchor. Add one at its end" in words(response)
    link = tags(response, "a", data_line="13")
    assert [each["href"] for each in link] == ["#id_text"]
    assert "1 fault in the way of publishing" in words(response)


def test_what_was_understood_stands_beside_the_faults(coordinator, draft):
    save_draft(draft, text=text("Second", more="- No anchor here\n"), version=1, by=None)
    page = words(coordinator.get(page_of(draft)))
    assert "S1 Money Theme of undertakings, #money" in page
    assert "no anchor yet" in page


def test_a_name_that_an_edition_has_is_told_with_its_line(coordinator):
    published("First")
    draft = create_draft(text=text("First", words="Something else."), by=None)
    page = words(coordinator.get(page_of(draft)))
    assert "Line 4 edition: First An edition called “First” is published already. Write another name" in page


def test_abbreviations_that_nothing_explains_are_listed(coordinator, draft):
    assert "LSP Write each out" in words(coordinator.get(page_of(draft)))
    save_draft(draft, text=text("Second", words="The Local Strategic Partnership (LSP) is asked."), version=1, by=None)
    assert "None: every abbreviation is spelled out" in words(coordinator.get(page_of(draft)))


def test_it_shows_what_changes_against_the_edition_in_force(coordinator):
    published("First")
    draft = create_draft(text=text("Second", words="The LSP is always asked."), by=None)
    response = coordinator.get(page_of(draft))
    assert "1 reworded" in words(response)
    assert "is [added: always ] asked." in words(response)


def test_another_heading_is_shown_word_by_word_and_long_prose_is_cut_as_on_the_public_page(coordinator):
    prose = " ".join(f"Sentence number {number} stays as it is." for number in range(60))
    said = text().replace("### Money {#money}", f"### Money {{#money}}\n\n{prose}")
    edition_of(said, on=DAY)
    draft = create_draft(text=said.replace("edition: First", "edition: Second").replace("### Money", "### Pounds"), by=None)
    page = words(coordinator.get(f"/workspace/editions/{draft.pk}/"))
    changes = page[page.index("Each change") : page.index("What was understood")]
    assert "[taken out: Money ]" in changes
    assert "[added: Pounds ]" in changes
    assert "Sentence number 30" not in changes


def test_somebody_who_saves_too_late_sees_what_changed_and_loses_nothing(coordinator, personas, draft):
    version = hidden_version(coordinator.get(page_of(draft)))
    save_draft(draft, text=text("Second", words="Theirs."), version=1, by=personas.people["coordinator_of_x"])
    mine = text("Second", words="Mine.")
    response = coordinator.post(page_of(draft), {"text": mine, "version": version})
    assert response.status_code == 422
    page = words(response)
    assert "Test coordinator_of_x has saved this on" in page
    assert "[taken out: - The LSP is asked. {#ask} ]" in page
    assert "[added: - Theirs. {#ask} ]" in page
    assert response.context["form"]["text"].value() == mine
    draft.refresh_from_db()
    assert "Theirs." in draft.text
    # Saving once more is a decision: the form carries the version that was shown now.
    assert coordinator.post(page_of(draft), {"text": mine, "version": hidden_version(response)}).status_code == 302
    draft.refresh_from_db()
    assert draft.text == mine


@pytest.mark.parametrize("version", ["", "x", "99999999999999999999999999", "-1"])
def test_a_form_without_its_version_keeps_the_text_on_the_page(coordinator, draft, version):
    response = coordinator.post(page_of(draft), {"text": "My words", "version": version})
    assert response.status_code == 422
    assert "My words" in words(response)
    draft.refresh_from_db()
    assert draft.text == text("Second")


def test_a_draft_that_was_deleted_meanwhile_offers_the_text_as_a_new_one(coordinator, draft):
    delete_draft(draft, version=1, by=None)
    response = coordinator.post(page_of(draft), {"text": "My words", "version": 1})
    assert response.status_code == 422
    assert "Somebody has deleted this draft. Your text stands below" in words(response)
    assert tags(response, "form", action=reverse("undertakings:draft_create"))
    assert "My words" in words(response)
    assert coordinator.get(page_of(draft)).status_code == 404


def test_an_edition_that_was_published_meanwhile_stays_and_the_text_is_offered_as_a_new_draft(coordinator, draft):
    publish_draft(draft, version=1, note="First of all.", by=None, on=Edition.objects.get().history.first().history_date.date())
    response = coordinator.post(page_of(draft), {"text": "My words", "version": 1})
    assert "Somebody has published this draft. Your text stands below" in words(response)
    assert Edition.objects.get().text == text("Second")
    assert "“Second” is published already." in words(coordinator.get(page_of(draft), follow=True))


def test_no_published_edition_can_be_written_to(coordinator):
    edition = published()
    before = (edition.text, edition.version)
    coordinator.post(page_of(edition), {"text": "Changed", "version": edition.version})
    edition.refresh_from_db()
    assert (edition.text, edition.version) == before


def test_html_in_a_draft_is_words_on_its_page(coordinator, draft):
    save_draft(draft, text=text("Second", words="<img src=x onerror=alert(1)>"), version=1, by=None)
    response = coordinator.get(page_of(draft))
    assert not tags(response, "img")
    assert "</textarea>" not in response.context["form"]["text"].value()
    assert "HTML stands in the text" in words(response)


def test_a_text_that_is_no_compact_at_all_shows_its_first_faulty_lines(coordinator, draft):
    save_draft(draft, text="".join(f"> quoted {n}\n\n" for n in range(500)), version=1, by=None)
    response = coordinator.get(page_of(draft))
    assert response.status_code == 200
    assert len(tags(response, "a", href="#id_text")) == 60
    assert "more lines; they show once these are mended" in words(response)


def test_a_megabyte_of_anything_is_a_page(coordinator, draft):
    save_draft(draft, text="- *a* [b](c) {#" * 65_000, version=1, by=None)
    assert coordinator.get(page_of(draft)).status_code == 200


def test_the_page_asks_the_same_number_of_queries_however_long_the_text(coordinator, draft, django_assert_max_num_queries):
    more = "".join(f"- Promise {number}. {{#promise-{number}}}\n" for number in range(200))
    save_draft(draft, text=text("Second", more=more), version=1, by=None)
    with django_assert_max_num_queries(11):
        coordinator.get(page_of(draft))


def test_others_cannot_read_or_write_it(personas, draft):
    for persona in ("signatory_a", "officer_x1", "partless"):
        browser = personas.client(persona)
        assert browser.get(page_of(draft)).status_code == 403
        assert browser.post(page_of(draft), {"text": "x", "version": 1}).status_code == 403
