"""What is private stays private: words put into every private field are looked for in every answer, cached or not."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import resolve, reverse

from compact_portal.audit.context import change
from compact_portal.pages import parts, store
from signatories.models import Membership, Person
from tests.access_rows import make_rows
from tests.access_table import ROUTES
from tests.house.personas import ANONYMOUS, EVERYBODY, PARTS, Personas
from tests.house.routes import COORDINATORS, Rows
from undertakings.models import Edition

AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)

# Where each word stands. None is a word of English, so it is found only where it leaks.
CANARIES = {
    "canarydraft": "the text of a draft",
    "canarynote": "the note of a draft",
    "canaryreport": "what somebody wrote of a problem",
    "canarymail": "the body of a mail",
    "canaryteller": "the address of who reported it",
    "canarywhy": "the reason of a change",
    "canaryjob": "a job title",
    "canaryperson": "a person's name",
    "canaryaddress": "a person's address",
}


@pytest.fixture
def rows(loaded, personas: Personas, settings) -> Rows:
    settings.PORTAL_SAMPLE = False  # as it is where people's records are real
    rows = make_rows(
        personas,
        draft={"slug": "draft-canarydraft", "label": "canarydraft", "text": "# canarydraft", "note": "canarynote"},
        report={"words": "canaryreport", "email": "canaryteller@test.invalid"},
        message={"to": "canaryteller@test.invalid", "subject": "canarymail", "body": "canarymail"},
    )
    with change(by=personas.people["coordinator"], why="canarywhy"):
        rows.term.save()
    Person.objects.update(name="canaryperson")
    Person.objects.filter(pk=personas.people["partless"].pk).update(email="canaryaddress@test.invalid")
    Membership.objects.update(job_title="canaryjob")
    return rows


def addresses(rows: Rows) -> dict[str, str]:
    return {name: route.address(name, rows) for name, route in ROUTES.items()}


def public_addresses(rows: Rows) -> list[str]:
    return [path for name, path in addresses(rows).items() if is_public(name, rows)]


def searches() -> list[str]:
    return [f"{reverse('site:search')}?q={word}" for word in CANARIES]


def body(answer: Any) -> bytes:
    """All of an answer, streamed or not."""
    return answer.getvalue() if answer.streaming else answer.content


def leaks(client: Client, paths: list[str], words: set[str]) -> list[str]:
    """Words in the body, the headers or the place that a redirect leads to. A search repeats what was asked, in its box."""
    found = []
    for path in paths:
        answer = client.get(path)
        text = body(answer).decode("utf-8", "replace") + str(answer.headers)
        asked = path.partition("?q=")[2]
        found += [f"{path}: {word} ({CANARIES[word]})" for word in words if word != asked and word in text]
        if asked:
            results = re.sub(r'value="[^"]*"|[“‘"\'][^”’"\']*[”’"\']|<title>.*?</title>', "", text, flags=re.DOTALL)
            found += [f"{path}: a result links to it" for _ in re.findall(rf'href="[^"]*{asked}', results)]
    return found


# The receipt's address is a secret of its own, known to who sent the report: it shows their words, and no address of theirs.
MAY_SEE = {"site:problem_sent": {"canaryreport"}}
# Each person's own name and job title stand in their own workspace.
OWN = {"canaryperson", "canaryjob"}


@pytest.mark.parametrize("persona", [ANONYMOUS, *(name for name in PARTS if name not in COORDINATORS)])
def test_private_words_reach_nobody_who_may_not_see_them(persona, personas: Personas, rows):
    client = personas.client(persona)
    own = OWN if persona != ANONYMOUS else set()
    if persona == "partless":
        own = own | {"canaryaddress"}
    found = leaks(client, searches(), set(CANARIES) - own)
    for name, path in addresses(rows).items():
        if name != "account_logout":
            found += leaks(client, [path], set(CANARIES) - own - MAY_SEE.get(name, set()))
    assert not found, "\n".join(found)


def test_the_words_are_there_to_be_leaked(personas: Personas, rows):
    """A coordinator sees them, so a test that finds none elsewhere is no accident."""
    client, paths = personas.client("coordinator"), addresses(rows)
    seen = {
        word
        for name in ("site:problem_update", "undertakings:draft_update", "undertakings:reference_update")
        for word in CANARIES
        if word in client.get(paths[name]).content.decode()
    }
    assert seen >= {"canaryreport", "canaryteller", "canarydraft", "canarywhy"}


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
    found = leaks(Client(), public_addresses(rows), {"canarydraft"})
    assert not found, "\n".join(found)
