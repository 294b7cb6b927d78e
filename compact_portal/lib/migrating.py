"""What a migration does at once, because Django would do it one by one at a cost that grows with the square."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.db.migrations.operations import AddIndex, CreateModel, RemoveIndex
from django.db.migrations.operations.base import Operation

# What asks nothing of the state but the model, or the index, that it names itself.
KINDS: tuple[tuple[type[Operation], ...], ...] = ((CreateModel,), (AddIndex, RemoveIndex))


class DoneTogether(Operation):
    """Operations for which the state of the models is set once.

    After each operation Django sets all models anew that are related to the one that was touched, so that the next operation
    finds them right. To create a model, or an index, asks only for that itself: so here all of them are known first.
    """

    reversible = True

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = list(operations)

    def state_forwards(self, app_label: str, state: Any) -> None:
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return "; ".join(operation.describe() for operation in self.operations)


def together(operations: Iterable[Operation]) -> list[Operation]:
    """The same operations; those that follow each other and create models are one, and those that are about indexes.

    None else: what changes a table has to find the models as they were just before it.
    """
    found: list[Operation] = []
    for kind, some in groupby(operations, _kind):
        alike = list(some)
        found += alike if kind is None else [DoneTogether(alike)]
    return found


def _kind(operation: Operation) -> tuple[type[Operation], ...] | None:
    return next((kind for kind in KINDS if isinstance(operation, kind)), None)
