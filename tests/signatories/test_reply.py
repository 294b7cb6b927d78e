"""The right of reply: who says what beside which figure, where it is read, and that it changes no figure."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.test import Client
from django.urls import reverse

from compact_portal.audit.actions import StaleVersion
from compact_portal.audit.context import change
from compact_portal.lib import clock
from signatories.actions.erasing import erase_person
from signatories.actions.merging import merge_partners
from signatories.actions.replies import ReplyRefused, hide_reply, reply, show_reply, withdraw_reply
from signatories.models import EvidenceReply
from signatories.rules.replies import concerns, reply_permit
from tests.access_evidence import CANARIES
from tests.access_rows import make_rows
from tests.test_leaks import body
from tests.undertakings import evidence_rows
from tests.undertakings.evidence_rows import KEY, add
from tests.undertakings.pages import edition_of, queries_of, read, said, words_of
from undertakings.models import EvidenceLink
from undertakings.queries.evidence import figure_of

pytestmark = pytest.mark.django_db
offered = pytest.fixture(evidence_rows.offered)
PAGE, YEAR = f"/evidence/{KEY}/", f"/evidence/{KEY}/2026-27/"
WORDS = "The payment run failed.\n\nIt is mended since."


@pytest.fixture
def figure(offered, personas):
    """A figure of a statutory undertaking, with a record of agency X not kept; partner A has none."""
    edition_of(words_of("First", [("in-time", "Money comes in time.")]))
    with change(by=None, why="A test"):
        EvidenceLink.objects.create(anchor="in-time", measure=KEY, position=1)
    add("not_kept 1", agency=personas.partners["x"].pk, counts_on=date(2026, 5, 1))
    return offered


def say(personas, figure, letter="x", person="officer_x1", year="", words=WORDS) -> EvidenceReply:
    at = clock.now()
    return reply(
        partner=personas.partners[letter], measure=figure, year=year, words=words, signed_as="Head of grants",
        by=personas.people[person], at=at, on=clock.today(),
    )  # fmt: skip


def form_of(slug="test-x") -> str:
    return reverse("signatories:reply_create", args=[slug, KEY])


def replies_on(page) -> str:
    return said(page.find(id="replies"))


@pytest.mark.parametrize(
    ("listed", "concerned", "stands", "says"),
    [
        (True, True, False, ""),
        (False, True, False, "does not see this organisation"),
        (True, False, False, "counts no record of your organisation"),
        (True, True, True, "Withdraw it first"),
    ],
)
def test_the_rule(listed, concerned, stands, says):
    permit = reply_permit(listed=listed, concerned=concerned, stands=stands)
    assert bool(permit) is not says
    assert says in permit.reason


@pytest.mark.parametrize(
    ("counted", "bound", "sector", "concerned"),
    [
        (True, set(), "voluntary", True),
        (False, {"statutory"}, "statutory", True),
        (False, {"statutory"}, "voluntary", False),
        (False, set(), "statutory", False),
    ],
)
def test_whom_a_figure_concerns(counted, bound, sector, concerned):
    assert concerns(counted=counted, bound_sectors=frozenset(bound), sector=sector) is concerned


def test_an_officer_replies_and_it_stands_beside_the_figure(client, personas, figure):
    officer = personas.client("officer_x1")
    before = figure_of(KEY, on=clock.today())
    form = read(officer, f"{form_of()}?year=2026-27")
    assert form.find("input", {"name": "year", "value": "2026-27"}).has_attr("checked")
    sent = officer.post(form_of(), {"year": "2026-27", "words": WORDS, "signed_as": "Head of grants"})
    assert (sent.status_code, sent["Location"]) == (302, f"{YEAR}#replies")
    for address in (YEAR, PAGE, "/compact/undertakings/in-time/"):
        page = read(client, address)
        text = said(page.find("main"))
        assert "The payment run failed. It is mended since." in text, address
        assert "Test partner X, Head of grants, " in text, address
    assert figure_of(KEY, on=clock.today()) == before
    assert "The payment run failed" not in said(read(client, "/evidence/"))


def test_a_reply_to_all_years_is_not_one_to_a_year(client, personas, figure):
    say(personas, figure)
    assert "The payment run failed." in replies_on(read(client, PAGE))
    assert "Nobody has replied to this figure." in replies_on(read(client, YEAR))


@pytest.mark.parametrize(
    ("typed", "name", "says"),
    [
        ({"words": ""}, "words", "Fill in What should its readers know?"),
        ({"words": "x" * 2001}, "words", "2000"),
        ({"signed_as": ""}, "signed_as", "Fill in “Signed as”"),
        ({"signed_as": "See https://example.org"}, "signed_as", "address"),
        ({"year": "1999-00"}, "year", "Choose one of these figures"),
        ({"year": ""}, "year", "Choose an answer: Which figure is it about?"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_nothing_typed_is_lost(personas, figure, typed, name, says):
    sent = {"year": "all", "words": "Kept words.", "signed_as": "Kept post"} | typed
    answer = personas.client("officer_x1").post(form_of(), sent)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert says in text
    assert f'href="#id_{name}' in text
    assert "Kept words." in text or "Kept post" in text
    assert not EvidenceReply.objects.exists()


def test_whom_it_does_not_concern_is_told_so(personas, figure):
    answer = personas.client("signatory_a").post(
        form_of("test-a"), {"year": "all", "words": "We think so too.", "signed_as": "Chair"}
    )
    assert answer.status_code == 422
    assert "shows no undertaking that binds it" in answer.content.decode()
    assert "We think so too." in answer.content.decode()


def test_of_one_figure_one_reply_stands_at_a_time(personas, figure):
    first = say(personas, figure)
    say(personas, figure, year="2026-27")
    with pytest.raises(ReplyRefused, match="Withdraw it first"):
        say(personas, figure, person="officer_x2")
    withdraw_reply(reply=first, version=first.version, by=personas.people["officer_x2"], at=clock.now())
    assert say(personas, figure).pk != first.pk


def test_a_withdrawn_reply_is_read_nowhere_and_its_row_stays(client, personas, figure):
    made = say(personas, figure)
    address = reverse("signatories:reply_withdraw", args=["test-x", made.pk])
    assert "The payment run failed." in said(read(personas.client("officer_x2"), address))
    answer = personas.client("officer_x2").post(address, {"version": made.version})
    assert answer.status_code == 302
    for path in (PAGE, "/compact/undertakings/in-time/"):
        assert "payment run failed" not in said(read(client, path))
    made.refresh_from_db()
    assert made.words == WORDS
    assert made.withdrawn_by == personas.people["officer_x2"]
    again = personas.client("officer_x2").post(address, {"version": made.version})
    assert again.status_code == 422
    assert "This reply was withdrawn" in again.content.decode()


def test_nobody_withdraws_what_another_partner_said(personas, figure):
    made = say(personas, figure)
    assert personas.client("officer_y").get(reverse("signatories:reply_withdraw", args=["test-y", made.pk])).status_code == 404


def test_a_hidden_reply_says_why_and_can_be_shown_again(client, personas, figure):
    made = say(personas, figure)
    coordinator, address = personas.client("coordinator"), reverse("signatories:reply_hide", args=[made.pk])
    empty = coordinator.post(address, {"version": made.version, "reason": " "})
    assert (empty.status_code, "Give the reason" in empty.content.decode()) == (422, True)
    assert coordinator.post(address, {"version": made.version, "reason": "It names somebody."}).status_code == 302
    for path in (PAGE, "/compact/undertakings/in-time/"):
        text = said(read(client, path))
        assert "It names somebody." in text
        assert "payment run failed" not in text
    assert "hidden by a coordinator: It names somebody." in said(read(personas.client("officer_x1"), "/workspace/evidence/"))
    made.refresh_from_db()
    assert coordinator.post(address, {"version": made.version}).status_code == 302
    assert "The payment run failed." in replies_on(read(client, PAGE))


def test_what_was_seen_before_somebody_else_acted_is_not_acted_on(personas, figure):
    made = say(personas, figure)
    by, at = personas.people["coordinator"], clock.now()
    hide_reply(reply=made, version=made.version, reason="It names somebody.", by=by, at=at)
    for act in (
        lambda: hide_reply(reply=made, version=made.version, reason="Another", by=by, at=at),
        lambda: show_reply(reply=made, version=made.version, by=by),
        lambda: withdraw_reply(reply=made, version=made.version, by=by, at=at),
    ):
        with pytest.raises(StaleVersion):
            act()


def test_the_download_has_all_and_no_words_that_nobody_may_read(client, personas, figure):
    first = say(personas, figure, words="=Withdrawn")
    withdraw_reply(reply=first, version=first.version, by=None, at=clock.now())
    say(personas, figure, words="=1+1")
    hidden = say(personas, figure, year="2026-27", words="Hidden")
    hide_reply(reply=hidden, version=hidden.version, reason="It names somebody.", by=None, at=clock.now())
    answer = client.get("/open-data/evidence-replies.csv")
    table = list(csv.DictReader(StringIO(body(answer).decode())))
    assert [row["words"] for row in table] == ["", "'=1+1", ""]
    assert [bool(row["withdrawn at"]) for row in table] == [True, False, False]
    assert table[2]["why hidden"] == "It names somebody."
    assert client.get("/open-data/evidence-replies.csv", headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_pages_of_replies_by_key_show_each_once_at_the_same_cost(personas, figure):
    coordinator, at = personas.client("coordinator"), clock.now()
    say(personas, figure)
    few = queries_of(coordinator, "/workspace/replies/")
    x, columns = personas.partners["x"], {"words": "Said", "said_at": at}
    EvidenceReply.objects.bulk_create(EvidenceReply(partner=x, measure=f"measure-{number}", **columns) for number in range(70))
    address, seen = "/workspace/replies/", []
    while address:
        assert queries_of(coordinator, address) <= few + 1
        page = read(coordinator, address)
        seen += [link["href"] for link in page.select(".tasks a")]
        following = page.select_one(".pager [rel=next]")
        address = f"/workspace/replies/{following['href']}" if following else ""
    assert len(seen) == len(set(seen)) == 71


def test_replies_cost_a_page_one_query_however_many(client, personas, figure):
    none = queries_of(client, PAGE)
    for letter, person in (("x", "officer_x1"), ("y", "officer_y")):
        for year in ("", "2026-27"):
            say(personas, figure, letter, person, year=year)
    assert queries_of(client, PAGE) == none


def test_replies_follow_a_partner_that_is_merged(client, personas, figure):
    x, y = personas.partners["x"], personas.partners["y"]
    kept, gone, moved = (
        say(personas, figure), say(personas, figure, "y", "officer_y"), say(personas, figure, "y", "officer_y", year="2026-27"),
    )  # fmt: skip
    merge_partners(gone=y, into=x, version=y.version, into_version=x.version, by=None, at=clock.now(), on=clock.today())
    for row in (kept, gone, moved):
        row.refresh_from_db()
        assert row.partner == x
    assert [bool(row.withdrawn_at) for row in (kept, gone, moved)] == [False, True, False]


def test_erasing_a_person_leaves_the_words_without_them(personas, figure, settings):
    settings.PORTAL_MAIL = "queue"
    made = say(personas, figure)
    erase_person(person=personas.people["officer_x1"], by=None, on=clock.today(), at=clock.now())
    made.refresh_from_db()
    assert (made.words, made.signed_as, made.said_by) == (WORDS, "", None)


def test_the_words_are_there_to_be_leaked(loaded, personas):
    make_rows(personas)
    mine = said(read(personas.client("officer_x1"), "/account/my-data/"))
    assert all(word in mine for word in CANARIES)
    assert "canarynoreply" in said(read(personas.client("coordinator"), "/workspace/replies/"))
    assert "It names somebody." in said(read(Client(), "/evidence/codes-in-place/"))
