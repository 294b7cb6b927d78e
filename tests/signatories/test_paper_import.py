"""Paper signatures from a list: shown row by row, then recorded whole or not at all."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from compact_portal.search.queries import find
from signatories.actions.desk import invalidate_signature
from signatories.actions.paper import PlanChanged, record_paper
from signatories.models import Partner, Signature
from signatories.queries.paper import read_paper
from signatories.rules.paper import COLUMNS, MOST_ROWS, day_permit
from tests.signatories.proving import edition, partner, signed
from tests.signatories.signers import soup_of
from tests.signatories.waiting import CHOIR, kinds, now, to_check, today, wrong
from tests.undertakings.drafting import tags
from tests.undertakings.pages import edition_of, many, read, said, words_of

pytestmark = pytest.mark.django_db
PAGE = reverse("signatories:paper_import")
HEAD = "name,sector,kind,signed_on,identifier,edition,signer,role,authority,website\n"
CHOIR_ROW = "Sample Choir,voluntary,group,2004-03-31,GB-CHC-1234567,,Sample Singer,Chair,The committee,https://choir.example\n"
HALL_ROW = "Sample Hall,Voluntary and community sector,Registered charity,31/03/2004,,,,,,\n"


@pytest.fixture(autouse=True)
def _edition(settings):
    settings.PORTAL_MAIL = "queue"
    edition(on=today() - timedelta(days=60))


def plan_of(rows: str, own=frozenset()):
    return read_paper((HEAD + rows).encode(), on=today(), own=own)


def record(rows: str, by=None):
    data = (HEAD + rows).encode()
    return record_paper(data=data, digest=plan_of(rows).digest, by=by, at=now(), on=today())


def upload(client, rows: str, data: bytes | None = None, **kwargs):
    return client.post(PAGE, {"file": SimpleUploadedFile("list.csv", data or (HEAD + rows).encode())}, **kwargs)


def refusal(rows: str) -> str:
    """The reason of the only row that is refused."""
    (row,) = [row for row in plan_of(rows).rows if row.what == "refused"]
    return row.about


def test_a_list_is_shown_first_and_recorded_by_the_button(coordinator, coordinator_person, client):
    response = upload(coordinator, CHOIR_ROW + HALL_ROW)
    assert response.status_code == 200
    assert not Signature.objects.exists()
    fields = {name: tags(response, "input", name=name)[0]["value"] for name in ("rows", "digest")}
    assert "Record 2 signatures" in response.content.decode()
    assert coordinator.post(PAGE, fields)["Location"] == reverse("signatories:desk")
    choir = Partner.objects.listed().get(name="Sample Choir")
    signature = choir.signatures.get()
    assert (signature.method, signature.edition, signature.digest) == ("paper", None, "")
    assert (signature.signer_name, signature.authority, signature.checked_by) == (
        "Sample Singer", "The committee", coordinator_person,
    )  # fmt: skip
    assert (choir.stands, choir.signed_on, choir.website) == ("paper", date(2004, 3, 31), "https://choir.example")
    assert choir.identifiers.get().value == "GB-CHC-1234567"
    assert choir.history.get().history_user == coordinator_person
    assert kinds() == ["recorded", "recorded"]
    assert [result.title for result in find("hall", kinds=["partner"]).results] == ["Sample Hall"]
    assert wrong() == []
    page = client.get(f"/signatures/{signature.reference}/").content.decode()
    assert "on paper" in page
    assert "which this portal does not hold" in page


def test_the_same_list_again_changes_nothing(coordinator):
    record(CHOIR_ROW + HALL_ROW)
    response = upload(coordinator, CHOIR_ROW + HALL_ROW)
    words = said(soup_of(response).main)
    assert "There is nothing to record" in words
    assert "recorded already as SMA-" in words
    assert not tags(response, "input", name="digest")
    with pytest.raises(PlanChanged):
        record(CHOIR_ROW + HALL_ROW)
    assert (Partner.objects.filter(name__startswith="Sample").count(), Signature.objects.count()) == (2, 2)


def test_one_that_was_ended_since_is_not_made_anew():
    record(CHOIR_ROW)
    signature = Signature.objects.get()
    invalidate_signature(signature=signature, version=1, reason="No.", by=None, at=now(), on=today())
    (row,) = plan_of(CHOIR_ROW).rows
    assert row.what == "there"
    assert "invalidated since" in row.about


def test_a_partner_is_found_by_number_or_by_exactly_its_name():
    by_number, by_name = partner("Sample Singers"), partner("Sample Hall", kind="charity")
    by_number.identifiers.create(value="GB-CHC-1234567")
    record(CHOIR_ROW + HALL_ROW.replace("Sample Hall", "SAMPLE  Häll"))
    assert Partner.objects.count() == 2
    for row in (by_number, by_name):
        row.refresh_from_db()
        assert row.stands == "paper"
        assert row.history.first().history_change_reason == "Recorded from a list of paper signatures"
    assert wrong() == []


def test_one_name_with_two_numbers_of_one_list_is_two_organisations():
    other = partner("Sample Choir")
    other.identifiers.create(value="GB-CHC-7654321")
    record(CHOIR_ROW)
    assert Partner.objects.filter(name="Sample Choir").count() == 2
    assert Partner.objects.filter(slug="sample-choir-2").exists()


def test_a_signature_of_an_edition_that_is_held_has_its_digest():
    row = f"Sample Hall,voluntary,charity,{today().isoformat()},,First,,,,\n"
    record(row)
    signature = Signature.objects.get()
    assert signature.digest == signature.edition.digest
    assert Partner.objects.get().stands == f"edition-{signature.edition_id}"
    assert wrong() == []


def test_one_partner_may_have_signed_two_texts():
    record(HALL_ROW + f"Sample Hall,voluntary,charity,{today().isoformat()},,First,,,,\n")
    assert Partner.objects.count() == 1
    assert Signature.objects.count() == 2
    assert Partner.objects.get().signed_edition.label == "First"
    assert wrong() == []


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("Sample Hall,nowhere,charity,2004-03-31,,,,,,\n", "“nowhere” is not known. Write one of: statutory, voluntary"),
        ("Sample Hall,voluntary,castle,2004-03-31,,,,,,\n", "“castle” is not known"),
        ("Sample Hall,voluntary,council,2004-03-31,,,,,,\n", "The kind is not of that sector"),
        ("Sample Hall,voluntary,charity,2004-02-30,,,,,,\n", "is no day. Write it like 2004-03-31 or 31/03/2004"),
        ("Sample Hall,voluntary,charity,31.3.2004,,,,,,\n", "is no day"),
        ("Sample Hall,voluntary,charity,2999-01-01,,,,,,\n", "is still to come"),
        ("Sample Hall,voluntary,charity,1904-03-31,,,,,,\n", "before there were compacts"),
        ("Sample Hall,voluntary,charity,2004-03-31,GB-CHC-1,,,,,\n", "does not look right"),
        ("Sample Hall,voluntary,charity,2004-03-31,12,,,,,\n", "Start with a list that is known"),
        ("Sample Hall,voluntary,charity,2004-03-31,,Ninth,,,,\n", "No edition has that name or address"),
        ("Sample Hall,voluntary,charity,2004-03-31,,First,,,,\n", "after it was signed"),
        ("Sample Hall,voluntary,charity,2004-03-31,,,,,,javascript:x\n", "The website is no address"),
        (f"Sample {'x' * 200},voluntary,charity,2004-03-31,,,,,,\n", "name has 207 characters. Shorten it to 200"),
        (HALL_ROW + HALL_ROW, "Line 2 is the same signature"),
        (HALL_ROW + HALL_ROW.replace("Registered charity", "group").replace("2004", "2005"), "Line 2 is the same signature"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why_and_how_to_mend_it(row, says):
    assert says in refusal(row)
    assert not plan_of(row).fits


def test_partners_that_cannot_be_recorded_for_say_why(coordinator_person):
    own = partner("Sample Own")
    waiting = to_check(CHOIR).partner
    other = partner("Sample Hall", kind="faith")
    twice = [partner("Sample Twice") for _ in range(2)]
    row = "{},voluntary,group,2004-03-31,,,,,,\n"
    (found,) = plan_of(row.format("Sample Own"), own=frozenset({own.pk})).rows
    assert "another coordinator has to record it" in found.about
    assert "still has to be checked" in refusal(row.format(waiting.name))
    assert "stands in the other sector" in refusal("Sample Hall,statutory,parish,2004-03-31,,,,,,\n")
    assert "2 partners are called that" in refusal(row.format(twice[0].name))
    assert other.pk


def test_a_restatement_is_not_signed_on_paper_either_where_records_are_real(settings):
    settings.PORTAL_SAMPLE = False
    row = "Sample Hall,voluntary,charity,{},,{},,,,\n"
    edition_of(words_of("Plain", many(1), standing="restatement"), on=today())
    assert "cannot be signed" in refusal(row.format(today().isoformat(), "Plain"))


def test_one_row_that_is_refused_stops_the_whole_list(coordinator):
    response = upload(coordinator, CHOIR_ROW + "Sample Hall,nowhere,charity,2004-03-31,,,,,,\n")
    assert response.status_code == 422
    assert "Nothing can be recorded yet" in response.content.decode()
    rows = [said(row) for row in soup_of(response).select("tbody tr")]
    assert rows[0].startswith("3Sample HallRefused")  # the refused one first, with its line
    assert not tags(response, "input", name="digest")
    assert not Signature.objects.exists()


def test_names_that_are_nearly_the_same_are_pointed_at():
    partner("The Sample Choir")
    (row,) = plan_of(CHOIR_ROW).rows
    assert (row.what, row.alike) == ("new", ["The Sample Choir"])


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\xff\xfe", "UTF-16"),
        (b"name;sector;kind;signed_on\n", "not separated by commas"),
        (b"name,sector,kind\nSample,voluntary,group\n", "The column signed_on is missing"),
        (HEAD.encode(), "has a heading and no row"),
        (HEAD.encode() + b'"Sample Hall,voluntary\n', "A quotation mark opens here and is never closed"),
        (HEAD.encode() + b"=cmd(),voluntary,group,2004-03-31,,,,,,\n", "makes it a formula"),
        (HEAD.encode() + b"Sample,voluntary\n", "The row has 2 cells"),
    ],
)
def test_a_file_that_is_no_such_list_says_what_is_wrong_with_its_line(coordinator, data, says):
    response = upload(coordinator, "", data)
    assert response.status_code == 422
    assert says in said(soup_of(response).main)


def test_what_changed_since_it_was_shown_is_shown_anew_and_nothing_is_recorded(coordinator):
    response = upload(coordinator, CHOIR_ROW)
    fields = {name: tags(response, "input", name=name)[0]["value"] for name in ("rows", "digest")}
    partner("Sample Choir").identifiers.create(value="GB-CHC-1234567")
    response = coordinator.post(PAGE, fields)
    assert response.status_code == 422
    page = said(soup_of(response).main)
    assert "Something has changed here since you looked at the list" in page
    assert "Matched" in page
    assert not Signature.objects.exists()
    fields = {name: tags(response, "input", name=name)[0]["value"] for name in ("rows", "digest")}
    assert coordinator.post(PAGE, fields).status_code == 302


def test_a_list_that_was_tampered_with_on_its_way_is_not_recorded(coordinator):
    response = upload(coordinator, CHOIR_ROW)
    fields = {name: tags(response, "input", name=name)[0]["value"] for name in ("rows", "digest")}
    fields["rows"] = fields["rows"].replace("Sample Singer", "Sample Stranger")
    assert coordinator.post(PAGE, fields).status_code == 422
    assert coordinator.post(PAGE, {"digest": "x"}).status_code == 422
    assert not Signature.objects.exists()


def test_a_hundred_thousand_rows_are_refused_in_one_line(coordinator):
    rows = "".join(f"Sample {number},voluntary,group,2004-03-31,,,,,,\n" for number in range(100_000))
    response = upload(coordinator, rows)
    assert response.status_code == 422
    faults = soup_of(response).select("[aria-labelledby=would] > ul li")
    assert [said(fault) for fault in faults] == [
        f"the file, line {MOST_ROWS + 2}: The file has more than 5,000 rows. Split it, or take rows out."
    ]
    assert len(response.content) < 20_000


def groups(count: int) -> str:
    return "".join(f"Sample {number} Group,voluntary,group,2004-03-31,,,,,,\n" for number in range(count))


def test_five_thousand_rows_are_read_in_few_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(60):
        plan = plan_of(groups(MOST_ROWS))
    assert plan.fits
    assert plan.partners_made == MOST_ROWS


def test_recording_costs_few_queries_for_many_rows(django_assert_max_num_queries):
    """Five thousand take ten seconds of one core; a fifth of them shows the same."""
    with django_assert_max_num_queries(320):
        done = record(groups(1_000))
    assert (done.signatures, done.partners) == (1_000, 1_000)
    assert Partner.objects.listed().filter(stands="paper").count() == 1_000
    assert wrong() == []


def test_a_signature_online_of_the_same_edition_is_there_already():
    own = partner("Sample Hall", kind="charity")
    signed(own, today())
    (row,) = plan_of(f"Sample Hall,voluntary,charity,{today().isoformat()},,First,,,,\n").rows
    assert row.what == "there"
    assert "online" in row.about


def test_the_list_to_fill_in_is_read_without_a_fault(coordinator):
    response = coordinator.get(reverse("signatories:paper_template"))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="paper-signatures.csv"' in response["Content-Disposition"]
    assert tuple(next(csv.reader(io.StringIO(response.content.decode())))) == COLUMNS
    plan = read_paper(response.content, on=today(), own=frozenset())
    assert plan.fits
    assert plan.counted("new") == 2


def test_the_page_says_which_columns_there_are(coordinator):
    assert ",".join(COLUMNS) in said(read(coordinator, PAGE).main)


@pytest.mark.parametrize(("shift", "allowed"), [(-1, False), (0, True), (1, True)])
def test_nothing_is_signed_before_it_was_published(shift, allowed):
    published = date(2026, 3, 2)
    permit = day_permit(published + timedelta(days=shift), on=date(2026, 3, 3), published_on=published)
    assert bool(permit) is allowed
