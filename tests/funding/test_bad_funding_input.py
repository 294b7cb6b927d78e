"""Whatever somebody sends to a page of funding, they get a page, on both databases; and what is stored comes back as typed."""

from urllib.parse import quote_from_bytes

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compact_portal.lib.clock import today
from funding.models import Agreement, Dispute, Evaluation, Fund, Measurement, Report
from tests.access_funding import ROUTES
from tests.access_rows import make_rows
from tests.funding.agreeing import guideline, of_day
from tests.house.routes import Rows
from tests.test_bad_input import NASTY, answers, raw
from tests.undertakings.drafting import hidden_version

pytestmark = pytest.mark.django_db
FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
WHO = ("officer_x1", "signatory_a", "coordinator")
# Each form, and who fills it in: every address of the access table that takes one.
FORMS = {
    name: next(who for who in WHO if route.post[who] in (422, "elsewhere"))
    for name, route in ROUTES.items()
    if any(route.post[who] in (422, "elsewhere") for who in WHO)
}
KINDS = ("instalments", "evaluations", "liaison", "support", "returns", "notices", "next-year")
STEPS = ("about", "terms", "sharing")
PARAMETERS = (
    "q", "funder", "recipient", "year", "kind", "size", "term", "cost", "notice", "shared", "sort", "after", "before",
)  # fmt: skip
UNDER = (
    "/funding/agreements/{}/", "/funding/funds/{}/", "/open-data/funding/{}/360giving.json",
    "/open-data/funding/test-x/grants-{}.csv", "/workspace/funding/agreements/{}/", "/workspace/partners/{}/funding/",
    "/workspace/funding/agreements/DAC-2026-0100/{}/new/", "/workspace/funding/agreements/DAC-2026-0100/edit/{}/",
    "/workspace/partners/test-a/funding/{}/1/",
)  # fmt: skip


@pytest.fixture
def rows(loaded, personas) -> Rows:
    guideline(3)
    return make_rows(personas)


def addresses(rows: Rows) -> list[tuple[str, str]]:
    """Every form's address with who fills it in; the parts and the steps of an agreement one by one."""
    found = [(ROUTES[name].address(name, rows), who) for name, who in FORMS.items()]
    for address, who in list(found):
        if address.endswith("/notices/new/"):
            found += [(address.replace("/notices/", f"/{kind}/"), who) for kind in KINDS]
        if address.endswith("/edit/terms/"):
            found += [(address.replace("/terms/", f"/{step}/"), who) for step in STEPS]
    return found


def boxes(client: Client, address: str) -> dict[str, str]:
    """The names of a page's boxes with what stands in them."""
    answer = client.get(address)
    if answer.status_code != 200:
        return {"version": "1", "words": ""}
    form = BeautifulSoup(answer.content.decode(), "html.parser").select("main form[method=post]")[-1]
    return {str(box["name"]): str(box.get("value", "")) for box in form.select("[name]")}


def send(client: Client, address: str, values: dict[str, bytes]) -> None:
    body = "&".join(f"{quote_from_bytes(name.encode())}={quote_from_bytes(value)}" for name, value in values.items())
    answers(client, address, data=body, content_type="application/x-www-form-urlencoded")


def test_every_form_is_among_them(rows):
    assert len(FORMS) >= 23
    assert {"funding:report_update", "funding:dispute_create", "funding:common_guideline_create"} <= FORMS.keys()


def test_no_nasty_value_breaks_a_form_in_any_of_its_boxes(rows):
    for address, who in addresses(rows):
        client = rows.personas.client(who)
        names = boxes(client, address)
        for value in NASTY:
            send(
                client,
                address,
                {name: value for name in names if name != "version"} | {"version": names.get("version", "").encode()},
            )
        send(client, address, dict.fromkeys(names, NASTY[0]))


def mixing(client, address, names):
    @FEW
    @given(st.dictionaries(st.sampled_from([*names, "check", "later", "version"]), raw, max_size=len(names)))
    def sends(values):
        send(client, address, values)

    return sends


def test_no_mixture_of_values_breaks_a_form(rows):
    for address, who in addresses(rows):
        client = rows.personas.client(who)
        mixing(client, address, sorted(boxes(client, address)))()


@pytest.mark.parametrize("length", [10_000, 1_000_000])
def test_very_long_words_are_answered(rows, length):
    address, client = "/workspace/funding/agreements/DAC-2026-0100/edit/about/", rows.personas.client("officer_x1")
    send(client, address, {"purpose": b"a" * length, "title": "é".encode() * 5_000, "version": b"1"})
    assert Agreement.objects.get(reference="DAC-2026-0100").version == 1


def test_no_query_breaks_the_register_or_an_officers_list(rows):
    officer = rows.personas.client("officer_x1")
    for parameter in PARAMETERS:
        for value in NASTY:
            answers(Client(), f"/funding/?{parameter}={quote_from_bytes(value)}")
    for value in NASTY:
        answers(officer, f"/workspace/funding/agencies/test-x/agreements/?before={quote_from_bytes(value)}")

    @FEW
    @given(st.lists(st.tuples(st.sampled_from(PARAMETERS), raw), min_size=2, max_size=5))
    def asks(pairs):
        answers(Client(), "/funding/?" + "&".join(f"{name}={quote_from_bytes(value)}" for name, value in pairs))

    asks()


def test_no_name_in_an_address_breaks_a_page(rows):
    for under in UNDER:
        client = rows.personas.client("signatory_a" if "partners" in under else "officer_x1")
        for value in NASTY:
            answers(client, under.format(quote_from_bytes(value, safe="")[:3000]))


WORDS = ("Café “naïve” 🌱 漢字", "tabs\tand\r\nlines", "\u202ebidi", "'\"%_\\ <b>bold</b> {{ x }}", "=HYPERLINK(1)", "ﬁ é\u0301 ß")


def plain(words: str) -> str:
    """Line ends are those of forms; what a person cannot type may be taken out, and nothing else."""
    return words.replace("\r\n", "\n").replace("\u202e", "").strip()


@pytest.mark.parametrize("words", WORDS)
def test_what_is_stored_comes_back_as_it_was_typed(rows, words):
    officer, member = rows.personas.client("officer_x1"), rows.personas.client("signatory_a")
    agreement, draft = rows.more["agreement"], rows.more["draft_agreement"]
    about = f"/workspace/funding/agreements/{draft.reference}/edit/about/"
    officer.post(about, {"version": hidden_version(officer.get(about)), "title": words.split("\r")[0], "purpose": words})
    evaluated = f"/workspace/funding/agreements/{agreement.reference}/evaluations/new/"
    officer.post(evaluated, {"findings": words, **of_day("held_on", today())})
    officer.post("/workspace/funding/agencies/test-x/funds/new/", {"title": "A new round", "criteria": words})
    member.post(
        f"/workspace/partners/test-a/funding/instalment/{rows.more['instalment'].pk}/", {"stance": "disputed", "words": words}
    )
    report = rows.more["draft_report"]
    edit = f"/workspace/partners/test-a/funding/reports/{report.pk}/edit/"
    number = next(name for name in boxes(member, edit) if name.startswith("note_"))
    member.post(edit, {"version": report.version, "words": words, number: words.split("\r")[0]})
    draft.refresh_from_db()
    kept = {
        draft.purpose, Evaluation.objects.order_by("-pk")[0].findings, Fund.objects.get(slug="a-new-round").criteria,
        Dispute.objects.standing().get().words, Report.objects.get(pk=report.pk).words,
    }  # fmt: skip
    assert {one.replace("\r\n", "\n") for one in kept} == {plain(words)}
    assert {draft.title, Measurement.objects.get(report=report).note} == {plain(words.split("\r")[0])}
    shown = BeautifulSoup(member.get(edit).content.decode(), "html.parser").find("textarea", attrs={"name": "words"})
    assert shown.get_text().strip().replace("\r\n", "\n") == plain(words)
