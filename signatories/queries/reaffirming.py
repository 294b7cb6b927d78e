"""What changed since a partner signed, for its sector, and who is to be asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from compact_portal.lib.comparison import Comparison, SectionChanges
from compact_portal.lib.dates import add_months
from compact_portal.lib.permits import Permit, refused
from signatories.models import Membership, Partner, Signature
from signatories.rules.directory import TEXT_NOT_HELD, stands
from signatories.rules.signing import may_be_signed
from undertakings.models import Edition, Section
from undertakings.queries.edition import changed_sections, two_editions


@dataclass(frozen=True, slots=True)
class Reaffirming:
    """A partner's way from what it signed to what is in force.

    `signed` is its newest standing signature; `sections` are the changes that concern its sector, `others` how many
    sections changed beside them. `comparison` is None where the text that was signed is not held.
    """

    signed: Signature
    edition: Edition
    lapses_on: date
    comparison: Comparison | None
    sections: list[dict[str, Any]]
    others: int


def lapse_day(edition: Edition) -> date:
    """The first day on which signatures of editions before this one have lapsed."""
    assert edition.published_on is not None
    return add_months(edition.published_on, settings.PORTAL_LAPSE_MONTHS)


def newest_standing(partner: Partner) -> Signature | None:
    """The standing signature of the newest text; one of a text that is not held counts as the oldest."""
    rows = partner.signatures.standing().select_related("edition")
    newest = rows.filter(edition__isnull=False).order_by("-edition__published_on", "-edition__pk").first()
    return newest or rows.first()


def reaffirming(partner: Partner, *, on: date) -> Reaffirming | None:
    """What a partner is asked to reaffirm on a day, None where there is nothing to."""
    edition, signed = Edition.objects.in_force(on), newest_standing(partner)
    if edition is None or signed is None or signed.edition == edition:
        return None
    if signed.edition is None:
        return Reaffirming(signed, edition, lapse_day(edition), None, [], 0)
    comparison = two_editions(signed.edition, edition)
    own = Comparison(tuple(_concerning(comparison, partner.sector, signed.edition, edition)))
    shown = changed_sections(own)
    others = len(changed_sections(comparison)) - len(shown)
    return Reaffirming(signed, edition, lapse_day(edition), comparison, shown, others)


def _concerning(comparison: Comparison, sector: str, *editions: Edition) -> list[SectionChanges]:
    """The sections that are not the other sector's undertakings alone."""
    rows = Section.objects.filter(edition__in=editions).exclude(sector__in=["", sector])
    theirs = set(rows.values_list("anchor", flat=True))
    return [section for section in comparison.sections if section.anchor not in theirs]


def asked(edition: Edition, *, on: date) -> QuerySet[Partner]:
    """The listed partners that have signed an earlier text than this one and not this one, in the order of their numbers."""
    earlier = Edition.objects.published().filter(published_on__lte=on).exclude(pk=edition.pk).values_list("pk", flat=True)
    words = [*(stands(edition=number, signed=True, withdrawn=False) for number in earlier), TEXT_NOT_HELD]
    return Partner.objects.listed().filter(stands__in=words, dissolved_on=None).order_by("pk")


def reaffirming_permit(*, on: date) -> Permit:
    """Whether the edition in force can be signed at all."""
    edition = Edition.objects.only("standing").in_force(on)
    if edition is None:
        return refused("No edition of the compact is in force, so there is nothing to reaffirm.")
    return may_be_signed(standing=edition.standing, sample=settings.PORTAL_SAMPLE)


def job_title_of(person: Any, partner: Partner, *, on: date, roles: Sequence[str] = (Membership.Role.SIGNATORY,)) -> str:
    """In what role somebody signs for a partner, or acts in one of these roles, where it is known."""
    parts = Membership.objects.on(on).filter(person=person, partner=partner, role__in=roles)
    return str(parts.exclude(job_title="").values_list("job_title", flat=True).first() or "")
