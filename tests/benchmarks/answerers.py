"""Those who answer in the benchmark, in the environment of the portal on which they answer.

`python -m tests.benchmarks.answerers prepare` makes an open consultation with a question of each kind;
`python -m tests.benchmarks.answerers answer http://127.0.0.1:8000 400` answers it so often through the pages, as browsers
do, on eight threads, and prints what came of it as JSON.
"""

import json
import os
import sys
from dataclasses import asdict, dataclass

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "compact_portal.settings")
django.setup()

from consultations.models import Consultation, Response  # noqa: E402  the settings come first
from consultations.queries.counting import wrong_counts  # noqa: E402  the same
from tests.benchmarks.signers import Browser, on_threads  # noqa: E402  the same
from tests.benchmarks.tally import tally  # noqa: E402  the same
from tests.consultations.answers import a_consultation, questions  # noqa: E402  the same


@dataclass(frozen=True)
class Answered:
    """What came of a run: seconds, answers acknowledged, lost and doubled, and counts that do not fit the answers."""

    seconds: float
    acknowledged: int
    lost: int
    doubled: int
    miscounted: int


def name_of(number: int) -> str:
    return f"Sample reader {number:05d}"


def answer_one(browser: Browser, number: int, asked: Consultation) -> None:
    """A whole answer, from the start to the receipt. Its last button is pressed once more than it has to be."""
    root = f"/consultations/{asked.slug}/respond/"
    words, one, several, rating, agree = questions(asked)
    browser.post(root)
    browser.post(root + "who/", who="person")
    browser.post(root + "questions/1/", **{f"q{words.pk}": "Yes, but keep the trees. " * 20})
    browser.post(root + "questions/2/", **{f"q{one.pk}": one.choices.all()[0].pk})
    browser.post(root + "questions/3/", **{f"q{several.pk}": several.choices.all()[1].pk})
    browser.post(root + "questions/4/", **{f"q{rating.pk}": 1 + number % 5})
    browser.post(root + "questions/5/", **{f"q{agree.pk}": 1 + number % 5})
    browser.post(root + "you/", name=name_of(number), email=f"reader-{number:05d}@sample.invalid")
    browser.post(root + "publish/", may_publish="yes")
    browser.send(root + "check/", {})  # no person is so fast, so the pages ask once more
    browser.post(root + "check/")
    browser.post(root + "check/")


def answer_all(server: str, count: int) -> Answered:
    asked, acknowledged = Consultation.objects.get(), list[str]()

    def answer(number: int) -> None:
        answer_one(Browser(server, number), number, asked)
        acknowledged.append(name_of(number))

    seconds = on_threads(answer, count)
    found = tally(acknowledged, Response.objects.standing().values_list("name", flat=True))
    return Answered(seconds, len(acknowledged), found.lost, found.doubled, len(wrong_counts(asked)))


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        a_consultation()
    else:
        print(json.dumps(asdict(answer_all(sys.argv[2], int(sys.argv[3])))))
