"""When the server received a request: by the proxy's word where there is one in front, else by our own clock."""

import re
from datetime import UTC, datetime, timedelta

from django.http import HttpRequest

# A request may have waited for a worker. More than this no proxy waits, so what claims more is not believed.
LONGEST_WAIT = timedelta(seconds=60)
_MILLISECONDS = re.compile(r"t=(\d{9,11})\.(\d{3})")


def arrival_of(request: HttpRequest) -> datetime:
    """The instant that the middleware Arrival has noted."""
    at: datetime = request.received_at  # type: ignore[attr-defined]
    return at


def arrived_at(said: str, *, at: datetime) -> datetime:
    """The instant in a header X-Request-Start such as "t=1796083199.750", at which a proxy had the whole request.

    `at` is when it reached us, which counts where the header says nothing, or an instant to come, or one too long ago.
    """
    found = _MILLISECONDS.fullmatch(said)
    if found is None:
        return at
    then = datetime.fromtimestamp(int(found[1]), UTC) + timedelta(milliseconds=int(found[2]))
    return then if at - LONGEST_WAIT <= then <= at else at
