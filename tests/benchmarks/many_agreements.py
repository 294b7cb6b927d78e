"""Fill a register: `python -m tests.benchmarks.many_agreements 100000` in the environment of the portal to fill.

Prints as JSON a year, the number of the agreement after which the last page begins, a reference, and the session of an officer.
"""

import json
import os
import random
import sys
from datetime import date, timedelta
from importlib import import_module

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "compact_portal.settings")
django.setup()

from django.conf import settings  # noqa: E402  the settings come first
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402  the same
from django.db import connection, transaction  # noqa: E402  the same
from simple_history.utils import bulk_create_with_history  # noqa: E402  the same

from compact_portal.audit.context import change  # noqa: E402  the same
from compact_portal.lib.clock import today  # noqa: E402  the same
from compact_portal.lib.dates import add_months, financial_year  # noqa: E402  the same
from compact_portal.lib.folding import fold  # noqa: E402  the same
from funding.actions.funds import record_guideline  # noqa: E402  the same
from funding.actions.standing import refresh  # noqa: E402  the same
from funding.models import Agreement, ChangeNotice, Instalment  # noqa: E402  the same
from funding.rules.register import PAGE  # noqa: E402  the same
from signatories.actions.people import add_partner, give_part, know_person  # noqa: E402  the same
from signatories.models import Membership, Partner  # noqa: E402  the same
from tests.benchmarks.many_partners import WORDS  # noqa: E402  the same
from undertakings.models import Threshold  # noqa: E402  the same

STEP = 2_000
RECIPIENTS = 300
FUNDERS = ("Large Council", "Small Council", "Health Service")
NUMBERS = (
    ("payment", "0", "days"), ("next-year-told", "0", "months"), ("full-cost", "1", "ratio"), ("evaluation-gap", "12", "months"),
    ("multi-year", "24", "months"),
)  # fmt: skip
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def partners() -> tuple[list[Partner], list[Partner]]:
    dice = random.Random(1)
    funders = [add_partner(name=name, sector="statutory", kind="council", by=None, why="A benchmark") for name in FUNDERS]
    names = [f"{dice.choice(WORDS)} {dice.choice(WORDS)} {number}" for number in range(RECIPIENTS)]
    bands = [*Partner.Income.values, ""]
    Partner.objects.bulk_create(
        Partner(
            name=name, slug=f"p-{number}", name_key=fold(name), sector="voluntary", kind="charity",
            income_band=bands[number % len(bands)],
        )
        for number, name in enumerate(names)
    )  # fmt: skip
    return funders, list(Partner.objects.filter(sector="voluntary").order_by("pk"))


def agreements(first: int, count: int, funders: list[Partner], recipients: list[Partner], on: date) -> list[Agreement]:
    """Of every kind, length and year, the same mixture however many; nine of ten are the large council's."""
    made = []
    kinds = Agreement.Kind.values
    for number in range(first, first + count):
        dice = random.Random(number)
        awarded_on = on - timedelta(days=dice.randrange(6 * 365))
        start_on = awarded_on + timedelta(days=30)
        words = f"{dice.choice(WORDS)} {dice.choice(WORDS)} {dice.choice(WORDS)}"
        made.append(
            Agreement(
                reference=f"BEN-2026-{number:06d}", state="recorded", funder=funders[max(0, dice.randrange(20) - 17)],
                recipient=dice.choice(recipients), title=f"{words} {number}", purpose=f"What {words.lower()} does for the place.",
                kind=dice.choice(kinds), payment="advance", awarded_on=awarded_on, start_on=start_on,
                end_on=add_months(start_on, 12 * dice.randrange(1, 5)) - timedelta(days=1),
                award_pence=dice.randrange(200, 500_000) * 100, common_terms=dice.random() < 0.5,
                common_monitoring=dice.random() < 0.3,
            )
        )  # fmt: skip
    return made


def fill(count: int) -> dict[str, object]:
    on = today()
    with change(by=None, why="A benchmark"):
        for rule, value, unit in NUMBERS:
            Threshold.objects.create(rule=rule, value=value, unit=unit, source="the compact")
        agreed = {"months": 3, "from_on": date(2015, 4, 1), "agreed_by": "the Portfolio Holder", "consulted": ""}
        record_guideline(funder=None, values=agreed, by=None)
    funders, recipients = partners()
    for first in range(0, count, STEP):
        with transaction.atomic():
            some = agreements(first, min(STEP, count - first), funders, recipients, on)
            some = bulk_create_with_history(some, Agreement, batch_size=500, default_change_reason="A benchmark")
            Instalment.objects.bulk_create(
                Instalment(
                    agreement=row, due_on=row.start_on + timedelta(days=90), pence=row.award_pence // 2,
                    paid_on=None if row.pk % 10 == 0 else row.start_on + timedelta(days=90),
                    paid_pence=None if row.pk % 10 == 0 else row.award_pence // 2,
                )
                for row in some
            )  # fmt: skip
            ChangeNotice.objects.bulk_create(
                ChangeNotice(
                    agreement=row, kind="reduce", written_on=row.start_on, effective_on=row.end_on, reason="Less money",
                )
                for row in some if row.pk % 8 == 0
            )  # fmt: skip
            refresh(some)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    last = Agreement.objects.public().order_by("awarded_on", "pk").values_list("pk", flat=True)[PAGE]
    year = financial_year(add_months(on, -24))
    return {"year": year, "last": last, "reference": f"BEN-2026-{count // 2:06d}", "session": _session(funders[0], on)}


def _session(agency: Partner, on: date) -> str:
    """An officer of the agency, signed in."""
    person = know_person(email="officer@sample.invalid", name="Sample officer", by=None, why="A benchmark")
    give_part(person=person, partner=agency, role=Membership.Role.OFFICER, on=on, by=None, why="A benchmark")
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store.update({SESSION_KEY: str(person.pk), BACKEND_SESSION_KEY: BACKEND, HASH_SESSION_KEY: person.get_session_auth_hash()})
    store.create()
    return str(store.session_key)


if __name__ == "__main__":
    print(json.dumps(fill(int(sys.argv[1]))))
