"""Whatever is typed into the pages of signing: an answer, never a fault of ours, and what is kept is what was typed."""

from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from compact_portal.lib.folding import clean
from compact_portal.mail.letters import letter
from compact_portal.mail.models import Message
from signatories.models import SigningJourney
from tests.signatories.signers import AUTHORITY, EMAIL, NEW, PLEDGE, YOU, Signer, a_partner, an_edition, links_mailed, said_errors
from tests.undertakings.pages import read, said

pytestmark = pytest.mark.django_db
NASTY = (
    "\x00", "a\x00b", "\ud800", "\u202eevil", "\u2066", "' OR 1=1 --", "<script>alert(1)</script>", "{{ 7*7 }}", "{% now %}",
    "%s%n", "=HYPERLINK(1)", "\\", "é" * 300, "İ", "ﬀ", "𝔘", "١٢٣", "\r\n", "\t", "x" * 100_000, "-" * 90, "...", "None", "-1",
)  # fmt: skip
invisible = st.text(st.characters(categories=["Cs", "Cc", "Cf", "Mn"]), max_size=9)
words = st.one_of(st.sampled_from(NASTY), st.text(max_size=60), invisible)
FORMS = {
    "partner": {"partner": "1"},
    "partner/new": NEW,
    "partner/alike": {"partner": "none"},
    "you": YOU,
    "authority": AUTHORITY,
    "pledge": PLEDGE,
    "later": {"email": EMAIL},
}
many = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def sendable(typed: str) -> str:
    """A browser sends what UTF-8 can say."""
    return typed.encode("utf-8", "replace").decode()


@pytest.fixture
def on_the_way(settings) -> Client:
    settings.ACCOUNT_RATE_LIMITS = {}
    settings.PORTAL_MAIL = "queue"
    an_edition()
    a_partner("Sample Choir Society")
    client = Client()
    signer = Signer(client).begin()
    signer.send("/sign/partner/new/", **NEW)
    return client


@pytest.mark.parametrize("step", FORMS)
def test_no_form_fails_whatever_is_typed(on_the_way: Client, step: str):
    names = [*FORMS[step], "journey"]

    @many
    @given(typed=st.fixed_dictionaries(dict.fromkeys(names, words)), kept=st.sets(st.sampled_from(names)))
    def whatever(typed, kept):
        sent = {name: FORMS[step].get(name, "") if name in kept else sendable(value) for name, value in typed.items()}
        response = on_the_way.post(f"/sign/{step}/", sent)
        assert response.status_code in (302, 422), response.status_code
        if response.status_code == 422:
            assert said_errors(response) or b"problem" in response.content
        assert b"<script>alert" not in response.content

    whatever()


@pytest.mark.parametrize("address", ["/sign/", "/sign/partner/", "/sign/partner/new/", "/sign/commitment/"])
def test_no_query_fails_whatever_is_asked(on_the_way: Client, address: str):
    @many
    @example("%_\\'\"")
    @example("x" * 10_000)
    @given(words)
    def whatever(asked):
        for name in ("q", "sector", "mailed"):
            response = on_the_way.get(address, {name: sendable(asked)})
            assert response.status_code == 200
            assert b"<script>alert" not in response.content

    whatever()


@pytest.mark.parametrize("address", ["/sign/confirm/{}/", "/sign/resume/{}/"])
def test_no_token_fails(on_the_way: Client, address: str):
    @many
    @given(words.filter(lambda typed: 0 < len(typed) < 5000))
    def whatever(token):
        path = address.format(quote(sendable(token), safe=""))
        assert on_the_way.get(path).status_code == 404
        assert on_the_way.post("/sign/new-link/", {"token": sendable(token)}).status_code == 302
        assert on_the_way.post("/sign/again/", {"token": sendable(token)}).status_code == 302

    whatever()


def test_words_are_kept_as_they_were_typed(on_the_way: Client):
    @many
    @given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=100))
    def whatever(typed):
        wanted = " ".join(clean(typed).split())
        response = on_the_way.post("/sign/you/", {**YOU, "name": typed})
        if wanted:
            assert response.status_code == 302
            assert SigningJourney.objects.get().answers["you"]["name"] == wanted
        else:
            assert response.status_code == 422

    whatever()


@pytest.mark.parametrize("name", ["<b>Bold</b>", "=1+1", "*stars* [a](/b)", "O’Brien & “Sons”", "合唱団", "🎶"])
def test_a_name_shows_as_typed_on_every_page_and_in_the_mail(on_the_way: Client, name: str):
    signer = Signer(on_the_way)
    signer.send("/sign/partner/new/", **NEW | {"name": name})
    signer.answer(name=name)
    pages = [read(on_the_way, "/sign/check/")]
    signer.sign()
    pages += [read(on_the_way, "/sign/sent/"), read(on_the_way, links_mailed()[-1])]
    for page in pages:
        assert name in said(page.main)
        assert not page.main.find("b")
    made = letter(Message.objects.get())
    assert name in made.text


@pytest.mark.parametrize("name", ["See https://evil.invalid", "WWW.evil.invalid", "javascript://evil"])
def test_a_name_carries_no_link_into_somebodys_mail(on_the_way: Client, name: str):
    assert said_errors(on_the_way.post("/sign/you/", YOU | {"name": name})) == ["Leave out the web address"]
    assert said_errors(on_the_way.post("/sign/partner/new/", NEW | {"name": name})) == ["Leave out the web address"]
