"""What follows from something that a library does."""

from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from allauth.usersessions.models import UserSession
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.http import HttpRequest

from signatories.rules.browsers import browser_in_words


@receiver(authenticator_added)
def turning_it_on_shows_it(sender: Any, request: HttpRequest, user: Any, authenticator: Authenticator, **kwargs: Any) -> None:
    """Who turns a factor on has just proved it, so the recovery codes are shown without asking for it again."""
    if authenticator.type in (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN):
        record_authentication(request, user, method="mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True)


@receiver(authenticator_removed)
def what_is_turned_off_proves_nothing(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """A session that was proved with a factor that is gone has to prove another one."""
    held = set(Authenticator.objects.filter(user=user).values_list("pk", flat=True))
    records = get_authentication_records(request, user)
    kept = [record for record in records if record.get("method") != "mfa" or record.get("id") in held]
    if kept != records:
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = kept


@receiver(pre_save, sender=UserSession)
def of_a_session_little_is_kept(sender: Any, instance: UserSession, **kwargs: Any) -> None:
    """Its owner recognises it by its browser and the time; the address of the connection helps nobody and is not kept."""
    instance.ip = "::"
    if instance._state.adding:
        instance.user_agent = browser_in_words(instance.user_agent)
