"""Where consultations are read, answered and worked on; addresses of other parts of this app are given where they are served."""

from functools import cache

from django.urls import Resolver404, resolve, reverse


def consultation_address(slug: str) -> str:
    """The public page of a consultation."""
    return reverse("consultations:consultation_detail", args=[slug])


def own_address(slug: str) -> str:
    """Its page in the workspace, from which all parts are written."""
    return reverse("consultations:own_consultation_detail", args=[slug])


@cache
def _is_served(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def _if_served(pattern: str, slug: str) -> str:
    """The address where some part serves it, else ""; asked once, whatever the slug."""
    return pattern.format(slug) if _is_served(pattern.format("x")) else ""


def respond_address(slug: str) -> str:
    """Where somebody answers."""
    return _if_served("/consultations/{}/respond/", slug)


def follow_address(slug: str) -> str:
    """Where somebody asks to be told."""
    return _if_served("/consultations/{}/follow/", slug)


def answers_address(slug: str) -> str:
    """Where officers read what was answered."""
    return _if_served("/workspace/consultations/{}/answers/", slug)


def outcome_address(slug: str) -> str:
    """Where officers write the outcome."""
    return _if_served("/workspace/consultations/{}/outcome/", slug)
