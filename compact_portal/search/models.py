"""The index: documents, the words of all of them, and which word stands in which document with what weight.

An index of our own, so that a search finds and ranks the same on SQLite and on PostgreSQL. The database only ever
compares folded words for equality and reads postings in the order of their weight.
"""

import secrets

from django.db import models

from compact_portal.lib.folding import MAX_TOKEN

MAX_TITLE = 300
MAX_URL = 500
MAX_KEY = 200
MAX_KIND = 40


def new_token() -> str:
    """Return 16 random characters."""
    return secrets.token_hex(8)


class Document(models.Model):
    """What can be found: `kind` and `key` name it, the rest is what a result shows. `digest` tells a change."""

    kind = models.CharField(max_length=MAX_KIND)
    key = models.CharField(max_length=MAX_KEY)
    title = models.CharField(max_length=MAX_TITLE)
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    url = models.CharField(max_length=MAX_URL)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="search_document_is_indexed_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Word(models.Model):
    """A folded word as it stands in documents. Words stay when the last document that had them goes: they cost little,
    and taking them out would race with a writer that has just found them here."""

    text = models.CharField(max_length=MAX_TOKEN, unique=True)
    stem = models.CharField(max_length=MAX_TOKEN)

    def __str__(self) -> str:
        return self.text


class Posting(models.Model):
    """That `word` stands in `document`, and how much that says: see rules.impacts. `kind` is the document's."""

    pk = models.CompositePrimaryKey("document_id", "word_id")
    # The primary key and the index below begin with these two, so they need no index of their own.
    document = models.ForeignKey(Document, on_delete=models.CASCADE, db_index=False, related_name="postings")
    word = models.ForeignKey(Word, on_delete=models.PROTECT, db_index=False, related_name="postings")
    kind = models.CharField(max_length=MAX_KIND)
    impact = models.PositiveIntegerField()

    class Meta:
        indexes = [
            # The best documents of a word are read from its front, and nothing but the index is read.
            models.Index("word", models.F("impact").desc(), "document", "kind", name="search_best_of_a_word"),
        ]

    def __str__(self) -> str:
        return f"{self.word_id} in {self.document_id}"


class Change(models.Model):
    """That words were added. A process that holds the words in memory sees from the newest rows whether it is behind.

    Rows are only added, so that two writers never wait for one counter. The token tells rows apart whose number was
    used before (a restored database, a transaction that was rolled back).
    """

    token = models.CharField(max_length=16, default=new_token, editable=False)
    whole = models.BooleanField(default=False, help_text="So many words at once that all are to be read again.")

    def __str__(self) -> str:
        return f"{self.pk} {self.token}"
