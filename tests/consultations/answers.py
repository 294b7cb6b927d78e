"""Answers on their way in: what somebody types, as journeys and as a browser's forms, for tests of answering."""

import re
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from django.test import Client

from compact_portal.lib.clock import now
from compact_portal.lib.dates import london_day
from compact_portal.mail.models import Message
from consultations.actions.answering import send_answer
from consultations.actions.journeys import start_journey
from consultations.models import AnswerJourney, Consultation, Question, Response
from consultations.queries.answering import sheet_of
from consultations.rules.answering import Given
from signatories.models import Partner
from tests.consultations.asking import ask, opened

EMAIL = "reader@sample.invalid"
YOU = {"name": "Sample Reader", "organisation": "", "email": EMAIL}
PUBLISH = {"may_publish": "yes", "is_confidential": False, "confidential_reason": ""}


def a_consultation(**more: Any) -> Consultation:
    """An open one with a question of each kind; the words and the agreement have to be answered."""
    made = opened(**more)
    ask(made, "What do you think of the move?", is_required=True)
    ask(made, "Which day is best?", "one", "Friday", "Saturday")
    ask(made, "What would you buy?", "several", "Bread", "Fruit", "Flowers")
    ask(made, "How is the square now?", "rating")
    ask(made, "The yard is the better place", "agree", is_required=True)
    return made


def questions(consultation: Consultation) -> list[Question]:
    return list(consultation.questions.order_by("position"))


def all_given(consultation: Consultation, words: str = "Yes, but keep the trees.") -> dict[int, Given]:
    """An answer to each question."""
    said, one, several, rating, agree = questions(consultation)
    friday, bread, flowers = one.choices.all()[0].pk, several.choices.all()[0].pk, several.choices.all()[2].pk
    return {
        said.pk: Given(words=words), one.pk: Given(choices=frozenset({friday})),
        several.pk: Given(choices=frozenset({bread, flowers})), rating.pk: Given(rating=2), agree.pk: Given(rating=5),
    }  # fmt: skip


def a_journey(
    consultation: Consultation, words: str = "Yes, but keep the trees.", *, partner: Partner | None = None, **more: Any
) -> AnswerJourney:
    """A journey with everything typed. `more` goes to the steps "you" and "publish"."""
    at = now()
    journey = start_journey(consultation=consultation, at=at)
    journey.answers = {
        "who": {"who": str(partner.pk) if partner else "person"},
        **sheet_of(consultation, on=london_day(at)).kept(all_given(consultation, words)),
        "you": {name: more.get(name, value) for name, value in YOU.items()},
        "publish": {name: more.get(name, value) for name, value in PUBLISH.items()},
    }
    journey.save()
    return journey


def sent(consultation: Consultation, *, at: datetime | None = None, by: Any = None, over: str = "", **more: Any) -> Response:
    """A response that was typed and sent."""
    return send_answer(journey=a_journey(consultation, **more), by=by, received_at=at or now(), over=over)


def links_mailed(kind: str = "change", to: str = EMAIL) -> list[str]:
    """The paths of the links in the mail to an address, the oldest first."""
    bodies = Message.objects.filter(to=to).order_by("pk").values_list("body", flat=True)
    found = [re.search(rf"\S+/respond/{kind}/\S+", body) for body in bodies]
    return [urlsplit(link[0]).path for link in found if link]


def soup_of(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content.decode(), "html.parser")


def said_errors(response: Any) -> list[str]:
    """The lines of the error summary."""
    return [item.get_text(" ", strip=True) for item in soup_of(response).select(".problem li")]


class Answerer:
    """A browser on its way through an answer."""

    def __init__(self, consultation: Consultation, client: Client | None = None) -> None:
        self.consultation, self.client = consultation, client or Client()
        self.root = f"/consultations/{consultation.slug}/respond/"

    def post(self, step: str = "", **typed: Any) -> Any:
        return self.client.post(self.root + step, typed)

    def send(self, step: str = "", **typed: Any) -> str:
        """Post a form, expecting to be led on; gives where to, from the root of answering."""
        response = self.post(step, **typed)
        assert response.status_code == 302, (step, response.status_code, said_errors(response))
        return response["Location"].removeprefix(self.root)

    def begin(self) -> "Answerer":
        assert self.send() == "who/"
        return self

    def answer(self, words: str = "Yes, but keep the trees.", who: str = "person", **you: Any) -> "Answerer":
        """Every step up to the check."""
        said, one, several, rating, agree = questions(self.consultation)
        bread, fruit, _ = several.choices.all()
        assert self.send("who/", who=who) == "questions/1/"
        self.send("questions/1/", **{f"q{said.pk}": words})
        self.send("questions/2/", **{f"q{one.pk}": one.choices.all()[0].pk})
        self.send("questions/3/", **{f"q{several.pk}": [bread.pk, fruit.pk]})
        self.send("questions/4/", **{f"q{rating.pk}": "2"})
        assert self.send("questions/5/", **{f"q{agree.pk}": "5"}) == "you/"
        assert self.send("you/", **{**YOU, **you}) == "publish/"
        assert self.send("publish/", may_publish="yes") == "check/"
        return self

    def journey(self) -> AnswerJourney:
        return AnswerJourney.objects.latest("pk")

    def press(self, **more: Any) -> Any:
        """Send it. As no person is as fast as a test, the pages ask once more, and so it is pressed again."""
        response = self.post("check/", **more)
        return self.post("check/", **more) if response.status_code == 422 and b"once more" in response.content else response
