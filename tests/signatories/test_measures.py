"""What signatures show, against tables worked out by hand; and evidence follows a partner that is merged."""

from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import call_command

from compact_portal.audit.context import change
from compact_portal.lib.verdicts import Figure, Outcome
from signatories import measures
from signatories.actions.merging import merge_partners
from signatories.actions.standing import refresh_standing
from signatories.models import Partner, Signature
from signatories.rules.evidence import reaffirmed
from tests.signatories.signers import a_partner, an_edition
from tests.undertakings.pages import DAY, edition_of, queries_of, read, said, set_day, words_of
from undertakings.models import EvidenceLink, RecordVerdict, Tally
from undertakings.queries.evidence import Wanted, figure_of, verdicts

KEY = "signatures-reaffirmed"
NEWER = date(2026, 11, 20)
LAPSES = date(2027, 11, 20)
EDITIONS = [(2, NEWER), (1, DAY)]


@pytest.mark.parametrize(
    ("on", "edition", "outcome", "until"),
    [
        (date(2026, 11, 1), 1, Outcome.NOT_DUE, date(2026, 11, 1)),  # before the first edition
        (date(2026, 11, 2), 1, Outcome.KEPT, date(2026, 11, 19)),
        (date(2026, 11, 19), 1, Outcome.KEPT, date(2026, 11, 19)),
        (date(2026, 11, 20), 1, Outcome.NOT_DUE, date(2027, 11, 19)),
        (date(2027, 11, 19), 1, Outcome.NOT_DUE, date(2027, 11, 19)),
        (date(2027, 11, 20), 1, Outcome.NOT_KEPT, None),
        (date(2027, 11, 20), 2, Outcome.KEPT, None),
        (date(2026, 11, 20), None, Outcome.NOT_DUE, date(2027, 11, 19)),  # a text that is not held is an earlier one
    ],
)
def test_a_signature_is_to_be_reaffirmed_until_it_lapses(on, edition, outcome, until):
    verdict = reaffirmed(on, signed_edition=edition, signed_on=DAY, editions=EDITIONS, lapse_months=12)
    assert (verdict.outcome, verdict.holds_until) == (outcome, until)


@pytest.mark.parametrize("editions", [[], [(3, date(2027, 1, 1))]])
def test_before_the_first_edition_nothing_is_due(editions):
    verdict = reaffirmed(DAY, signed_edition=None, signed_on=DAY, editions=editions, lapse_months=12)
    assert verdict.outcome is Outcome.NOT_DUE
    assert verdict.holds_until == (date(2026, 12, 31) if editions else None)


def sign(partner: Partner, edition, reference: str, on: date = DAY) -> Signature:
    at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    with change(by=None, why="A test"):
        signature = Signature.objects.create(
            reference=reference, partner=partner, edition=edition, digest=edition.digest, authority="The board",
            signed_at=at, confirmed_at=at, expires_at=at,
        )  # fmt: skip
        refresh_standing(partner)
    return signature


@pytest.fixture
def _day(monkeypatch, db, settings):
    settings.PORTAL_LAPSE_MONTHS = 12
    set_day(monkeypatch, date(2026, 11, 26))


@pytest.fixture
def partners(_day):
    """Four that signed the first edition, of which one reaffirmed, one withdrew and one dissolved."""
    first = an_edition("First")
    made = {name: a_partner(f"Sample {name}") for name in ("stays", "reaffirms", "withdraws", "dissolves", "never")}
    for number, name in enumerate(("stays", "reaffirms", "withdraws", "dissolves"), 1):
        sign(made[name], first, f"SMA-2026-000{number}")
    second = edition_of(words_of("Second", [("item-1", "Money comes in good time.")]), on=NEWER)
    sign(made["reaffirms"], second, "SMA-2026-0009", on=date(2026, 11, 25))
    with change(by=None, why="A test"):
        gone = Signature.objects.get(partner=made["withdraws"])
        gone.withdrawn_at, gone.withdrawn_reason = datetime(2026, 11, 25, 12, tzinfo=UTC), "We close."
        gone.save()
        refresh_standing(made["withdraws"])
        made["dissolves"].dissolved_on = date(2026, 11, 25)
        made["dissolves"].save()
    return made


def test_the_figure_and_its_records(partners):
    assert figure_of(KEY, on=date(2026, 11, 26)) == Figure(kept=1, not_due=1)
    assert figure_of(KEY, on=LAPSES) == Figure(kept=1, not_kept=1)
    rows = {row.record: row.outcome for row in verdicts(Wanted(KEY, LAPSES))}
    assert rows == {partners["stays"].pk: "not_kept", partners["reaffirms"].pk: "kept"}
    for day in ("2026-11-26", "2027-11-19", "2027-11-20"):
        call_command("verify_evidence", "--on", day, stdout=StringIO())


def test_champions_and_small_groups_by_hand(partners):
    with change(by=None, why="A test"):
        for name, band, champion in (
            ("stays", "under-10k", "Sample Champion"), ("reaffirms", "100k-1m", ""), ("never", "under-10k", "Sample Other"),
            ("withdraws", "10k-100k", "Sample Third"),
        ):  # fmt: skip
            row = Partner.objects.get(pk=partners[name].pk)
            row.income_band, row.champion = band, champion
            row.save()
    pk, on = partners["stays"].pk, date(2026, 11, 26)
    assert measures.champions(on, None) == {(pk, "2026-27"): 1}
    assert measures.champion_totals(on) == {"2026-27": 1}
    assert measures.small_groups(on, None) == measures.small_groups(on, [pk]) == {(pk, "2026-27"): 1}
    assert measures.small_group_totals(on) == {"2026-27": 1}
    assert measures.champions(on, [partners["reaffirms"].pk]) == {}


def test_a_partner_shows_its_own_figures_and_leads_to_its_own_records(client, partners):
    page = read(client, f"/signatories/{partners['reaffirms'].slug}/")
    panel = page.find(id="panel-evidence").find_parent("section")
    assert said(panel.select_one(".say strong")) == "Kept in 1 of 1"
    records = read(client, panel.select_one(".say a")["href"].split("#")[0])
    assert [said(cell) for cell in records.select("#records tbody th")] == ["Sample reaffirms"]
    assert read(client, f"/signatories/{partners['never'].slug}/").find(id="panel-evidence") is None


def test_an_amount_has_a_page_of_its_own(client, partners):
    with change(by=None, why="A test"):
        row = Partner.objects.get(pk=partners["stays"].pk)
        row.champion = "Sample Champion"
        row.save()
        EvidenceLink.objects.create(anchor="item-1", measure="champion-named", position=1)
    page = read(client, "/evidence/champion-named/")
    assert said(page.select_one(".say strong")) == "1 champion named"
    assert said(read(client, "/evidence/champion-named/2026-27/").select_one(".say strong")) == "1 champion named"
    assert client.get("/evidence/champion-named/2020-21/").status_code == 404
    assert said(read(client, "/evidence/").select_one(".ev .say strong")) == "1 champion named"


def test_a_partner_that_is_merged_is_counted_once(partners):
    gone, into = (Partner.objects.get(pk=partners[name].pk) for name in ("stays", "reaffirms"))
    at, on = datetime(2026, 11, 26, 12, tzinfo=UTC), date(2026, 11, 26)
    merge_partners(gone=gone, into=into, version=gone.version, into_version=into.version, by=None, at=at, on=on)
    assert figure_of(KEY, on=on) == Figure(kept=1)
    assert not RecordVerdict.objects.now_known().filter(agency=gone.pk).exists()
    assert not Tally.objects.filter(agency=gone.pk).exists()
    call_command("verify_evidence", stdout=StringIO())


def test_the_measure_costs_the_same_with_more_partners(client, partners):
    first = queries_of(client, f"/evidence/{KEY}/")
    edition = Signature.objects.get(reference="SMA-2026-0009").edition
    for number in range(30):
        sign(a_partner(f"Sample more {number}"), edition, f"SMA-2026-01{number:02}")
    assert queries_of(client, f"/evidence/{KEY}/") == first
