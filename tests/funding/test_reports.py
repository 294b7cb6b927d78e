"""One report for all funders: each number once, kept as a draft, sent once, read by each funder as far as it is its own."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from compact_portal.lib.clock import now, today
from funding.actions.parts import drop_objective, put_objective
from funding.actions.reports import SENT, begin_report, save_report, send_report
from funding.models import Measurement, MonitoringReturn, Report
from funding.queries.reports import asking
from funding.rules import Asked, Owed, first_owed, is_about, permit_send, shared_boxes
from signatories.actions.merging import merge_partners
from tests.funding.agreeing import START, add, change_part, days_from_now, drafted, of_day, recorded, thresholds
from tests.undertakings.drafting import hidden_version
from tests.undertakings.pages import queries_of, read, said

DAY = date(2026, 11, 22)


# Rules


def test_the_same_thing_in_the_same_unit_is_asked_once():
    asked = [
        Asked(1, 10, "People advised", "people a year"), Asked(2, 10, "Volunteers", "people a year"),
        Asked(3, 20, "people  ADVISED", "People a year"), Asked(4, 20, "People advised", "hours"),
        Asked(5, 20, "People advised", ""), Asked(6, 30, "People advised", ""),
    ]  # fmt: skip
    assert [[one.indicator for one in box] for box in shared_boxes(asked)] == [[1, 3], [2], [4], [5], [6]]


@pytest.mark.parametrize(
    ("on", "owes", "about"),
    [
        (START - timedelta(days=1), False, False), (START, False, True), (DAY, False, True),
        (DAY + timedelta(days=1), False, False),
        (DAY + timedelta(days=1), True, True),
    ],
)  # fmt: skip
def test_a_report_is_about_what_runs_and_what_is_owed(on, owes, about):
    assert is_about(start_on=START, end_on=DAY, on=on, owes=owes) is about


def test_of_each_agreement_the_return_that_is_due_first_is_answered_at_first():
    owed = [
        Owed(1, DAY, frozenset({10})), Owed(2, DAY - timedelta(days=1), frozenset({10})), Owed(3, DAY, frozenset({10, 20})),
        Owed(4, DAY + timedelta(days=300), frozenset({20})),
    ]  # fmt: skip
    assert first_owed(owed) == {2, 3}
    assert first_owed([]) == set()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"agreements": []}, "nobody to send it to"), ({"up_to_on": None}, "up to which day"),
        ({"up_to_on": DAY + timedelta(days=1)}, "still to come"), ({"says": False}, "says nothing yet"), ({}, ""),
        ({"up_to_on": DAY - timedelta(days=900)}, ""),
    ],
)  # fmt: skip
def test_what_a_report_needs_to_be_sent(wrong, says):
    permit = permit_send(**({"up_to_on": DAY, "on": DAY, "says": True, "agreements": [1]} | wrong))
    assert bool(permit) is not bool(says)
    assert says in permit.reason


# Actions and pages


@pytest.fixture
def two(personas):
    """Agreements of A with X and with Y that ask for one number in common, and X for another one."""
    thresholds()
    span = {"start_on": days_from_now(-300), "end_on": days_from_now(400), "awarded_on": days_from_now(-320)}
    found = [recorded(personas.partners[letter], personas.partners["a"], title=f"With {letter}", **span) for letter in "xy"]
    for agreement, target in zip(found, (400, 250), strict=True):
        indicator(agreement, "People advised", target)
    indicator(found[0], "Volunteers", 20)
    return found


def indicator(agreement, words, target, unit="people a year"):
    values = {"words": words, "unit": unit, "target": Decimal(target), "due_on": agreement.end_on, "agreed_on": None}
    return put_objective(agreement=agreement, objective=None, version=None, words=f"For {words}", indicator=values, by=None)


@pytest.fixture
def member(personas):
    return personas.client("contributor_a")


def page(name, *more):
    return reverse(f"funding:{name}", args=["test-a", *more])


def began(member) -> Report:
    answer = member.post(page("report_create"))
    report = Report.objects.get(sent_at=None)
    assert answer["Location"] == page("report_update", report.pk)
    return report


def boxes(partner):
    return {box.words: box.number for box in asking(partner, on=today()).boxes}


@pytest.mark.django_db
def test_one_number_answers_both_funders_and_each_reads_its_part(personas, member, two):
    owed = [add(two[0], "returns", due_on=days_from_now(20)), add(two[1], "returns", due_on=days_from_now(-3))]
    report, numbers = began(member), boxes(personas.partners["a"])
    first = member.get(page("report_update", report.pk))
    words = first.content.decode()
    assert words.count(">People advised <span") == 1
    assert "In people a year, for Test partner X (400 by" in words
    assert "; Test partner Y (250 by" in words
    typed = {
        "version": hidden_version(first), "words": "We moved house.",
        **of_day("up_to_on", today()), "answers": [one.pk for one in owed],
        f"value_{numbers['People advised']}": "312", f"note_{numbers['Volunteers']}": "Nobody counted",
    }  # fmt: skip
    kept = member.post(page("report_update", report.pk), typed)
    assert kept["Location"] == page("report_send", report.pk)
    assert Measurement.objects.filter(value=312, indicator__objective__agreement__in=two).count() == 2
    assert Measurement.objects.get(value=None).note == "Nobody counted"
    shown = read(member, page("report_send", report.pk))
    assert "3 days after" in said(shown.main)
    done = member.post(page("report_send", report.pk), {"version": hidden_version(member.get(page("report_send", report.pk)))})
    assert done["Location"] == page("own_report_detail", report.pk)
    assert set(MonitoringReturn.objects.values_list("received_on", flat=True)) == {today()}
    for officer, agreement, there, hidden in (
        ("officer_x1", two[0], "Nobody counted", "250"),
        ("officer_y", two[1], "312", "Nobody counted"),
    ):
        address = reverse("funding:report_detail", args=[agreement.reference, report.pk])
        text = said(read(personas.client(officer), address).main)
        assert "We moved house." in text
        assert there in text
        assert hidden not in text
        assert (
            address
            in personas.client(officer).get(reverse("funding:own_agreement_detail", args=[agreement.reference])).content.decode()
        )
        assert address in personas.client(officer).get(reverse("funding:funding_desk")).content.decode()


@pytest.mark.django_db
def test_a_draft_is_kept_and_nobody_else_reads_it(personas, member, two):
    report, numbers = began(member), boxes(personas.partners["a"])
    form = member.get(page("report_update", report.pk))
    typed = {"version": hidden_version(form), "words": "hiddenword", f"value_{numbers['Volunteers']}": "12.50", "later": "yes"}
    assert member.post(page("report_update", report.pk), typed)["Location"] == page("own_report_list")
    again = read(member, page("report_update", report.pk))
    assert again.find(attrs={"name": f"value_{numbers['Volunteers']}"})["value"] == "12.5"
    assert "Go on with your draft" in said(read(member, page("own_report_list")).main)
    address = reverse("funding:report_detail", args=[two[0].reference, report.pk])
    report.agreements.set(two)
    assert personas.client("officer_x1").get(address).status_code == 404
    assert "hiddenword" not in personas.client("officer_x1").get(reverse("funding:funding_desk")).content.decode()


@pytest.mark.django_db
def test_pressing_twice_begins_one_and_sends_one(personas, member, two):
    report = began(member)
    assert began(member) == report
    report = save_report(
        report=report, version=1, values={"words": "Done", "up_to_on": today()}, answers=[], measured={}, by=None, on=today()
    )
    address, version = page("report_send", report.pk), {"version": report.version}
    for _ in range(3):
        assert member.post(address, version)["Location"] == page("own_report_detail", report.pk)
    assert Report.objects.get().version == report.version + 1


@pytest.mark.django_db
def test_the_second_of_two_members_is_shown_what_changed_and_loses_nothing(personas, member, two):
    report, number = began(member), boxes(personas.partners["a"])["Volunteers"]
    stale = hidden_version(member.get(page("report_update", report.pk)))
    save_report(
        report=report, version=1, values={"words": "Theirs", "up_to_on": None}, answers=[], measured={number: (Decimal(7), "")},
        by=personas.people["signatory_a"], on=today(),
    )  # fmt: skip
    typed = {"version": stale, "words": "Mine", f"value_{number}": "9"}
    answer = member.post(page("report_update", report.pk), typed)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Test signatory_a has saved this" in text
    assert "Theirs" in text
    assert 'value="9"' in text
    assert "Volunteers</h3>" in text
    assert member.post(page("report_update", report.pk), typed | {"version": hidden_version(answer)}).status_code == 302
    assert Measurement.objects.get().value == 9


@pytest.mark.django_db
def test_what_was_sent_stays_and_what_was_typed_afterwards_is_not_lost(member, two):
    report = began(member)
    form = hidden_version(member.get(page("report_update", report.pk)))
    report = save_report(
        report=report, version=1, values={"words": "Done", "up_to_on": today()}, answers=[], measured={}, by=None, on=today()
    )
    send_report(report=report, version=report.version, by=None, at=now())
    answer = member.post(page("report_update", report.pk), {"version": form, "words": "One more thing"})
    assert answer.status_code == 422
    assert SENT in answer.content.decode()
    assert "One more thing" in answer.content.decode()
    assert member.get(page("report_update", report.pk))["Location"] == page("own_report_detail", report.pk)


@pytest.mark.django_db
def test_it_is_not_sent_before_it_says_something(member, two):
    report = began(member)
    answer = member.post(page("report_send", report.pk), {"version": 1})
    assert answer.status_code == 422
    assert "Say first up to which day it goes." in answer.content.decode()


@pytest.mark.django_db
def test_a_return_that_an_officer_has_received_meanwhile_keeps_its_day(member, two):
    owed = add(two[0], "returns", due_on=DAY)
    report = began(member)
    values = {"words": "Done", "up_to_on": today()}
    report = save_report(report=report, version=1, values=values, answers=[owed.pk], measured={}, by=None, on=today())
    change_part(two[0], owed, received_on=DAY)
    sent = send_report(report=report, version=report.version, by=None, at=now())
    owed.refresh_from_db()
    assert owed.received_on == DAY
    assert not sent.answers.exists()
    # Chosen in a form that was loaded before: no fault, and nothing happens.
    later = began(member)
    form = member.get(page("report_update", later.pk))
    answer = member.post(page("report_update", later.pk), {"version": hidden_version(form), "answers": [owed.pk], "later": "yes"})
    assert answer.status_code == 302


@pytest.mark.django_db
def test_the_day_of_receipt_is_the_london_day(personas, two):
    owed = add(two[0], "returns", due_on=date(2026, 7, 1))
    report = begin_report(recipient=personas.partners["a"], by=None)
    values = {"words": "Done", "up_to_on": date(2026, 6, 30)}
    report = save_report(report=report, version=1, values=values, answers=[owed.pk], measured={}, by=None, on=date(2026, 7, 1))
    send_report(report=report, version=report.version, by=None, at=datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
    owed.refresh_from_db()
    assert owed.received_on == date(2026, 7, 1)


@pytest.mark.django_db
def test_nothing_is_said_of_an_agencys_drafts(personas, two):
    add(drafted(personas.partners["x"], personas.partners["a"], title="canarydraft"), "returns", due_on=DAY)
    found = asking(personas.partners["a"], on=today())
    assert {row.title for row in found.agreements} == {"With x", "With y"}
    assert found.owed == []


@pytest.mark.django_db
def test_an_indicator_that_is_gone_falls_away_and_one_that_was_reported_stays(personas, two):
    report = begin_report(recipient=personas.partners["a"], by=None)
    objective = two[0].objectives.last()
    number = objective.indicators.get().pk
    values = {"words": "Done", "up_to_on": today()}
    said_so = {number: (Decimal(3), "")}
    report = save_report(report=report, version=1, values=values, answers=[], measured=said_so, by=None, on=today())
    drop_objective(agreement=two[0], objective=objective, version=objective.version, by=None)
    assert not Measurement.objects.exists()
    other = two[0].objectives.get()
    said_so = {other.indicators.get().pk: (Decimal(5), "")}
    report = save_report(report=report, version=2, values=values, answers=[], measured=said_so, by=None, on=today())
    send_report(report=report, version=report.version, by=None, at=now())
    with pytest.raises(ValidationError, match="so it stays"):
        drop_objective(agreement=two[0], objective=other, version=other.version, by=None)


@pytest.mark.django_db
def test_only_members_of_the_recipient_write_it(personas, two):
    report = begin_report(recipient=personas.partners["a"], by=personas.people["signatory_a"])
    for name in ("contributor_b", "officer_x1", "coordinator"):
        with pytest.raises(PermissionDenied):
            begin_report(recipient=personas.partners["a"], by=personas.people[name])
        with pytest.raises(PermissionDenied):
            send_report(report=report, version=1, by=personas.people[name], at=now())


@pytest.mark.django_db
def test_the_database_refuses_what_may_not_be(personas, two):
    a = personas.partners["a"]
    report = begin_report(recipient=a, by=None)
    number = two[0].objectives.first().indicators.get().pk
    for wrong in (
        lambda: Report.objects.create(recipient=a),
        lambda: Report.objects.create(recipient=a, sent_at=now()),
        lambda: Measurement.objects.create(report=report, indicator_id=number),
        lambda: [Measurement.objects.create(report=report, indicator_id=number, value=1) for _ in range(2)],
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


@pytest.mark.django_db
def test_of_two_drafts_that_of_the_partner_that_stays_goes_on(personas, two):
    a, b = personas.partners["a"], personas.partners["b"]
    kept = begin_report(recipient=a, by=None)
    begin_report(recipient=b, by=None)
    sent = Report.objects.create(recipient=b, sent_at=now(), up_to_on=DAY)
    merge_partners(gone=b, into=a, version=b.version, into_version=a.version, by=None, on=today(), at=now())
    assert set(Report.objects.filter(recipient=a)) == {kept, sent}


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 30])
def test_the_pages_cost_the_same_however_much_there_is(personas, member, two, count):
    for number in range(count):
        one = recorded(
            personas.partners["x"], personas.partners["a"], title=f"One {number}", end_on=days_from_now(50), start_on=START
        )
        indicator(one, f"Thing {number}", 5)
        add(one, "returns", due_on=days_from_now(number))
        Report.objects.create(recipient=personas.partners["a"], sent_at=now(), up_to_on=DAY).agreements.add(one)
    report = began(member)
    assert queries_of(member, page("own_report_list")) <= 16
    assert queries_of(member, page("report_update", report.pk)) <= 20
    assert queries_of(member, page("report_send", report.pk)) <= 24
    assert queries_of(personas.client("officer_x1"), reverse("funding:funding_desk")) <= 27


@pytest.mark.django_db
def test_what_was_reported_before_stands_beside_the_box(personas, member, two):
    report = begin_report(recipient=personas.partners["a"], by=None)
    number = boxes(personas.partners["a"])["Volunteers"]
    values = {"words": "", "up_to_on": DAY}
    report = save_report(
        report=report, version=1, values=values, answers=[], measured={number: (Decimal("17.00"), "")}, by=None, on=today()
    )
    send_report(report=report, version=report.version, by=None, at=now())
    words = said(read(member, page("report_update", began(member).pk)).main)
    assert "Reported before: 17 up to 22 November 2026" in words
