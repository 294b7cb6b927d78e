"""Say that public content has changed, or that it is about to."""

from django.db.models import F

from compact_portal.pages.models import ContentVersion


def content_changed() -> None:
    """Count one change. Call it last in the writing transaction: on PostgreSQL the row stays locked until the commit."""
    if not ContentVersion.objects.filter(pk=1).update(number=F("number") + 1):
        ContentVersion.objects.create(pk=1, number=1)


def words_changed() -> None:
    """Say that a term was added, changed or removed: prose that is explained when its page is made is explained anew."""
    ContentVersion.objects.filter(pk=1).update(words=F("words") + 1)


def hold_content() -> None:
    """Wait until nobody else is changing the text or its reference, and keep them waiting until this transaction ends.

    For writes that set all prose anew: two at once would each miss what the other has not committed. Call it first,
    before any other row is locked. SQLite has one writer anyway.
    """
    ContentVersion.objects.get_or_create(pk=1)
    ContentVersion.objects.select_for_update().get(pk=1)
