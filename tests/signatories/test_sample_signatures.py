"""The sample year's signatures: both sectors, all kinds, two editions, every state; and nothing pretends to be real."""

from datetime import timedelta

import pytest
from django.test import Client

from compact_portal.mail.models import Message
from compact_portal.site.sample import load_sample
from signatories.actions.sample import FIRST_LABEL, earlier_text
from signatories.models import Partner, Signature, SignatureEvent
from signatories.queries.desk import desk_partner
from signatories.queries.directory import Wanted, listing
from tests.house.content import load_dacorum, once
from tests.signatories.waiting import now, today, wrong
from tests.undertakings.pages import read, said
from undertakings.models import Edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def sample(db: None) -> None:
    def make() -> None:
        load_dacorum()
        Edition.objects.update(published_on=today() - timedelta(days=30))
        load_sample(at=now(), on=today())

    once("sample year over an older edition", make)


def states() -> set[str]:
    partners = Partner.objects.all()
    return {one.state for partner in partners for one in desk_partner(partner, at=now(), on=today()).signatures}


def test_about_sixty_partners_of_both_sectors_and_all_kinds(sample):
    assert 55 <= Partner.objects.listed().count() <= 65
    assert set(Partner.objects.values_list("kind", flat=True)) == set(Partner.Kind.values)
    assert set(Partner.objects.values_list("sector", flat=True)) == set(Partner.Sector.values)


def test_signatures_are_in_every_state_and_of_two_editions_on_paper_and_online(sample):
    assert states() == {"Stands", "Withdrawn", "Invalidated", "To check", "Pending", "Ran out", "Refused"}
    labels = set(Signature.objects.filter(edition__isnull=False).values_list("edition__label", flat=True))
    assert len(labels) == 2
    assert set(Signature.objects.values_list("method", flat=True)) == {"online", "paper"}
    assert Signature.objects.filter(edition=None).exists()
    assert Partner.objects.filter(dissolved_on__isnull=False).exists()


@pytest.mark.parametrize("status", ["signed", "to-reaffirm", "withdrawn", "not-signed"])
def test_the_directory_has_some_of_each_standing(sample, status):
    assert listing(Wanted(status=status), on=today()).count >= 2


def test_they_lapse_when_the_months_are_over(sample):
    assert listing(Wanted(status="lapsed"), on=today() + timedelta(days=300)).count >= 10


def test_chain_and_signatures_agree(sample):
    assert wrong() == []
    instants = list(SignatureEvent.objects.order_by("position").values_list("at", flat=True))
    assert instants == sorted(instants)


def test_all_of_it_is_called_sample_and_nothing_is_mailed(sample):
    assert all(name.startswith("Sample ") for name in Partner.objects.values_list("name", flat=True))
    assert all(name.startswith("Sample ") for name in Signature.objects.values_list("signer_name", flat=True))
    emails = set(Signature.objects.exclude(signer_email="").values_list("signer_email", flat=True))
    assert all(email.endswith("@sample.invalid") for email in emails)
    assert not Message.objects.exists()


def test_the_earlier_edition_says_that_it_is_invented_and_is_not_in_force(sample):
    edition = Edition.objects.get(label=FIRST_LABEL)
    assert Edition.objects.in_force(today()) != edition
    page = said(read(Client(), f"/compact/editions/{edition.slug}/").main)
    assert "This edition is invented, and nobody has ever agreed it." in page


def test_the_earlier_edition_promises_less_in_both_sectors(sample):
    in_force = Edition.objects.in_force(today())
    before = earlier_text(in_force)
    words = {item.anchor: item.words for section in before.sections for item in section.items}
    now_ = {clause.anchor: clause.words for clause in in_force.clauses.all()}
    assert len(now_) - len(words) == 2
    assert sum("where that is possible" in each for each in words.values()) == 2


def test_loading_again_changes_nothing(sample):
    def rows():
        tables = (Partner, Signature, SignatureEvent, Edition)
        return [list(table._default_manager.order_by("pk").values()) for table in tables]

    before = rows()
    load_sample(at=now() + timedelta(days=40), on=today() + timedelta(days=40))
    assert rows() == before


def test_without_a_compact_there_is_nothing_to_sign(db):
    load_sample(at=now(), on=today())
    assert not Signature.objects.exists()


def test_two_of_those_to_check_are_called_nearly_like_partners_that_are_here(sample):
    names = set(Partner.objects.to_check().values_list("name", flat=True))
    assert names == {"Sample Wheels Transport Group", "Sample Allotments Group"}
