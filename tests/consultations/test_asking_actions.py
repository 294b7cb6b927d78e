"""Writing, approving, sending back and voiding: who may, what is refused, and what follows."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from compact_portal.audit.actions import StaleVersion, row_by_old_slug
from compact_portal.lib.clock import now, today
from compact_portal.mail.models import Message
from compact_portal.search.queries import find
from consultations.actions.approving import approve, send_back, submit, void_consultation
from consultations.actions.writing import drop_question, explain, save_question, save_step
from consultations.models import Consultation, Explanation
from consultations.queries.checking import check
from consultations.queries.desk import last_words
from tests.consultations.asking import answered, approved
from tests.consultations.writing import draft, fresh, planned, public, question, settle, submitted, thresholds, window

pytestmark = pytest.mark.django_db
SOON = timedelta(days=10)


@pytest.fixture(autouse=True)
def _numbers(db):
    thresholds()


@pytest.fixture
def one(personas):
    return personas.people["officer_x1"]


@pytest.fixture
def two(personas):
    return personas.people["officer_x2"]


@pytest.fixture
def x(personas):
    return personas.partners["x"]


def refusal(call) -> str:
    with pytest.raises(ValidationError) as caught:
        call()
    return " ".join(caught.value.messages)


def test_a_draft_is_public_to_nobody_and_an_approved_one_is(one, two, x):
    row = submitted(by=one, of=x)
    assert not row.is_public
    assert not find("market", kinds=["consultation"]).results
    done = approve(consultation=row, version=row.version, by=two, at=now())
    assert done.is_public
    assert (done.submitted_by, done.approved_by, done.approved_alone) == (one, two, False)
    assert [result.key for result in find("market", kinds=["consultation"]).results] == [str(row.pk)]


def test_who_asked_for_approval_does_not_approve_where_there_is_another(one, x):
    row = submitted(by=one, of=x)
    said = refusal(lambda: approve(consultation=row, version=row.version, by=one, at=now()))
    assert "another officer" in said
    assert not fresh(row).is_public


def test_the_database_holds_the_second_officer_too(one, x):
    row = submitted(by=one, of=x)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consultation.objects.filter(pk=row.pk).update(approved_at=now(), approved_by=one)


def test_an_agency_with_one_officer_approves_its_own_and_says_so(personas):
    officer, y = personas.people["officer_y"], personas.partners["y"]
    row = submitted(by=officer, of=y)
    assert approve(consultation=row, version=row.version, by=officer, at=now()).approved_alone


def test_no_other_agency_writes_or_approves(personas, x, one):
    stranger = personas.people["officer_y"]
    with pytest.raises(PermissionDenied):
        draft(x, by=stranger)
    row = submitted(by=one, of=x)
    with pytest.raises(PermissionDenied):
        approve(consultation=row, version=row.version, by=stranger, at=now())
    with pytest.raises(PermissionDenied):
        send_back(consultation=row, version=row.version, words="No", by=stranger, at=now())


def test_what_is_found_stops_the_approval_until_it_is_mended_or_explained(one, x):
    row = planned(by=one, of=x, options="")
    assert "No options are named" in refusal(lambda: submit(consultation=row, version=row.version, by=one, at=now()))
    settle(row, "options", by=one)
    row = fresh(row)
    assert submit(consultation=row, version=row.version, by=one, at=now()).submitted_at is not None


def test_a_window_that_passed_while_it_waited_stops_the_approval(one, two, x):
    row = submitted(by=one, of=x)
    late = now() + timedelta(days=11)
    assert "open in the past" in refusal(lambda: approve(consultation=row, version=row.version, by=two, at=late))


def test_approval_is_mailed_to_the_other_officers_once(one, two, x, personas):
    submitted(by=one, of=x)
    told = set(Message.objects.filter(once__startswith="submitted:").values_list("to", flat=True))
    assert told == {two.email, personas.people["coordinator_of_x"].email}


def test_sent_back_it_is_a_draft_again_with_the_words(one, two, x):
    row = submitted(by=one, of=x)
    back = send_back(consultation=row, version=row.version, words="Name the costs.", by=two, at=now())
    assert back.submitted_at is None
    assert last_words(back) == "Name the costs."
    assert "Name the costs" in Message.objects.get(to=one.email, once__startswith="sent-back:").body
    again = submit(consultation=back, version=back.version, by=one, at=now())
    assert last_words(again) == ""


def test_taken_back_before_it_opens_it_is_public_no_longer_and_its_ledger_stays(one, two, x):
    row = public(by=one, second=two, of=x)
    back = send_back(consultation=row, version=row.version, words="A mistake in the map", by=one, at=now())
    assert not back.is_public
    assert not find("market", kinds=["consultation"]).results
    entry = window(back, row.opens_on + SOON, row.closes_on + SOON, by=one, reason="The map is new")
    assert (entry.position, entry.kind) == (2, "moved")
    assert back.window.count() == 2


def test_what_has_opened_is_not_taken_back(one, two, x):
    row = public(by=one, second=two, of=x, opens_on=today())
    assert "has opened" in refusal(lambda: send_back(consultation=row, version=row.version, words="x", by=one, at=now()))


def test_nothing_changes_while_it_waits_or_once_it_is_open(one, two, x):
    row = submitted(by=one, of=x)

    def changed(held):
        return save_step(consultation=held, step="options", version=held.version, values={"options": "New"}, by=one, at=now())

    assert "waits for approval" in refusal(lambda: changed(row))
    assert "waits for approval" in refusal(lambda: question(row, by=one))
    assert "waits for approval" in refusal(lambda: explain(consultation=row, key="options", words="x", by=one, at=now()))
    approve(consultation=row, version=row.version, by=two, at=now())
    assert "Take it back first" in refusal(lambda: changed(fresh(row)))


def test_of_an_open_one_the_contact_may_change_and_the_questions_may_not(one, two, x):
    row = public(by=one, second=two, of=x, opens_on=today())
    saved = save_step(
        consultation=row, step="formats", version=row.version,
        values={"contact": "The front desk", "contact_email": "", "contact_phone": "01632 960000", "other_ways": ""},
        by=one, at=now(),
    )  # fmt: skip
    assert saved.contact == "The front desk"
    held = row.questions.get()
    assert "has opened" in refusal(lambda: drop_question(consultation=row, question=held, version=held.version, by=one, at=now()))


def test_an_old_version_is_told_and_writes_nothing(one, x):
    row = draft(x, by=one)
    with pytest.raises(StaleVersion):
        save_step(consultation=row, step="options", version=row.version - 1, values={"options": "x"}, by=one, at=now())
    assert fresh(row).options == row.options


def test_a_new_title_moves_a_draft_and_leaves_no_trace_of_the_old_one(one, x):
    row = draft(x, by=one)
    values = {"title": "The new yard", "summary": "", "proposal": "", "why_now": ""}
    save_step(consultation=row, step="proposal", version=row.version, values=values, by=one, at=now())
    assert fresh(row).slug == "the-new-yard"
    assert row_by_old_slug(Consultation, row.slug) is None


def test_the_old_address_of_what_was_public_goes_on_working(one, two, x):
    row = public(by=one, second=two, of=x)
    back = send_back(consultation=row, version=row.version, words="Another title", by=one, at=now())
    values = {"title": "The new yard", "summary": "s", "proposal": "p", "why_now": "w"}
    save_step(consultation=back, step="proposal", version=back.version, values=values, by=one, at=now())
    assert row_by_old_slug(Consultation, row.slug).slug == "the-new-yard"


def test_a_title_that_another_address_begins_with_gets_another_slug(one, x):
    assert draft(x, title="Follow", by=one).slug.startswith("follow-")
    assert draft(x, title="New", by=one).slug != "new"


def test_questions_keep_their_places(one, x):
    row = draft(x, by=one)
    second, third = question(row, "Second?", by=one), question(row, "Third?", by=one)
    values = {"words": "Third?", "kind": "one", "help": "", "anchor": "", "clause": "", "is_required": True, "position": 1}
    save_question(
        consultation=row, question=third, version=third.version, values=values, choices=["Yes", "No"], by=one, at=now()
    )  # fmt: skip
    assert list(row.questions.order_by("position").values_list("position", "words")) == [
        (1, "Third?"), (2, "What do you think?"), (3, "Second?"),
    ]  # fmt: skip
    second.refresh_from_db()
    drop_question(consultation=row, question=second, version=second.version, by=one, at=now())
    first = row.questions.get(position=1)
    assert list(first.choices.values_list("words", flat=True)) == ["Yes", "No"]
    assert row.questions.count() == 2


def test_groups_are_tied_to_partners_of_that_name(one, x, personas):
    row = draft(x, by=one)
    values = {"who_asked": "", "audiences": ["women", "nonsense"], "groups": [("Test partner A", "women"), ("Others", "other")]}
    save_step(consultation=row, step="who", version=row.version, values=values, by=one, at=now())
    assert dict(row.groups.values_list("name", "partner")) == {"Test partner A": personas.partners["a"].pk, "Others": None}
    assert list(row.audiences.values_list("key", flat=True)) == ["women"]


def test_an_explanation_is_changed_and_taken_back(one, x):
    row = draft(x, by=one, options="")
    settle(row, "options", "First", by=one)
    settle(row, "options", "Second", by=one)
    assert Explanation.objects.get(consultation=row, check_key="options").words == "Second"
    settle(row, "options", "", by=one)
    assert not Explanation.objects.filter(consultation=row, check_key="options").exists()
    assert "has to be mended" in refusal(lambda: explain(consultation=row, key="questions", words="x", by=one, at=now()))


def test_checks_see_the_consultations_of_other_agencies(one, x, personas):
    row = planned(by=one, of=x)
    other = approved(row.opens_on, row.closes_on, personas.partners["y"], title="Bus routes")
    other.audiences.create(key="groups")
    own = approved(row.opens_on, row.closes_on, x, title="Our own")
    own.audiences.create(key="groups")
    (found,) = [one for one in check(row, on=today()) if one.key == "clash"]
    assert "Bus routes" in found.words
    assert "Our own" not in found.words


def test_checks_see_abbreviations_that_nothing_explains(one, x):
    row = planned(by=one, of=x, proposal="The QZX decides.")
    (found,) = [one for one in check(row, on=today()) if one.key == "jargon"]
    assert "QZX" in found.words


def test_a_mistake_leaves_every_list_and_keeps_its_reason(one, two, x):
    row = public(by=one, second=two, of=x)
    void_consultation(consultation=row, version=row.version, reason="Written twice", by=one, at=now())
    held = fresh(row)
    assert (held.is_public, held.voided_reason) == (False, "Written twice")
    assert not find("market", kinds=["consultation"]).results
    assert "marked as a mistake" in refusal(lambda: question(held, by=one))


def test_what_people_have_answered_is_not_voided(one, two, x):
    row = public(by=one, second=two, of=x, opens_on=today())
    answered(row)
    said = refusal(lambda: void_consultation(consultation=row, version=row.version, reason="x", by=one, at=now()))
    assert "People have answered it" in said


def test_each_write_names_its_author_and_reason(one, x):
    row = draft(x, by=one)
    entries = row.history.order_by("history_date", "history_id")
    assert {entry.history_user for entry in entries} == {one}
    assert entries[0].history_change_reason == "Drafted the consultation"
