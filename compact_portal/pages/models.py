"""What public pages need in the database: a number that counts the changes of content, and one for the words explained in it."""

from django.db import models


class ContentVersion(models.Model):
    """One row. Its number goes up in the transaction of every write to what the public can read.

    `words` goes up when a term of the jargon buster was added, changed or removed; it is read in the same query.
    """

    number = models.PositiveBigIntegerField(default=1)
    words = models.PositiveBigIntegerField(default=1, db_default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="content_version_is_one_row")]

    def __str__(self) -> str:
        return str(self.number)
