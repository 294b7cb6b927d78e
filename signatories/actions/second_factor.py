"""Help somebody who has lost their second factor."""

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator

from compact_portal.audit.context import change
from compact_portal.mail.actions import queue_mail
from signatories.actions.members import end_sessions
from signatories.models import Person


def reset_second_factor(*, person: Person, by: Any, at: datetime) -> bool:
    """Take away everything with which a person proves a second factor, end their sessions, and tell them. False when there
    is none."""
    with change(by=by, why="Took away a second factor that was lost", public=False):
        gone, _ = Authenticator.objects.filter(user=person).delete()
        if not gone:
            return False
        end_sessions(person)
        queue_mail(
            to=person.email,
            subject="Your second factor was taken away",
            body=(
                "Somebody who runs the site has taken away your second factor, as it is done for people who have lost it. You are "
                "signed out everywhere. Sign in with a code by mail and set up a new one.\n\n"
                "If you did not ask for this, tell the coordinator of the compact at once."
            ),
            at=at,
            why="something about your sign-in has changed",
        )
    return True
