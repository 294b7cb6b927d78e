"""What is private stays private: words put into every private field are looked for in every answer, cached or not."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import resolve, reverse

from compact_portal.pages import parts, store
from tests.access_table import ROUTES
from tests.access_words import BY_ADDRESS, WORDS, shown_to, ways, words_in_place
from tests.house.personas import ANONYMOUS, EVERYBODY, Personas
from tests.house.routes import Rows
from undertakings.models import Edition


@pytest.fixture
def rows(loaded, personas: Personas, settings) -> Rows:
    settings.PORTAL_SAMPLE = False  # as it is where people's records are real
    return words_in_place(personas)


def addresses(rows: Rows) -> dict[str, str]:
    return {name: route.address(name, rows) for name, route in ROUTES.items()}


def public_addresses(rows: Rows) -> list[str]:
    return [path for name, path in addresses(rows).items() if is_public(name, rows)]


def body(answer: Any) -> bytes:
    """All of an answer, streamed or not."""
    return answer.getvalue() if answer.streaming else answer.content


def words_at(client: Client, path: str) -> set[str]:
    """Private words in the body, the headers or the place that a redirect leads to; not those that were asked for by name."""
    answer = client.get(path)
    text = body(answer).decode("utf-8", "replace") + str(answer.headers)
    return {word for word in WORDS if word in text and word not in path}


@pytest.mark.parametrize("persona", EVERYBODY)
def test_private_words_reach_exactly_those_who_may_see_them(persona, personas: Personas, rows):
    """At every address of the table and beside it. A word that nobody came upon would prove nothing, so none is left out."""
    client = personas.client(persona)
    found: dict[str, str] = {}
    for name, path in addresses(rows).items():
        if name != "account_logout":
            found |= dict.fromkeys(words_at(client, path) - BY_ADDRESS.get(name, set()), path)
    for path in ways(rows):
        found |= dict.fromkeys(words_at(client, path), path)
    allowed = shown_to(persona)
    wrong = [f"{path}: {word} ({WORDS[word]})" for word, path in found.items() if word not in allowed]
    wrong += [f"{word} ({WORDS[word]}) is nowhere to be leaked" for word in sorted(allowed - found.keys())]
    assert not wrong, "\n".join(wrong)


def test_every_secret_address_shows_what_is_behind_it(rows):
    seen = {word for name in BY_ADDRESS for word in words_at(Client(), addresses(rows)[name])}
    assert seen == set().union(*BY_ADDRESS.values())


def test_no_private_word_is_part_of_another():
    assert not [(one, other) for one in WORDS for other in WORDS if one != other and one in other]


@pytest.mark.parametrize("persona", [ANONYMOUS, "officer_x1"])
def test_no_search_finds_a_private_word(persona, personas: Personas, rows):
    """A search repeats what was asked, in its box; a result would link to it."""
    client, found = personas.client(persona), []
    for word in WORDS:
        text = body(client.get(f"{reverse('site:search')}?q={word}")).decode()
        results = re.sub(r'value="[^"]*"|[“‘"\'][^”’"\']*[”’"\']|<title>.*?</title>', "", text, flags=re.DOTALL)
        found += [f"{word}: shows {other}" for other in WORDS if other != word and other in text]
        found += [f"{word}: it stands in a result" for _ in re.findall(word, results)]
    assert not found, "\n".join(found)


def is_public(name: str, rows: Rows) -> bool:
    """Whether the view says that its page is for everybody alike, so that any cache may keep it."""
    return getattr(resolve(ROUTES[name].address(name, rows)).func, "is_public_page", False)


# The same words for everybody, though no cache is told so.
NOBODYS = ("account_inactive", "account_signup")


@pytest.mark.parametrize("persona", [name for name in EVERYBODY if name in ("coordinator", "officer_x1", "partless")])
def test_a_public_page_is_the_same_bytes_for_everybody_whoever_came_first(persona, personas: Personas, rows):
    """Signed in first, then nobody, then the other way round, through the page store: no byte and no header differs."""
    assert len(public_addresses(rows)) > 20
    for path in public_addresses(rows):
        answers = []
        for order in ((persona, ANONYMOUS), (ANONYMOUS, persona)):
            parts.clear()
            store.clear()
            answers += [_seen(personas.client(one).get(path)) for one in order]
        assert answers == [answers[0]] * 4, path
        assert not answers[0]["cookies"], path
        assert "Cookie" not in answers[0]["headers"].get("Vary", ""), path


def _seen(answer: Any) -> dict[str, Any]:
    """All that a reader gets; a streamed body can be read only once."""
    return {"body": body(answer), "headers": dict(answer.items()), "cookies": dict(answer.cookies)}


def test_what_is_personal_may_be_kept_by_no_shared_cache(personas: Personas, rows):
    client = personas.client("coordinator")
    wrong = []
    for name, path in addresses(rows).items():
        if is_public(name, rows) or name in (*NOBODYS, "account_logout"):
            continue
        said = client.get(path).get("Cache-Control", "")
        if not ("private" in said or "no-store" in said):
            wrong.append(f"{name}: Cache-Control: {said}")
    assert not wrong, "\n".join(wrong)


def test_a_page_of_the_workspace_never_comes_from_the_store(personas: Personas, rows):
    path = reverse("site:workspace")
    assert personas.client("coordinator").get(path).status_code == 200
    assert Client().get(path).status_code == 302
    assert personas.client("partless").get(path).content != personas.client("coordinator").get(path).content


def test_the_outbox_is_not_there_without_the_sample_year(rows):
    for name in ("mail:outbox_list", "mail:outbox_detail"):
        assert Client().get(ROUTES[name].address(name, rows)).status_code == 404


def test_a_forged_session_cookie_reads_like_none(rows):
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    assert client.get(reverse("site:home")).status_code == 200
    assert client.get(reverse("site:workspace")).status_code == 302


def test_what_is_not_there_and_what_is_private_answer_alike_to_strangers(rows):
    """No address of a draft or a report says by its answer whether the row exists."""
    client = Client()
    here = client.get(reverse("undertakings:draft_update", args=[rows.draft.pk]))
    nowhere = client.get(reverse("undertakings:draft_update", args=[rows.draft.pk + 999]))
    assert (here.status_code, here.content) == (nowhere.status_code, nowhere.content) == (302, b"")
    public = [reverse("undertakings:edition_detail", args=[slug]) for slug in (rows.draft.slug, "draft-nowhere")]
    assert [client.get(path).status_code for path in public] == [404, 404]


def test_an_edition_of_tomorrow_is_not_public_today(rows):
    tomorrow = (datetime.now(UTC) + timedelta(days=2)).date()
    edition = Edition.objects.published().get()
    text = edition.text.replace("# ", "# canarydraft ", 1)
    Edition.objects.create(
        slug="later", label="canarydraft", compact="C", place="P", text=text, digest="0" * 64, published_on=tomorrow
    )
    store.clear()
    assert not [path for path in public_addresses(rows) if "canarydraft" in words_at(Client(), path)]
