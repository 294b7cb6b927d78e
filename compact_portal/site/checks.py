"""What must never be true in production."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, register


@register
def no_sample_in_production(app_configs: Any, **kwargs: Any) -> list[Error]:
    """The persona switch signs anybody in as anybody, so it must not exist where people's records are real."""
    if settings.PRODUCTION and settings.PORTAL_SAMPLE:
        return [
            Error(
                "PORTAL_SAMPLE is on in production.",
                hint="Take PORTAL_SAMPLE out of the environment: the persona switch is for development.",
                id="portal.E001",
            )
        ]
    return []
