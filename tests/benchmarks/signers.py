"""Those who sign in the benchmark, in the environment of the portal that they sign on.

`python -m tests.benchmarks.signers prepare 400` makes partners whose signatory may sign by the mailed link alone;
`python -m tests.benchmarks.signers sign http://127.0.0.1:8000 400` signs for each through the pages, as browsers do, on
eight threads, and prints what came of it as JSON.
"""

import http.client
import json
import os
import re
import secrets
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from urllib.parse import quote, urlencode, urlsplit

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "compact_portal.settings")
django.setup()

from django.db import connection  # noqa: E402  the settings come first

from compact_portal.lib.clock import today  # noqa: E402  the same
from compact_portal.lib.compact_text import read_compact  # noqa: E402  the same
from compact_portal.mail.models import Message  # noqa: E402  the same
from signatories.actions.people import add_partner, give_part, know_person  # noqa: E402  the same
from signatories.models import Membership, Partner, Signature, SignatureEvent  # noqa: E402  the same
from tests.benchmarks.servers import HEADERS, HOST  # noqa: E402  the same
from tests.benchmarks.tally import tally  # noqa: E402  the same
from undertakings.actions.publishing import publish  # noqa: E402  the same

THREADS = 8
TRIES = 20
TEXT = (
    "---\ncompact: Small Compact\nplace: Smallplace\nedition: First\nstanding: adopted\n---\n# Small Compact\n\n"
    "## Promises {#statutory}\n\n### Money {#money}\n\n- Money comes. {#ask}\n"
)


@dataclass(frozen=True)
class Signed:
    """What came of a run: seconds that it took, signatures acknowledged, lost and doubled, and posts that were sent once
    more because the portal said that it had not saved."""

    seconds: float
    acknowledged: int
    lost: int
    doubled: int
    sent_again: int


def name_of(number: int) -> str:
    return f"Sample partner {number:05d}"


def email_of(number: int) -> str:
    return f"signer-{number:05d}@sample.invalid"


def prepare(count: int) -> None:
    """An edition in force, and partners whose signatory's address is known."""
    reading, faults = read_compact(TEXT.encode())
    assert reading, faults
    publish(reading=reading, by=None, on=today())
    for number in range(count):
        partner = add_partner(name=name_of(number), sector="voluntary", kind="group", by=None, why="A benchmark")
        person = know_person(email=email_of(number), name="Sample Chair", by=None, why="A benchmark")
        role = Membership.Role.SIGNATORY
        give_part(person=person, partner=partner, role=role, on=today(), by=None, why="A benchmark")


class Browser:
    """One person's browser, at a network address of its own, so that no rate limit stands in the way."""

    def __init__(self, server: str, number: int) -> None:
        self.port = int(server.rpartition(":")[2])
        self.number, self.sent_again = number, 0
        self.secret, self.cookies = secrets.token_hex(16), dict[str, str]()
        self.cookies["__Host-csrf"] = self.secret

    def post(self, path: str, **typed: object) -> str:
        """Send a form; gives where the answer leads. A form that was not saved is sent again, as its page says."""
        for _ in range(TRIES):
            status, to = self.send(path, typed)
            if status == 302:
                return to
            if status != 503:
                raise RuntimeError(f"{path} answered {status}.")
            self.sent_again += 1
        raise RuntimeError(f"{path} was not saved, {TRIES} times in a row.")

    def send(self, path: str, typed: dict[str, object]) -> tuple[int, str]:
        """Send a form once; status, and where the answer leads."""
        headers = HEADERS | {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Origin": f"https://{HOST}",
            "X-Forwarded-For": f"10.{self.number >> 16 & 255}.{self.number >> 8 & 255}.{self.number & 255}",
        }
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            link.request("POST", path, urlencode({**typed, "csrfmiddlewaretoken": self.secret}), headers)
            answer = link.getresponse()
            answer.read()
        finally:
            link.close()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.headers.get("Location", "")


def sign_one(browser: Browser, number: int, partner: int) -> None:
    """A whole signing, from the start to the confirmed link. Both of its buttons are pressed twice, as people do."""
    name, email, day = name_of(number), email_of(number), today()
    browser.post("/sign/")
    browser.post(f"/sign/partner/?q={quote(name)}", partner=partner)
    browser.post("/sign/you/", name="Sample Chair", role="Chair", email=email)
    browser.post("/sign/authority/", body="The committee", day_day=day.day, day_month=day.month, day_year=day.year)
    browser.post("/sign/pledge/", pledge="We answer each consultation.", champion="Sample Champion")
    browser.post("/sign/check/")
    browser.post("/sign/check/")
    mail = Message.objects.filter(to=email).values_list("body", flat=True).get()
    found = re.search(r"\S+/sign/confirm/\S+", mail)
    assert found, mail
    link = urlsplit(found[0]).path
    browser.post(link)
    status, _ = browser.send(link, {})
    if status != 409:
        raise RuntimeError(f"A used link answered {status}.")


def on_threads(doing: Callable[[int], None], count: int) -> float:
    """Do it for each number below a count, on eight threads; the seconds that it took. Raises what one of them raised."""
    problems = list[Exception]()

    def run(place: int) -> None:
        try:
            for number in range(place, count, THREADS):
                doing(number)
        except Exception as problem:  # raised below, outside the thread
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(THREADS)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.monotonic() - began
    if problems:
        raise problems[0]
    return seconds


def sign_all(server: str, count: int) -> Signed:
    partners = dict(Partner.objects.values_list("name", "pk"))
    acknowledged, sent_again = list[int](), list[int]()

    def sign(number: int) -> None:
        browser, partner = Browser(server, number), partners[name_of(number)]
        sign_one(browser, number, partner)
        acknowledged.append(partner)
        sent_again.append(browser.sent_again)

    seconds = on_threads(sign, count)
    rows = Signature.objects.exclude(confirmed_at=None).values_list("partner", flat=True)
    events = SignatureEvent.objects.values_list("signature__partner", flat=True)
    found = tally(acknowledged, rows, events)
    return Signed(seconds, len(acknowledged), found.lost, found.doubled, sum(sent_again))


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare(int(sys.argv[2]))
    else:
        print(json.dumps(asdict(sign_all(sys.argv[2], int(sys.argv[3])))))
