"""Fill a consultation: `python -m tests.benchmarks.many_answers 100000` in the environment of the portal to fill.

Prints, as JSON, the number after which the last page of answers begins, and the session of an officer who reads them.
"""

import itertools
import json
import os
import random
import sys
from datetime import timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "compact_portal.settings")
django.setup()

from allauth.account.internal.flows.login import record_authentication  # noqa: E402  the same
from django.conf import settings  # noqa: E402  the settings come first
from django.db import connection  # noqa: E402  the same
from django.http import HttpRequest  # noqa: E402  the same
from django.test import Client  # noqa: E402  the same

from compact_portal.lib.clock import now  # noqa: E402  the same
from compact_portal.lib.compact_text import read_compact  # noqa: E402  the same
from consultations.actions.outcomes import publish_outcome  # noqa: E402  the same
from consultations.models import Answer, Outcome, QuestionCount, Redaction, Response, Tag, Theme  # noqa: E402  the same
from consultations.queries.shown import PAGE  # noqa: E402  the same
from signatories.models import Membership, Person  # noqa: E402  the same
from tests.benchmarks.many_partners import TEXT  # noqa: E402  the same
from tests.consultations.asking import ask, closed  # noqa: E402  the same
from tests.house.personas import SIGN_IN  # noqa: E402  the same
from undertakings.actions.publishing import publish  # noqa: E402  the same

STEP = 2_000
WORDS = ("The square is near.", "The yard is too far for many.", "Charities would lose their stalls.", "Keep Saturdays.")
# At either size the first and the last answers are published, so that a page holds as many.
KINDS = ({"may_publish": True}, {"may_publish": True}, {"may_publish": False}, {"is_confidential": True}, {"is_late": True})


def responses(count: int, consultation: Any, at: Any) -> Any:
    """The same mixture however many."""
    for number in range(count):
        edge = number < PAGE or number >= count - PAGE
        kind = KINDS[0] if edge else KINDS[number % len(KINDS)]
        published = at if kind.get("may_publish") else None
        organisation = "" if number % 3 else f"Group {number}"
        yield Response(
            reference=f"B-{number:06d}", token=f"{number:032x}", consultation=consultation, received_at=at, published_at=published,
            is_organisation=bool(organisation), organisation=organisation, is_tagged=number % 2 == 0, **kind,
        )  # fmt: skip


def fill(count: int) -> dict[str, Any]:
    reading, _ = read_compact(TEXT.format(label="First").encode())
    assert reading
    publish(reading=reading, by=None, on=now().date())
    consultation = closed(title="Bench", answered=count)
    assert consultation.closes_at
    questions = [ask(consultation, "What do you think?"), ask(consultation, "Which way?", "one", "Stay", "Move", "Neither")]
    choices = list(questions[1].choices.all())
    themes = [Theme.objects.create(consultation=consultation, name=name, said="s", done="d") for name in ("Far", "Rare")]
    dice, rows = random.Random(1), responses(count, consultation, consultation.closes_at - timedelta(days=1))
    while some := list(itertools.islice(rows, STEP)):
        Response.objects.bulk_create(some)
        said = Answer.objects.bulk_create(
            Answer(response=row, question=questions[0], words=" ".join(dice.choices(WORDS, k=4))) for row in some
        )
        Redaction.objects.bulk_create(
            Redaction(answer=one, start=0, length=3, reason="Names a person", made_at=consultation.closes_at) for one in said[::8]
        )
        Tag.objects.bulk_create(Tag(answer=one, theme=themes[0]) for one in said[::2])
    some_tags = Tag.objects.filter(answer__response__published_at__isnull=False).order_by("pk")[:3]
    Tag.objects.filter(pk__in=list(some_tags.values_list("pk", flat=True))).update(is_cited=True)
    QuestionCount.objects.create(question=questions[0], count=count)
    for choice in choices:
        QuestionCount.objects.create(question=questions[1], choice=choice, count=count // 3)
    outcome = Outcome.objects.create(consultation=consultation, asked="a", said="s", done="d")
    publish_outcome(consultation=consultation, version=outcome.version, by=None, at=now())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    shown = Response.objects.shown().order_by("-pk").values_list("pk", flat=True)
    return {"last": shown[PAGE] if count > PAGE else 0, "session": session(consultation), "theme": themes[0].pk}


def session(consultation: Any) -> str:
    """The session of an officer of the agency that asks, as a cookie."""
    person = Person.objects.create_user("officer@bench.invalid", name="An officer")
    Membership.objects.create(person=person, partner=consultation.agency, role="officer", from_on=now().date())
    client = Client()
    client.force_login(person, backend=SIGN_IN)
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, person, "mfa")  # officers prove a second factor
    request.session.save()
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


if __name__ == "__main__":
    print(json.dumps(fill(int(sys.argv[1]))))
