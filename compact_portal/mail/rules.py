"""When a mail is tried again, when it is given up, and what counts as one address: pure functions over plain values."""

import re
import smtplib
from datetime import timedelta

MOST_ATTEMPTS = 20
"""After so many a mail is given up. With the waits below that is two days after it was queued."""

LONGEST_WAIT = timedelta(hours=4)

IN_FLIGHT = timedelta(minutes=15)
"""How long a mail belongs to the worker that has begun to send it. Longer than any talk with a mail server lasts (each
step of it is cut off by EMAIL_TIMEOUT), so that a second worker takes it only from one that has died."""

ADDRESS_KEPT = timedelta(days=365)
"""How long an address that bounces is shown after its last bounce. A mail to it that bounces again brings it back."""

MOST_ADDRESS = 254
MOST_SUBJECT = 200
MOST_WHY = 300
MOST_UNSUBSCRIBE = 400
"""Characters that the columns hold; PostgreSQL refuses one more."""

_CLASS = re.compile(r"5\.\d{1,3}\.\d{1,3}\b", re.ASCII)


def wait_after(attempts: int) -> timedelta:
    """How long to wait after that many attempts (one or more): 1, 2, 4 … minutes, and never more than four hours.

    RFC 5321, 4.5.4.1: a mail server that is away is mostly back within the hour, and a night's outage loses nothing.
    """
    if attempts < 1:
        raise ValueError("A mail that was never tried waits for nothing.")
    return min(timedelta(minutes=2 ** min(attempts - 1, 16)), LONGEST_WAIT)


def given_up(attempts: int) -> bool:
    """Whether a mail that failed so many times is dead."""
    return attempts >= MOST_ATTEMPTS


def folded_address(address: str) -> str:
    """One spelling of an e-mail address: in small letters, nothing around it, the host as it stands in the DNS."""
    name, at, host = address.strip().lower().rpartition("@")
    try:
        host = host.encode("idna").decode("ascii")
    except UnicodeError:
        pass  # not a name that the DNS can hold: such an address reaches nobody, but it is still one address
    return f"{name}{at}{host}"


def subject_line(words: str) -> str:
    """The words as one line of at most 200 characters, so that no name in a subject can begin a header of its own."""
    line = " ".join(words.split())
    return line if len(line) <= MOST_SUBJECT else line[: MOST_SUBJECT - 1].rstrip() + "…"


def refused_for_good(problem: OSError) -> str:
    """The class of a refusal of the address itself, such as 5.1.1; "" for every other problem, which may pass.

    A server that refuses us (not signed in, not allowed to send) is not the address's fault, and gets mended here.
    """
    if not isinstance(problem, smtplib.SMTPRecipientsRefused):
        return ""
    code, words = next(iter(problem.recipients.values()))
    if not 500 <= code <= 599:
        return ""
    known = _CLASS.match(words.decode("ascii", "replace"))
    return known.group() if known else "5.0.0"


def told(problem: Exception) -> str:
    """What to keep about a problem: its kind and the server's code. Not its sentence, in which addresses stand."""
    code = getattr(problem, "smtp_code", None) or getattr(problem, "errno", None)
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        code = next(iter(problem.recipients.values()))[0]
    return f"{type(problem).__name__} {code}" if code else type(problem).__name__
