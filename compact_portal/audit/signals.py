"""Fill in who and why on each history row."""

from typing import Any

from django.dispatch import receiver
from simple_history.signals import pre_create_historical_record

from compact_portal.audit.context import current_change


@receiver(pre_create_historical_record)
def name_the_change(sender: Any, history_instance: Any, **kwargs: Any) -> None:
    """Write the change's author and reason to a history row; without a change the reason is empty."""
    change = current_change()
    if change is not None:
        history_instance.history_user = change.by
        history_instance.history_change_reason = change.why
    elif history_instance.history_change_reason is None:
        history_instance.history_change_reason = ""
