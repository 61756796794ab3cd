"""Why a sum is what it is: the mistakes of the rows, one by one, which add up to the difference exactly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from symcnn.ask.audit.rows import Column
from symcnn.ask.audit.totals import Total, own_parts
from symcnn.ask.audit.way import Part
from symcnn.record import Record


class Chain(Record):
    """The way from the derived total to the published one."""

    quantity: str
    published: int
    derived: int
    parts: tuple[Part, ...]

    @property
    def difference(self) -> int:
        """What was published more than is right."""
        return self.published - self.derived


def chains(columns: Sequence[Column], totals: Sequence[Total], sums: dict[str, int]) -> Iterator[Chain]:
    """A chain for each total that is wrong and explained, and for rows without a total; `sums` are the right totals."""
    explained = {each.quantity for each in totals}
    for each in totals:
        if not each.holds and each.ways and not each.number.last_place and _is_a_sum(each):
            yield Chain(each.quantity, int(each.number.value), each.derived, each.ways[0].parts)
    for column in columns:
        if column.quantity not in explained:
            yield from _of_rows(column, sums[column.quantity])


def _is_a_sum(total: Total) -> bool:
    return total.from_rows or len(total.ways[0].parts) > 1


def _of_rows(column: Column, derived: int) -> Iterator[Chain]:
    """The chain of rows that are wrong, if it is the sum that they are there for."""
    counted = [v for v in column.verdicts if v.claim.number.value]
    exact = all(v.claim.at is not None and not v.claim.number.last_place for v in column.verdicts)
    complete = sum(v.derived or 0 for v in column.verdicts) == derived
    if not exact or not complete or len(counted) < 2 or all(v.holds for v in column.verdicts):
        return
    parts = tuple(Part(f"{v.claim.name}: {p.words}", p.amount) for v in column.verdicts for p in own_parts(v))
    values = [int(v.claim.number.value) for v in counted]
    published = values[-1] if column.running else sum(values)
    if published != derived and len(parts) > 1:  # one alone is said with its row
        yield Chain(column.quantity, published, derived, parts)
