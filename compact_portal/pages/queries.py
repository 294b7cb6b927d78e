"""The number that stands for all public content at this moment, and the one that stands for the words explained in it."""

from typing import NamedTuple

from django.db import connection


class Versions(NamedTuple):
    """How often public content has changed, and how often the jargon buster has."""

    number: int
    words: int


def versions() -> Versions:
    """Both, by one bare query: this runs for every public page that is served."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, words FROM pages_contentversion WHERE id = 1")
        row = cursor.fetchone()
    return Versions(int(row[0]), int(row[1])) if row else Versions(0, 0)


def content_version() -> int:
    """The number of public content."""
    return versions().number
