"""Fill a directory: `python -m tests.benchmarks.many_partners 100000` in the environment of the portal to fill.

Prints the number of the partner after which the last page begins.
"""

import itertools
import os
import random
import sys
from datetime import date

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "compact_portal.settings")
django.setup()

from django.db import connection  # noqa: E402  the settings come first

from compact_portal.lib.compact_text import read_compact  # noqa: E402  the same
from compact_portal.lib.folding import fold  # noqa: E402  the same
from signatories.models import Partner  # noqa: E402  the same
from signatories.rules.directory import PAGE, PUBLIC_KINDS, sector_of, stands  # noqa: E402  the same
from undertakings.actions.publishing import publish  # noqa: E402  the same

STEP = 2_000
WORDS = ("Allotment", "Befriending", "Choir", "Drama", "Elm", "Football", "Garden", "Heritage", "Island", "Junction", "Kitchen",
         "Lunch", "Music", "Night", "Orchard", "Playgroup", "Quilt", "River", "Scout", "Transport", "Upland", "Village",
         "Walking", "Youth", "Zebra")  # fmt: skip
TEXT = (
    "---\ncompact: Small Compact\nplace: Smallplace\nedition: {label}\n---\n# Small Compact\n\n"
    "## Promises {{#statutory}}\n\n### Money {{#money}}\n\n- Money comes. {{#ask}}\n"
)


def rows(count: int, editions: list[int]):
    """Partners of every kind, income and standing, the same mixture however many."""
    dice = random.Random(1)
    kinds = [kind for kind in Partner.Kind.values for _ in range(1 if kind in PUBLIC_KINDS else 12)]
    day = date(2026, 1, 10)
    for number in range(count):
        name = f"{dice.choice(WORDS)} {dice.choice(WORDS)} {dice.choice(WORDS)} {number}"
        kind, rung = dice.choice(kinds), dice.random()
        edition = editions[1] if rung < 0.5 else editions[0] if rung < 0.7 else None
        withdrawn = edition is None and rung < 0.75
        yield Partner(
            name=name, slug=f"p-{number}", name_key=fold(name), kind=kind, sector=sector_of(kind),
            income_band=dice.choice([*Partner.Income.values, ""]), signed_edition_id=edition,
            signed_on=day if edition else None, withdrawn_on=day if withdrawn else None,
            stands=stands(edition=edition, signed=edition is not None, withdrawn=withdrawn),
        )  # fmt: skip


def fill(count: int) -> int:
    editions = []
    for label, on in (("First", date(2026, 1, 5)), ("Second", date(2026, 11, 1))):
        reading, _ = read_compact(TEXT.format(label=label).encode())
        assert reading
        editions.append(publish(reading=reading, by=None, on=on).pk)
    partners = rows(count, editions)
    while some := list(itertools.islice(partners, STEP)):
        Partner.objects.bulk_create(some)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    last = Partner.objects.listed().order_by("-name_key", "-pk").values_list("pk", flat=True)[PAGE]
    return int(last)


if __name__ == "__main__":
    print(fill(int(sys.argv[1])))
