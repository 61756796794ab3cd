"""Where a reading was, so that what a failed attempt read can be forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symcnn.elaborate.scope import Scope

if TYPE_CHECKING:
    from symcnn.elaborate.program import Interpreter


class Snapshot:
    """How far the reading was, to go back to when a way of reading fails."""

    def __init__(self, reader: Interpreter, scope: Scope) -> None:
        self.reader, self.scope = reader, scope
        self.steps, self.demands = len(reader.steps), len(reader.evaluation.demands)
        self.claims, self.shared = len(reader.claims), dict(reader.shared)
        self.calls, self.reusing, self.once_in = list(reader.calls), reader.reusing, reader.once_in
        self.tensor, self.entered, self.active = scope.tensor, scope.entered, list(reader.active)
        self.single = dict(scope.labels.single)
        self.arrays = {name: dict(array) for name, array in scope.labels.arrays.items()}
        self.families = {name: list(families) for name, families in scope.labels.families.items()}

    def restore(self) -> None:
        """Forget what was read since."""
        reader, labels = self.reader, self.scope.labels
        del reader.steps[self.steps :], reader.evaluation.demands[self.demands :], reader.claims[self.claims :]
        reader.shared, reader.calls, reader.active = self.shared, self.calls, self.active
        reader.reusing, reader.once_in = self.reusing, self.once_in
        self.scope.tensor, self.scope.entered = self.tensor, self.entered
        for old, now in ((self.single, labels.single), (self.arrays, labels.arrays), (self.families, labels.families)):
            now.clear()
            now.update(old)  # type: ignore[arg-type]
