"""Whatever somebody sends to the registers and to following, they get a page: never a 5xx. On PostgreSQL too."""

from collections.abc import Iterable
from urllib.parse import quote_from_bytes

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consultations.models import Decision, Follow, PolicyAppraisal
from tests.consultations.asking import opened
from tests.consultations.recording import drafted_appraisal, drafted_decision, recorded_appraisal, recorded_decision
from tests.test_bad_input import NASTY, answers, raw

pytestmark = pytest.mark.django_db
FEW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
PUBLIC = ("/decisions/", "/policy-appraisals/", "/open-data/consultations.csv", "/open-data/consultations.atom")
READ = ("q", "agency", "year", "sort", "after", "before", "effect", "consulted")
DAYS = ("decided_on", "published_on", "dated_on", "adopted_on")
DECISION = (
    "title",
    "consultation",
    "what",
    "decided_by",
    "reasons",
    "cites_answers",
    "early_reason",
    "late_reason",
    "authorised_by",
)
APPRAISAL = ("policy", "owner", "effect", "on_whom", "findings", "consulted_how", "not_consulted_reason", "late_reason")


def form(names: Iterable[str]) -> st.SearchStrategy[str]:
    boxes = [f"{name}_{part}" for name in DAYS for part in ("day", "month", "year")]
    values = st.dictionaries(st.sampled_from([*names, *boxes, "version", "check", "reason", "email", "manner"]), raw, max_size=8)
    return values.map(lambda typed: "&".join(f"{name}={quote_from_bytes(value)}" for name, value in typed.items()))


def send(client: Client, path: str, body: str) -> None:
    answers(client, path, data=body, content_type="application/x-www-form-urlencoded")


@pytest.mark.parametrize("path", PUBLIC)
def test_no_query_breaks_a_public_page(path, client):
    recorded_decision(), recorded_appraisal()

    @FEW
    @given(st.lists(st.tuples(st.sampled_from(READ), raw), min_size=1, max_size=4))
    def asks(pairs):
        answers(client, f"{path}?" + "&".join(f"{name}={quote_from_bytes(value)}" for name, value in pairs))

    asks()


@pytest.mark.parametrize("under", ["/decisions/{}/", "/policy-appraisals/{}/", "/open-data/consultations/{}/answers.csv"])
def test_no_name_in_an_address_breaks_a_page(under, client):
    for value in NASTY:
        answers(client, under.format(quote_from_bytes(value, safe="")[:3000]))


@pytest.mark.parametrize("under", ["/consultations/follow/confirm/{}/", "/consultations/follow/end/{}/"])
def test_no_token_breaks_a_page_whether_it_is_opened_or_pressed(under, client):
    for value in NASTY:
        path = under.format(quote_from_bytes(value, safe="")[:3000])
        answers(client, path)
        assert client.post(path).status_code < 500
    assert not Follow.objects.exists()


def test_no_form_breaks_the_pages_of_following(client):
    opened()

    @FEW
    @given(form(()))
    def sends(body):
        cache.clear()
        for path in ("/consultations/the-market-square/follow/", "/consultations/follow/"):
            send(client, path, body)

    sends()


@pytest.mark.parametrize(("register", "names"), [("decisions", DECISION), ("policy-appraisals", APPRAISAL)])
def test_no_form_breaks_the_desk(register, names, personas):
    x, officer = personas.partners["x"], personas.client("officer_x1")
    row = drafted_decision(x) if register == "decisions" else drafted_appraisal(x)
    desk = f"/workspace/{register}/"

    @FEW
    @given(form(names))
    def sends(body):
        for path in (f"{desk}agencies/test-x/new/", f"{desk}{row.reference}/", f"{desk}{row.reference}/record/"):
            send(officer, path, body)

    sends()


@pytest.mark.parametrize("words", ["Café “naïve” 🌱 漢字", "{{ 7*7 }} <script>alert(1)</script>", "=HYPERLINK(1)", "'\"%_\\ & x"])
def test_what_is_stored_comes_back_identical_and_runs_nowhere(words, personas):
    officer, x = personas.client("officer_x1"), personas.partners["x"]
    officer.post("/workspace/decisions/agencies/test-x/new/", {"title": "T", "what": words})
    officer.post("/workspace/policy-appraisals/agencies/test-x/new/", {"policy": "P", "findings": words})
    assert (Decision.objects.get().what, PolicyAppraisal.objects.get().findings) == (words, words)
    recorded_decision(x, title="Shown", what=words, reasons=words)
    page = Client().get("/decisions/shown/").content.decode()
    assert "<script>alert" not in page
    assert "49" not in page.partition("What was decided")[2].partition("Is it kept?")[0]
