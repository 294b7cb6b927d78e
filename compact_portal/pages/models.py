"""What the store of public pages needs in the database: one number that counts the changes of public content."""

from django.db import models


class ContentVersion(models.Model):
    """One row. Its number goes up in the transaction of every write to what the public can read."""

    number = models.PositiveBigIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="content_version_is_one_row")]

    def __str__(self) -> str:
        return str(self.number)
