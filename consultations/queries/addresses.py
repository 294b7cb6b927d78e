"""Public addresses of what this app shows, for letters, search and evidence."""

from django.urls import reverse


def outcome_address(slug: str) -> str:
    """The page of a consultation's outcome."""
    return reverse("consultations:outcome_detail", args=[slug])


def answers_address(slug: str) -> str:
    """The page of a consultation's published answers."""
    return reverse("consultations:published_answer_list", args=[slug])
