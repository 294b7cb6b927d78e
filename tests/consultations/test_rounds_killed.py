"""`send_reminders` ended by kill -9 in the middle, on a database of its own, and run again: each letter once."""

from collections import Counter

import pytest

from tests.house.databases import Place

FOLLOWERS = 12
MAKE = f"""
from datetime import timedelta
from compact_portal.lib.clock import now
from compact_portal.lib.dates import start_of_day
from tests.consultations.asking import opened
from tests.consultations.followers import follows
row = opened(days_ago=1, title="The market square")
row.approved_at = row.submitted_at = now() - timedelta(days=9)
row.save()
for number in range({FOLLOWERS}):
    follows(row, f"r{{number}}@test.invalid", since=now() - timedelta(days=8))
print("made", flush=True)
"""
# Says each letter when its transaction is behind it, and waits: the kill comes at some point of the next one.
SEND = """
import time
from compact_portal.lib.clock import now
from consultations.actions import rounds
real = rounds._tell
def tell(*args, **more):
    done = real(*args, **more)
    print("told", flush=True)
    time.sleep(0.05)
    return done
rounds._tell = tell
rounds.send_news(at=now())
print("done", flush=True)
"""
COUNT = """
from compact_portal.mail.models import Message
print("\\n".join(Message.objects.values_list("to", flat=True)), flush=True)
print("done", flush=True)
"""


def said(place: Place, code: str, until: str, times: int = 1) -> list[str]:
    """What a process prints until it has said a word so often; then it is killed."""
    process, lines = place.start(code), []
    assert process.stdout is not None
    with process:
        for line in process.stdout:
            lines.append(line.strip())
            if lines.count(until) == times:
                break
        process.kill()
        process.wait()
        assert lines.count(until) == times, process.stderr.read() if process.stderr else ""
    return lines


@pytest.mark.django_db
def test_killed_in_the_middle_and_run_again_each_follower_has_one_letter(new_place):
    place = new_place()
    place.environment["PORTAL_MAIL"] = "queue"
    place.make_tables()
    said(place, MAKE, "made")
    for _ in range(3):
        said(place, SEND, "told", times=3)
    some = said(place, COUNT, "done")[:-1]
    assert 9 <= len(some) < FOLLOWERS
    said(place, SEND, "done")
    said(place, SEND, "done")
    counts = Counter(said(place, COUNT, "done")[:-1])
    assert counts == {f"r{number}@test.invalid": 1 for number in range(FOLLOWERS)}
