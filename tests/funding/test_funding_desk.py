"""The officer's desk: what is to be done and by when, and the forms that do it, with the verdict before it is saved."""

import re
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from compact_portal.lib.clock import today
from compact_portal.lib.dates import in_words
from compact_portal.lib.permits import ALLOWED
from funding.actions.parts import save_part
from funding.forms import agreements as forms
from funding.models import Agreement, ChangeNotice, Dispute, Fund, Instalment, NoticeGuideline, Objective, OwnCut, RenewalDecision
from funding.queries.desk import desk
from tests.funding.agreeing import START, add, days_from_now, drafted, guideline, of_day, recorded, thresholds
from tests.undertakings.drafting import hidden_version
from tests.undertakings.pages import queries_of, read, said

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _numbers(db):
    thresholds()
    guideline(3)


@pytest.fixture
def officer(personas):
    return personas.client("officer_x1")


@pytest.fixture
def running(personas) -> Agreement:
    """An agreement of agency X with A that began half a year ago and ends in two months."""
    begun = {"start_on": days_from_now(-300), "end_on": days_from_now(60), "awarded_on": days_from_now(-320)}
    return recorded(personas.partners["x"], personas.partners["a"], title="Running", **begun)


def page(name: str, agreement: Agreement, *more) -> str:
    return reverse(f"funding:{name}", args=[agreement.reference, *more])


def send(client, address: str, **typed):
    first = client.get(address)
    assert first.status_code == 200, first.status_code
    # A form that makes something carries the field without a version in it.
    held = re.search(r'name="version"[^>]*value="|value="[0-9]+"[^>]*name="version"', first.content.decode())
    version = {"version": hidden_version(first)} if held else {}
    return client.post(address, version | typed)


def test_the_desk_lists_what_is_to_be_done_with_its_day(officer, running):
    add(running, "instalments", due_on=days_from_now(-5), pence=10_00)
    add(running, "instalments", due_on=days_from_now(30), pence=20_00)
    add(running, "instalments", due_on=days_from_now(91), pence=30_00)
    soup = read(officer, reverse("funding:funding_desk"))
    words = said(soup.main)
    assert "£10 to Test partner A" in words
    assert "5 days ago Overdue" in words
    assert "in 30 days" in words
    assert "£30 to" not in words
    for part in ("Next year to be told", "Days without a liaison officer"):
        assert part in words
    assert soup.select_one(f'a[href="{page("part_create", running, "next-year")}"]')


def test_what_is_done_leaves_the_desk(officer, running):
    row = add(running, "instalments", due_on=days_from_now(-5), pence=10_00)
    address = page("part_update", running, "instalments", row.pk)
    answer = send(
        officer, address, kind="regular", pence="10", **of_day("due_on", row.due_on), **of_day("paid_on", today())
    )  # fmt: skip
    assert answer["Location"] == page("own_agreement_detail", running)
    row.refresh_from_db()
    assert (row.paid_on, row.paid_pence) == (today(), 10_00)
    assert "£10 to" not in said(read(officer, reverse("funding:funding_desk")).main)


@pytest.mark.parametrize("count", [1, 30])
def test_the_desk_costs_the_same_however_much_there_is(personas, officer, count):
    for number in range(count):
        one = recorded(
            personas.partners["x"], personas.partners["a"], title=f"One {number}", end_on=days_from_now(50), start_on=START
        )
        Instalment.objects.create(agreement=one, due_on=days_from_now(3), pence=1)
    assert queries_of(officer, reverse("funding:funding_desk")) <= 27
    assert queries_of(officer, reverse("funding:own_agreement_list", args=["test-x"])) <= 14


def test_who_is_no_officer_is_told_whom_to_ask(personas):
    answer = personas.client("signatory_a").get(reverse("funding:funding_desk"))
    assert answer.status_code == 403
    assert "Only an officer of a public agency" in answer.content.decode()


def test_an_agreement_is_written_in_steps_saved_half_way_and_recorded(officer, personas):
    first = reverse("funding:agreement_create", args=["test-x"])
    answer = officer.post(first, {"title": "Advice", "recipient": "Test partner A", "later": "yes"})
    made = Agreement.objects.get()
    assert answer["Location"] == page("own_agreement_detail", made)
    assert (made.state, made.recipient, made.kind) == ("draft", personas.partners["a"], "")
    assert "Before it can be recorded" in said(read(officer, answer["Location"]).main)
    step = send(officer, page("agreement_update", made, "about"), title="Advice", recipient="test-a", purpose="Help", kind="core")
    assert step["Location"] == page("agreement_update", made, "terms")
    refused = send(officer, page("agreement_record", made))
    assert refused.status_code == 422
    assert "Enter the award" in refused.content.decode()
    terms = of_day("awarded_on", START) | of_day("start_on", START) | of_day("end_on", date(2027, 3, 31))
    send(officer, page("agreement_update", made, "terms"), **terms, award_pence="1,200", payment="advance")
    send(officer, page("agreement_update", made, "sharing"), common_terms="on")
    done = send(officer, page("agreement_record", made))
    assert done.status_code == 302
    made.refresh_from_db()
    assert (made.is_public, made.award_pence, made.common_terms) == (True, 1200_00, True)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"recipient": "Nobody at all"}, "No organisation here is called that"),
        ({"recipient": "Test partner X"}, "an agency does not fund itself"),
        ({"title": "x" * 141}, "Shorten"),
    ],
)
def test_a_fault_is_told_and_everything_typed_stands(officer, personas, typed, says):
    answer = officer.post(reverse("funding:agreement_create", args=["test-x"]), {"purpose": "Keep these words"} | typed)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert "Keep these words" in answer.content.decode()
    assert not Agreement.objects.exists()


@pytest.mark.parametrize("meanwhile", [False, True])
def test_a_reference_that_another_agreement_has_is_told_at_its_box(officer, personas, monkeypatch, meanwhile):
    """Also where the other got it after the form had looked."""
    _, other = drafted(personas.partners["x"], own_reference="G-1"), drafted(personas.partners["x"])
    if meanwhile:
        monkeypatch.setattr(forms, "permit_own_reference", lambda row: ALLOWED)
    for answer in (
        officer.post(reverse("funding:agreement_create", args=["test-x"]), {"own_reference": "G-1", "purpose": "Keep these words"}),
        send(officer, page("agreement_update", other, "about"), own_reference="G-1", purpose="Keep these words"),
    ):
        assert answer.status_code == 422
        soup = BeautifulSoup(answer.content, "html.parser")
        box = soup.select_one("#id_own_reference")
        told = " ".join(said(soup.find(id=name)) for name in box["aria-describedby"].split())
        assert "Another agreement of yours has this reference" in told
        assert "Keep these words" in soup.select_one("#id_purpose").text
    assert Agreement.objects.filter(own_reference="G-1").count() == 1


def test_a_last_day_before_the_first_is_told_at_its_box(officer, running):
    days = of_day("start_on", START) | of_day("end_on", START - timedelta(days=1)) | of_day("awarded_on", START)
    answer = send(officer, page("agreement_update", running, "terms"), **days, award_pence="5", payment="advance")
    assert answer.status_code == 422
    assert "Choose a last day on or after the first day" in answer.content.decode()


def test_the_notice_form_shows_the_earliest_day_before_anything_is_typed(officer, running):
    words = said(read(officer, page("part_create", running, "notices")).main)
    assert "The guideline is three months" in words
    assert "The earliest day that keeps it is" in words


def notice(running, **more):
    typed = {"kind": "reduce", "reason": "The budget is smaller", "change_pence": "100"}
    typed |= of_day("written_on", date(2026, 11, 22)) | of_day("effective_on", date(2027, 2, 1))
    return typed | more


def test_a_notice_can_be_checked_without_being_saved(officer, running):
    answer = officer.post(page("part_create", running, "notices"), notice(running, check="yes"))
    assert answer.status_code == 200
    words = answer.content.decode()
    assert "71 days of notice; the guideline is three months; the earliest day that keeps it is Monday 22 February 2027." in words
    assert not ChangeNotice.objects.exists()


def test_a_breach_is_not_saved_without_its_reason_and_keeps_what_was_typed(officer, running):
    address = page("part_create", running, "notices")
    answer = officer.post(address, notice(running))
    assert answer.status_code == 422
    body = answer.content.decode()
    assert "or choose Monday 22 February 2027 or a later day" in body
    assert "The budget is smaller" in body
    assert not ChangeNotice.objects.exists()
    saved = officer.post(address, notice(running, breach_reason="Our grant ended", authorised_by="Portfolio Holder"))
    assert saved.status_code == 302
    assert ChangeNotice.objects.get().authorised_by == "Portfolio Holder"


def test_the_second_of_two_officers_is_shown_what_changed_and_loses_nothing(personas, officer, running):
    row = add(running, "instalments", due_on=START, pence=10_00)
    address = page("part_update", running, "instalments", row.pk)
    stale = hidden_version(officer.get(address))
    save_part(
        agreement=running, row=row, version=row.version, values={"pence": 55_00}, by=personas.people["officer_x2"], why="x"
    )  # fmt: skip
    typed = {"version": stale, "kind": "regular", "pence": "77", **of_day("due_on", START)}
    answer = officer.post(address, typed)
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "Test officer_x2 has saved this" in body
    assert 'value="77"' in body
    again = officer.post(address, typed | {"version": hidden_version(answer)})
    assert again.status_code == 302
    row.refresh_from_db()
    assert row.pence == 77_00


def test_the_calculator_shows_the_gap_before_it_is_saved(officer, running):
    typed = {"staff": "8,000", "premises_pence": "6,000", "premises_part": "2", "premises_whole": "4", "check": "yes"}
    answer = send(officer, page("cost_plan_update", running), **typed)
    assert answer.status_code == 200
    assert "£11,000" in answer.content.decode()
    assert "£2,000</strong> is paid for by nobody" in answer.content.decode()
    assert not running.cost_lines.exists()
    typed.pop("check")
    assert send(officer, page("cost_plan_update", running), **typed).status_code == 302
    assert running.cost_lines.count() == 2
    wrong = send(officer, page("cost_plan_update", running), central_pence="5", central_part="9", central_whole="4")
    assert "The part is not more than the whole" in wrong.content.decode()


def test_a_schedule_divides_what_is_left_of_the_award(officer, running):
    shown = said(read(officer, page("schedule_create", running)).main)
    assert "£9,000 of the award is in no instalment yet" in shown
    answer = send(officer, page("schedule_create", running), pence="9,000", count="4", every="3", **of_day("first_on", START))
    assert answer.status_code == 302
    assert [row.pence for row in Instalment.objects.all()] == [2250_00] * 4
    over = send(officer, page("schedule_create", running), pence="1", count="1", every="3", **of_day("first_on", START))
    assert "more than the award" in over.content.decode()


def test_years_are_asked_for_each_financial_year(officer, personas):
    made = recorded(personas.partners["x"], personas.partners["a"], end_on=date(2028, 3, 31))
    typed = {"pence_2026-27": "4,000", "firm_2026-27": "firm", "pence_2027-28": "5,000", "firm_2027-28": "indicative"}
    assert send(officer, page("year_update", made), **typed).status_code == 302
    assert [(row.year, row.pence, row.is_firm) for row in made.allocations.all()] == [
        ("2026-27", 4000_00, True), ("2027-28", 5000_00, False),
    ]  # fmt: skip
    wrong = send(officer, page("year_update", made), **(typed | {"pence_2027-28": "1"}))
    assert "make them the same" in wrong.content.decode()


def test_objectives_are_written_changed_and_taken_out(officer, running):
    typed = {"words": "People are helped", "indicator": "Counted", "unit": "people", "target": "400"}
    send(officer, page("objective_create", running), **typed, **of_day("due_on", START), **of_day("agreed_on", START))
    row = Objective.objects.get()
    assert row.indicators.get().target == 400
    send(officer, page("objective_update", running, row.pk), **(typed | {"target": "500"}))
    assert row.indicators.get().target == 500
    send(officer, page("objective_delete", running, row.pk))
    assert not Objective.objects.exists()


@pytest.mark.parametrize(
    ("part", "typed"),
    [
        ("evaluations", {"findings": "It works"} | of_day("held_on", date(2026, 10, 1))),
        ("liaison", {"name": "Sample officer", "role": "Grants officer"} | of_day("from_on", START)),
        ("support", {"kind": "premises", "what": "Rooms", "yearly_pence": "6,200"} | of_day("from_on", START)),
        ("returns", of_day("due_on", date(2027, 3, 20))),
        ("next-year", {"decision": "renewed"} | of_day("told_on", date(2026, 10, 1))),
    ],
)
def test_each_part_is_written_listed_and_marked_as_a_mistake(officer, running, part, typed):
    assert send(officer, page("part_create", running, part), **typed).status_code == 302
    listed = read(officer, page("part_list", running, part))
    link = listed.select_one(".tasks a")["href"]
    assert officer.get(link).status_code == 200
    number = int(link.rstrip("/").rpartition("/")[2])
    assert send(officer, page("part_void", running, part, number), reason="").status_code == 422
    assert send(officer, page("part_void", running, part, number), reason="Typed twice").status_code == 302
    assert "Typed twice" in said(read(officer, page("part_list", running, part)).main)
    assert officer.get(link).status_code == 404


def test_an_agreement_is_copied_in_one_action_and_marked_as_a_mistake(officer, running):
    answer = send(officer, page("agreement_copy", running))
    copied = Agreement.objects.get(renewed_from=running)
    assert answer["Location"] == page("own_agreement_detail", copied)
    send(officer, page("agreement_void", running), reason="Entered twice")
    running.refresh_from_db()
    assert running.voided_reason == "Entered twice"
    assert "Marked as a mistake" in said(read(officer, page("own_agreement_detail", running)).main)


def test_rounds_guidelines_and_cuts_are_recorded(officer, personas):
    answer = officer.post(
        reverse("funding:fund_create", args=["test-x"]), {"title": "Grants 2027", **of_day("opens_on", date(2027, 1, 10))}
    )  # fmt: skip
    assert answer.status_code == 302
    fund = Fund.objects.get()
    send(officer, reverse("funding:fund_update", args=["test-x", fund.slug]), title="Community grants 2027")
    fund.refresh_from_db()
    assert fund.slug == "community-grants-2027"
    assert officer.get("/funding/funds/grants-2027/")["Location"] == "/funding/funds/community-grants-2027/"
    given = {"months": "6", "agreed_by": "the Portfolio Holder", **of_day("from_on", START)}
    assert officer.post(reverse("funding:guideline_create", args=["test-x"]), given).status_code == 302
    twice = officer.post(reverse("funding:guideline_create", args=["test-x"]), given)
    assert "recorded from that day already" in twice.content.decode()
    assert NoticeGuideline.objects.filter(funder=personas.partners["x"]).get().months == 6
    cut = reverse("funding:own_cut_create", args=["test-x"])
    assert officer.post(cut, {"year": "2026-28"}).status_code == 422
    assert officer.post(cut, {"year": "2026-27", "own_per_cent": "4.5"}).status_code == 302
    assert str(OwnCut.objects.get().own_per_cent) == "4.50"


def test_own_funding_list_and_detail_show_a_cliff_and_take_the_recipients_word(personas, running):
    member = personas.client("contributor_a")
    assert "Test partner A" in said(read(member, reverse("funding:own_funding_list")).main)
    address = reverse("funding:own_funding_detail", args=["test-a"])
    assert "1 agreement ends within three months" in said(read(member, address).main)
    decision = add(running, "next-year", decision="renewed", told_on=today())
    words = said(read(member, address).main)
    assert "within three months" not in words
    assert "You were told what comes next on" in words
    say = reverse("funding:dispute_create", args=["test-a", "next-year", decision.pk])
    assert member.post(say, {"stance": "disputed", "words": ""}).status_code == 422
    assert member.post(say, {"stance": "disputed", "words": "Nobody told us"}).status_code == 302
    public = member.get(f"/funding/agreements/{running.reference}/").content.decode()
    assert "The recipient disputes this day" in public
    assert "Nobody told us" not in public
    assert RenewalDecision.objects.get().told_on == today()
    officer = personas.client("officer_x1")
    assert "It writes: “Nobody told us”" in said(read(officer, page("own_agreement_detail", running)).main)


def test_the_desk_names_days_that_a_recipient_disputes_until_they_are_mended(personas, running):
    payment = add(running, "instalments", due_on=START, pence=1, paid_on=START, paid_pence=1)
    told = add(running, "next-year", decision="renewed", told_on=today())
    member, officer = personas.client("signatory_a"), personas.client("officer_x1")
    later = START + timedelta(days=3)
    for what, row, day in (("instalment", payment, of_day("says_on", later)), ("next-year", told, {})):
        address = reverse("funding:dispute_create", args=["test-a", what, row.pk])
        assert member.post(address, {"stance": "disputed", "words": "Look again"} | day).status_code == 302

    def disputed(who=officer):
        return said(read(who, reverse("funding:funding_desk")).find(id=re.compile("^disputes-")).find_parent("section"))

    assert f"Test partner A disputes when it was paid{running.title}; it says {in_words(later)}" in disputed()
    assert "Test partner A disputes when it was told what comes next" in disputed()
    assert "it says that this has not happened" in disputed()
    assert "disputes when" not in disputed(personas.client("officer_y"))
    Instalment.objects.filter(pk=payment.pk).update(paid_on=later)
    assert "when it was paid" not in disputed()
    Dispute.objects.update(stance="confirmed", says_on=None)
    assert "disputes when" not in disputed()


def test_dispute_create_knows_no_other_partners_records(personas, running):
    row = add(running, "instalments", due_on=START, pence=1, paid_on=START, paid_pence=1)
    other = personas.client("signatory_b")
    assert other.get(reverse("funding:dispute_create", args=["test-b", "instalment", row.pk])).status_code == 404
    assert other.get(reverse("funding:dispute_create", args=["test-b", "nonsense", 1])).status_code == 404


def test_nobody_learns_of_another_agencys_draft(personas):
    draft = drafted(personas.partners["x"], personas.partners["a"])
    for name in ("officer_y", "signatory_a", "coordinator", "partless"):
        assert personas.client(name).get(page("own_agreement_detail", draft)).status_code == 404


@pytest.mark.sqlite
def test_the_desk_passes_over_nothing_that_ended_long_ago(running):
    with CaptureQueriesContext(connection) as found:
        desk(running.funder, on=today())
    plans = []
    for query in found:
        if '"end_on" >=' in query["sql"]:
            with connection.cursor() as cursor:
                cursor.execute("EXPLAIN QUERY PLAN " + query["sql"])
                plans.append(cursor.fetchall()[0][-1])
    assert len(plans) == 3
    assert all("COVERING INDEX desk_by" in plan and "end_on>?" in plan for plan in plans), plans
