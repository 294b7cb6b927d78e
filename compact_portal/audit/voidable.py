"""What records of an agency share: they are edited by versions, and voided with a reason instead of deleted."""

from typing import TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from compact_portal.audit.models import Versioned

Row = TypeVar("Row", bound=models.Model)


class VoidableQuerySet(models.QuerySet[Row]):
    def standing(self) -> "VoidableQuerySet[Row]":
        """Not voided."""
        return self.filter(voided_at=None)


# Named, so that the type checker finds it behind a relation.
VoidableManager = models.Manager.from_queryset(VoidableQuerySet)


class Voidable(Versioned):
    """A mistake stays, marked as one: when, by whom (None: the portal, or somebody erased since), and why."""

    voided_at = models.DateTimeField(null=True, blank=True, editable=False)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    voided_reason = models.TextField(blank=True, editable=False)

    objects = VoidableManager()

    class Meta:
        abstract = True


def voided_whole() -> models.CheckConstraint:
    """A voided row has its instant and its reason, another has neither. Each model that can be voided has it."""
    return models.CheckConstraint(
        condition=Q(voided_at=None, voided_by=None, voided_reason="") | (Q(voided_at__isnull=False) & ~Q(voided_reason="")),
        name="%(class)s_is_voided_whole",
    )


def not_negative(*names: str) -> list[models.CheckConstraint]:
    """Amounts that may be missing and may never be below zero."""
    return [
        models.CheckConstraint(condition=Q(**{name: None}) | Q(**{f"{name}__gte": 0}), name=f"%(class)s_{name}_not_negative")
        for name in names
    ]


def in_order(first: str, last: str) -> models.CheckConstraint:
    """Two inclusive days, either of which may be missing, the second never before the first."""
    return models.CheckConstraint(
        condition=Q(**{first: None}) | Q(**{last: None}) | Q(**{f"{last}__gte": models.F(first)}),
        name=f"%(class)s_{first}_{last}",
    )


def together(first: str, second: str, *, words: bool = False) -> models.CheckConstraint:
    """Two columns that are filled together or not at all; `words` where both hold text, which is empty and never null."""
    if words:
        condition = Q(**{first: "", second: ""}) | (~Q(**{first: ""}) & ~Q(**{second: ""}))
    else:
        condition = Q(**{first: None, second: None}) | Q(**{f"{first}__isnull": False, f"{second}__isnull": False})
    return models.CheckConstraint(condition=condition, name=f"%(class)s_{first}_{second}_together")
