"""Officers read, tag, hide and publish: the pages, what they log, what they cost, what they refuse."""

import re

import pytest
from django.urls import reverse

from compact_portal.lib.clock import now
from consultations.actions.themes import add_theme
from consultations.models import Answer, Consultation, Reading, Redaction, Response, Tag, Theme
from consultations.queries.answers import PAGE
from tests.consultations.after import SECRET, asked, in_time, published, said, tagged
from tests.consultations.asking import answered, ask, opened
from tests.undertakings.drafting import hidden_version
from tests.undertakings.pages import queries_of, read
from tests.undertakings.pages import said as text

pytestmark = pytest.mark.django_db
AT = now()


@pytest.fixture
def officer(personas):
    return personas.client("officer_x1")


@pytest.fixture
def held(personas):
    """A closed consultation of agency X with one question."""
    return asked(of=personas.partners["x"])


def page(name: str, consultation: Consultation, *more) -> str:
    return reverse(f"consultations:{name}", args=[consultation.slug, *more])


def send(client, address: str, **typed):
    first = client.get(address)
    assert first.status_code == 200, first.status_code
    shown = first.content.decode()
    if re.search(r'name="version"[^>]*value="|value="[0-9]+"[^>]*name="version"', shown):
        typed["version"] = hidden_version(first)
    if found := re.search(r'name="held" value="([^"]*)"', shown):
        typed.setdefault("held", found.group(1))
    return client.post(address, typed)


def listed(soup) -> list[str]:
    return [text(cell) for cell in soup.select("tbody th")]


# The list.


def test_the_list_says_who_and_how_it_stands_and_no_words(officer, held):
    consultation, question = held
    said(consultation, question, "Words of one", is_organisation=True, organisation="Sample Friends")
    said(consultation, question, "Words of two", name="Sample Person", **SECRET)
    page_ = read(officer, page("own_answer_list", consultation))
    words = text(page_.main)
    for part in ("Sample Friends", "Sample Person", "Confidential", "May be published", "Not tagged"):
        assert part in words
    assert "Words of" not in words
    assert not Reading.objects.exists()


def test_with_a_question_chosen_its_words_are_read_and_that_is_logged(officer, held, personas):
    consultation, question = held
    other = ask(consultation, "And how?")
    one, two = said(consultation, question, "Words of one"), said(consultation, other, "Words of two")
    words = text(read(officer, f"{page('own_answer_list', consultation)}?question={question.pk}").main)
    assert "Words of one" in words
    assert "Words of two" not in words
    assert list(Reading.objects.values_list("response", "person")) == [(one.pk, personas.people["officer_x1"].pk)]
    assert two.reference not in words


def test_each_filter_shows_those_that_fit(officer, held):
    consultation, question = held
    theme = add_theme(consultation=consultation, name="Rents", by=None)
    made = {
        "group": said(consultation, question, is_organisation=True, organisation="G"),
        "late": said(consultation, question, is_late=True),
        "secret": said(consultation, question, **SECRET),
        "tagged": said(consultation, question),
    }
    said(consultation, question, "Gone", withdrawn_at=AT)
    tagged(made["tagged"], theme)
    cases = {
        "": set(made), "who=organisation": {"group"}, "who=person": set(made) - {"group"}, "mark=late": {"late"},
        "mark=confidential": {"secret"}, "theme=none": set(made) - {"tagged"}, f"theme={theme.pk}": {"tagged"},
        f"question={question.pk}&who=person&mark=late": {"late"}, "theme=999&who=x&mark=%00&question=a&after=z": set(made),
    }  # fmt: skip
    for query, wanted in cases.items():
        found = listed(read(officer, f"{page('own_answer_list', consultation)}?{query}"))
        assert sorted(found) == sorted(made[name].reference for name in wanted), query


def many(consultation: Consultation, question, number: int) -> list[Response]:
    """So many responses past the actions: only their rows. Two of each instant."""
    rows = Response.objects.bulk_create(
        Response(
            reference=f"T-{place:06d}", token=f"{place:032x}", consultation=consultation, may_publish=True,
            received_at=in_time(consultation).replace(microsecond=place // 2),
        )
        for place in range(number)
    )  # fmt: skip
    Answer.objects.bulk_create(Answer(response=row, question=question, words="x") for row in rows)
    return rows


def walk(client, address: str, rel: str) -> list[str]:
    found: list[str] = []
    while address:
        soup = read(client, address)
        found += listed(soup) if rel == "next" else listed(soup)[::-1]
        link = soup.select_one(f'.pager a[rel="{rel}"]')
        address = link["href"] if link else ""
    return found


def test_every_answer_is_met_once_on_the_way_there_and_back(officer, held):
    consultation, question = held
    rows = many(consultation, question, PAGE * 2 + 7)
    wanted = [row.reference for row in rows]
    here = page("own_answer_list", consultation)
    assert walk(officer, here, "next") == wanted
    assert walk(officer, f"{here}?before={rows[-1].pk}", "prev") == wanted[:-1][::-1]


@pytest.mark.parametrize("number", [1, 30])
def test_the_pages_cost_the_same_however_many_answers_there_are(officer, held, number):
    consultation, question = held
    rows = many(consultation, question, number)
    here = page("own_answer_list", consultation)
    assert queries_of(officer, here) <= 16
    read(officer, f"{here}?question={question.pk}")
    assert queries_of(officer, f"{here}?question={question.pk}") <= 24
    assert queries_of(officer, page("own_answer_detail", consultation, rows[0].reference)) <= 26


# The original.


def test_an_original_is_read_with_the_log_of_who_read_it(officer, personas, held):
    consultation, question = held
    response = said(consultation, question, "The original", name="Sample Person", confidential_reason="A neighbour", **SECRET)
    here = page("own_answer_detail", consultation, response.reference)
    read(personas.client("officer_x2"), here)
    words = text(read(officer, here).main)
    for part in ("The original", "Sample Person", "A neighbour", "Who has read it", "Test officer_x2", "Test officer_x1"):
        assert part in words
    assert "Publish it" not in words
    assert Reading.objects.count() == 2
    assert response.email == "" or response.email not in words


def test_a_withdrawn_answer_is_read_by_nobody(officer, held):
    consultation, question = held
    response = said(consultation, question, "Gone", withdrawn_at=AT)
    assert officer.get(page("own_answer_detail", consultation, response.reference)).status_code == 404
    assert officer.get(page("answer_tag", consultation, response.reference, question.pk)).status_code == 404


def test_an_answer_is_found_under_its_own_consultation_only(officer, personas, held):
    consultation, question = held
    response = said(consultation, question)
    other, _ = asked(of=personas.partners["x"], title="Other")
    for name, more in (
        ("own_answer_detail", ()), ("response_publish", ()), ("answer_withhold", ()), ("answer_tag", (question.pk,)),
        ("redaction_create", (question.pk,)),
    ):  # fmt: skip
        assert officer.get(page(name, other, response.reference, *more)).status_code == 404, name
    theme = add_theme(consultation=consultation, name="One", by=None)
    for name in ("theme_update", "theme_merge", "theme_delete", "outcome_theme_update"):
        assert officer.get(page(name, other, theme.pk)).status_code == 404, name


# Themes.


def test_an_answer_is_tagged_with_old_and_new_themes(officer, held):
    consultation, question = held
    response = said(consultation, question)
    one, two = (add_theme(consultation=consultation, name=name, by=None) for name in ("One", "Two"))
    here = page("answer_tag", consultation, response.reference, question.pk)
    assert send(officer, here, themes=[one.pk, two.pk], name="Three")["Location"].endswith(f"{response.reference}/")
    assert sorted(Tag.objects.values_list("theme__name", flat=True)) == ["One", "Three", "Two"]
    send(officer, here, themes=[two.pk])
    assert sorted(Tag.objects.values_list("theme__name", flat=True)) == ["Two"]


def test_what_another_officer_tagged_meanwhile_stays(officer, held):
    consultation, question = held
    response = said(consultation, question)
    one, two = (add_theme(consultation=consultation, name=name, by=None) for name in ("One", "Two"))
    here = page("answer_tag", consultation, response.reference, question.pk)
    officer.get(here)
    tagged(response, one)  # while the page stands open
    officer.post(here, {"themes": [two.pk], "held": ""})
    assert sorted(Tag.objects.values_list("theme__name", flat=True)) == ["One", "Two"]


def test_a_theme_that_is_there_already_is_refused_and_what_was_typed_stays(officer, held):
    consultation, question = held
    response = said(consultation, question)
    add_theme(consultation=consultation, name="Rents", by=None)
    answer = send(officer, page("answer_tag", consultation, response.reference, question.pk), name="RENTS")
    assert answer.status_code == 422
    assert "already" in answer.content.decode()
    assert 'value="RENTS"' in answer.content.decode()


def test_theme_create_theme_update_theme_merge_and_theme_delete(officer, held):
    consultation, question = held
    send(officer, page("theme_create", consultation), name="Rents")
    send(officer, page("theme_create", consultation), name="Costs")
    rents, costs = Theme.objects.order_by("pk")
    tagged(said(consultation, question), rents)
    send(officer, page("theme_update", consultation, rents.pk), name="Rent")
    assert "Rent" in listed(read(officer, page("theme_list", consultation)))
    assert send(officer, page("theme_merge", consultation, rents.pk)).status_code == 422
    assert send(officer, page("theme_merge", consultation, rents.pk), into=costs.pk).status_code == 302
    assert Tag.objects.get().theme == costs
    assert send(officer, page("theme_delete", consultation, costs.pk)).status_code == 302
    assert not Theme.objects.exists()
    assert "No theme yet" in text(read(officer, page("theme_list", consultation)).main)


def test_who_renames_from_an_old_page_is_told(officer, personas, held):
    consultation, _ = held
    theme = add_theme(consultation=consultation, name="One", by=None)
    here = page("theme_update", consultation, theme.pk)
    old = hidden_version(officer.get(here))
    send(personas.client("officer_x2"), here, name="Two")
    answer = officer.post(here, {"version": old, "name": "Three"})
    assert answer.status_code == 422
    assert "Test officer_x2 has saved this" in answer.content.decode()
    assert "Three" in answer.content.decode()
    assert Theme.objects.get().name == "Two"


# Hiding words.

WORDS = "Mrs Example lives at 3 Mill Lane. Keep the square. Mrs Example said so."


@pytest.fixture
def spoken(held):
    consultation, question = held
    response = said(consultation, question, WORDS)
    return page("redaction_create", consultation, response.reference, question.pk), response


def test_sentences_and_pasted_words_are_hidden_with_a_reason(officer, spoken, held):
    here, response = spoken
    assert send(officer, here, sentences=["0-33"], pasted="Mrs  Example", reason="Names a person").status_code == 302
    assert sorted(Redaction.objects.values_list("start", "length", "reason")) == [
        (0, 33, "Names a person"), (51, 11, "Names a person"),
    ]  # fmt: skip
    own = text(read(officer, page("own_answer_detail", held[0], response.reference)).main)
    assert "[hidden, Names a person: Mrs Example lives at 3 Mill Lane.]" in own
    assert "0-33" not in officer.get(here).content.decode()  # what is hidden is offered no more


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"reason": "x"}, "Choose sentences, or paste the words to hide"),
        ({"pasted": "Mr Nobody", "reason": "x"}, "These words do not stand in the answer"),
        ({"pasted": "Mrs Example"}, "Say why they are hidden"),
        ({"sentences": ["0-9999"], "reason": "x"}, "not one of the available choices"),
        ({"pasted": "Mrs Example", "reason": "x" * 301}, "Shorten"),
    ],
)
def test_what_cannot_be_hidden_is_said_and_what_was_typed_stays(officer, spoken, typed, says):
    answer = send(officer, spoken[0], **typed)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    if "pasted" in typed:
        assert typed["pasted"] in answer.content.decode()
    assert not Redaction.objects.exists()


def test_hidden_words_are_shown_again_with_a_reason(officer, spoken, held):
    here, response = spoken
    send(officer, here, pasted="Mill Lane", reason="An address")
    lift = page("redaction_lift", held[0], response.reference, Redaction.objects.get().pk)
    assert send(officer, lift).status_code == 422
    assert send(officer, lift, reason="It is the square’s own address").status_code == 302
    own = text(read(officer, page("own_answer_detail", held[0], response.reference)).main)
    assert "Hidden once, and shown again" in own
    assert "[hidden" not in own
    assert officer.get(lift).status_code == 404


def test_before_the_close_words_are_not_hidden_and_the_page_does_not_offer_it(officer, personas):
    consultation = opened(of=personas.partners["x"])
    question = ask(consultation)
    response = answered(consultation, AT, {question: "Words"}, may_publish=True)
    own = read(officer, page("own_answer_detail", consultation, response.reference))
    assert "Hide words" not in text(own.main)
    assert "may still change" in text(own.main)
    here = page("redaction_create", consultation, response.reference, question.pk)
    answer = send(officer, here, pasted="Words", reason="x")
    assert answer.status_code == 422
    assert "after the close" in answer.content.decode()


# Publishing.


def test_response_publish_and_answer_withhold(officer, held):
    consultation, question = held
    response = said(consultation, question, "For all")
    assert send(officer, page("response_publish", consultation, response.reference)).status_code == 302
    own = page("own_answer_detail", consultation, response.reference)
    assert "Published" in text(read(officer, own).main)
    back = page("answer_withhold", consultation, response.reference)
    assert send(officer, back).status_code == 422
    assert send(officer, back, reason="It quotes a letter").status_code == 302
    assert "Taken back: It quotes a letter" in text(read(officer, own).main)


@pytest.mark.parametrize(("mark", "says"), [(SECRET, "confidential"), ({"may_publish": False}, "did not consent")])
def test_what_may_not_be_published_is_refused_with_the_reason(officer, held, mark, says):
    consultation, question = held
    response = said(consultation, question, **mark)
    answer = send(officer, page("response_publish", consultation, response.reference))
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_answers_publish_says_how_many(officer, held):
    consultation, question = held
    for _ in range(3):
        said(consultation, question)
    published(said(consultation, question))
    assert send(officer, page("answers_publish", consultation)).status_code == 302
    assert "3 answers published." in text(read(officer, page("own_answer_list", consultation)).main)
    assert Response.objects.shown().count() == 4
