"""Whatever is typed into the pages of answering: an answer, never a fault of ours, and what is kept is what was typed."""

from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from compact_portal.lib.folding import clean
from compact_portal.mail.letters import letter
from compact_portal.mail.models import Message
from consultations.models import AnswerJourney, Consultation
from tests.consultations.answers import EMAIL, Answerer, a_consultation, links_mailed, questions, said_errors, soup_of
from tests.house.personas import Personas
from tests.signatories.test_signing_bad_input import NASTY, invisible, many, sendable
from tests.undertakings.pages import said

pytestmark = pytest.mark.django_db
words = st.one_of(st.sampled_from(NASTY), st.text(max_size=60), invisible)
STEPS = ("who/", "questions/1/", "questions/2/", "questions/3/", "questions/4/", "you/", "publish/", "check/", "later/")
few = hypothesis_settings(many, max_examples=30)


@pytest.fixture
def asked(loaded: None, settings, personas: Personas) -> Consultation:
    settings.ACCOUNT_RATE_LIMITS = {}
    settings.PORTAL_MAIL = "queue"
    return a_consultation(of=personas.partners["x"])


def names_of(asked: Consultation) -> list[str]:
    return [
        "who", "journey", "name", "organisation", "email", "may_publish", "is_confidential", "confidential_reason", "over", "more",
        "token", "manner", "came_on_day", "came_on_month", "came_on_year", "is_organisation",
        *(f"q{question.pk}" for question in questions(asked)),
    ]  # fmt: skip


@pytest.mark.parametrize("step", STEPS)
def test_no_form_fails_whatever_is_typed(asked, step):
    walk = Answerer(asked).begin()

    @few
    @given(typed=st.fixed_dictionaries(dict.fromkeys(names_of(asked), words)))
    def whatever(typed):
        response = walk.post(step, **{name: sendable(value) for name, value in typed.items()})
        assert response.status_code in (302, 422), response.status_code
        if response.status_code == 422:
            assert said_errors(response) or b"problem" in response.content
        assert b"<script>alert" not in response.content

    whatever()


def test_the_officers_form_does_not_fail_whatever_is_typed(asked, personas: Personas):
    client, path = personas.client("officer_x1"), f"/workspace/consultations/{asked.slug}/answers/new/"

    @few
    @given(typed=st.fixed_dictionaries(dict.fromkeys(names_of(asked), words)))
    def whatever(typed):
        assert client.post(path, {name: sendable(value) for name, value in typed.items()}).status_code in (302, 422)

    whatever()


@pytest.mark.parametrize("kind", ["resume", "change"])
def test_no_token_fails(asked, kind):
    client = Client()

    @few
    @given(words.filter(lambda typed: 0 < len(typed) < 5000 and "/" not in typed))
    def whatever(token):
        path = f"/consultations/{asked.slug}/respond/{kind}/{quote(sendable(token), safe='')}/"
        assert client.get(path).status_code == 404

    whatever()


def test_words_are_kept_as_they_were_typed(asked):
    walk, name = Answerer(asked).begin(), f"q{questions(asked)[0].pk}"

    @few
    @given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200))
    def whatever(typed):
        response = walk.post("questions/1/", **{name: typed})
        if wanted := clean(typed).strip():
            assert response.status_code == 302
            assert AnswerJourney.objects.get().answers["page-1"][name] == wanted
        else:
            assert response.status_code == 422

    whatever()


@pytest.mark.parametrize("typed", ["<b>Bold</b>", "=1+1", "*stars* [a](/b)", "O’Brien & “Sons”", "合唱団", "🎶"])
def test_what_is_typed_shows_as_typed_on_every_page_and_in_the_mail(asked, typed):
    walk = Answerer(asked).begin().answer(typed, name=typed)
    pages = [soup_of(walk.client.get(walk.root + "check/"))]
    walk.press()
    pages += [soup_of(walk.client.get(walk.root + "sent/")), soup_of(walk.client.get(links_mailed()[-1]))]
    for page in pages:
        assert typed in said(page.main)
        assert not page.main.find("b")
    assert "The market square" in letter(Message.objects.get(to=EMAIL)).text


@pytest.mark.parametrize("name", ["See https://evil.invalid", "WWW.evil.invalid", "javascript://evil"])
def test_a_name_carries_no_link(asked, name):
    walk = Answerer(asked).begin()
    assert said_errors(walk.post("you/", name=name)) == ["Leave out the web address"]


def test_a_very_long_answer_is_kept_whole_up_to_its_limit_and_told_of_beyond(asked):
    walk, name = Answerer(asked).begin(), f"q{questions(asked)[0].pk}"
    assert walk.post("questions/1/", **{name: "a" * 20_000}).status_code == 302
    answer = walk.post("questions/1/", **{name: "a" * 20_001})
    assert said_errors(answer) == ["Shorten What do you think of the move? to 20000 characters; it has 20001"]
    assert soup_of(answer).textarea.get_text().strip() == "a" * 20_001
