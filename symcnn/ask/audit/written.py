"""An audit in words: a table of rows, then why a total is what it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from symcnn.ask.audit.chain import Chain
from symcnn.ask.audit.numbers import Number, grouped
from symcnn.ask.audit.rows import Column, Verdict
from symcnn.ask.audit.shapes import ShapeVerdict
from symcnn.ask.audit.totals import Total
from symcnn.ask.audit.way import Way

if TYPE_CHECKING:
    from symcnn.ask.audit.auditing import Audit

HEAD = ("published", "derived", "verdict")
NO_ROW = "no row of the network is this one"
TITLES = {"total": "params + statistics", "buffers": "statistics"}
OR = ", or "
Cells = list[str]


def written(audit: Audit) -> str:
    """The whole audit as text."""
    tables = ["\n".join(_aligned(rows)) for rows in _tables(audit)]
    blocks = [*tables, *map(_chain, audit.chains), *_notes(audit.assumed)]
    return "\n\n".join("\n".join(map(_safe, block.split("\n"))) for block in blocks)


def _safe(line: str) -> str:
    """A line without characters that a terminal would obey: names come from files of others."""
    return "".join(c if c.isprintable() else " " for c in line)


def _tables(audit: Audit) -> Iterator[list[Cells]]:
    totals = list(audit.totals)
    for column in audit.columns:
        own = [total for total in totals if total.quantity == column.quantity]
        totals = [total for total in totals if total.quantity != column.quantity]
        yield [_head(column), *_rows(column, audit.names), *(_total(total, "total") for total in own)]
    if totals:
        yield [["total", *HEAD], *(_total(total, _title(total.quantity)) for total in totals)]
    if audit.shapes:
        yield [["shape", *HEAD], *map(_shape, audit.shapes)]


def _head(column: Column) -> Cells:
    running = "running totals" if column.running else ""
    return [", ".join(filter(None, (_title(column.quantity), running, column.convention))), *HEAD]


def _title(quantity: str) -> str:
    return TITLES.get(quantity, quantity)


def _rows(column: Column, names: Sequence[str]) -> Iterator[Cells]:
    """The rows; in a running total, what is wrong from before is said apart from a row's own mistakes."""
    derived = [verdict.derived or 0 for verdict in column.verdicts]
    so_far = list(accumulate(derived)) if column.running else derived
    for verdict, right, own in zip(column.verdicts, so_far, derived, strict=True):
        number = verdict.claim.number
        stated = right if not column.running or number.value else own
        carried = verdict.before - (right - own) if column.running and number.value else 0
        shown = "" if verdict.claim.at is None else grouped(stated)
        name = _name(verdict, names)
        yield [name, _published(number), shown, _verdict(verdict, carried, int(number.value - stated))]


def _name(verdict: Verdict, names: Sequence[str]) -> str:
    """The name that was published, and the row of the network that it is."""
    name, at = verdict.claim.name, verdict.claim.at
    return name if at is None or names[at] == name else f"{name} [{names[at]}]"


def _verdict(verdict: Verdict, carried: int, difference: int) -> str:
    if verdict.claim.at is None:
        return NO_ROW
    from_before = f"{carried:+,} from before" if carried else ""
    if verdict.holds:
        own = "" if carried else _holds(verdict.claim.number)
    else:
        own = said(verdict.ways) or f"unexplained ({difference - carried:+,})"
    return "; ".join(filter(None, (own, from_before)))


def _holds(number: Number) -> str:
    return "holds, rounded" if number.last_place else "holds"


def said(ways: Iterable[Way]) -> str:
    """Ways that are equally simple, each with what it adds to the number."""
    return OR.join("; ".join(map(_part, way.parts)) for way in ways)


def _part(part: Any) -> str:
    return f"{part.words} ({part.amount:+,})" if part.amount else str(part.words)


def _published(number: Number) -> str:
    return grouped(number.value) if not number.last_place and number.text.isdigit() else number.text


def _total(total: Total, name: str) -> Cells:
    return [name, _published(total.number), grouped(total.derived), _total_verdict(total)]


def _total_verdict(total: Total) -> str:
    conventions = [way.words for way in total.ways if way.convention]
    if conventions:
        return f"holds by another convention: {OR.join(conventions)}"
    if total.holds:
        apart = f"; the rows as printed add up to {grouped(total.printed_sum)}" if total.printed_sum is not None else ""
        return _holds(total.number) + apart
    if total.from_rows:
        slip = [_part(part) for part in total.ways[0].parts if part.words.startswith("an addition")]
        return "; ".join(["the sum of the rows as printed", *slip])
    return said(total.ways) or f"unexplained ({_signed(total.number.value - total.derived)})"


def _signed(value: Any) -> str:
    return f"{round(value):+,}"


def _shape(verdict: ShapeVerdict) -> Cells:
    words = "holds" if verdict.holds else OR.join(verdict.words) or "unexplained"
    return [verdict.name, verdict.printed.text, verdict.derived, words]


def _aligned(table: Sequence[Cells]) -> Iterator[str]:
    """Cells under each other, numbers to the right, words to the left; what is equally simple has lines of its own."""
    rows = [line for row in table for line in _lines(row)]
    widths = [max(len(row[at]) for row in rows) for at in range(4)]
    lines = [
        f"{name:<{widths[0]}}  {value:>{widths[1]}}  {right:>{widths[2]}}  {words}".rstrip()
        for name, value, right, words in rows
    ]
    yield from (lines[0], "-" * max(map(len, lines)), *lines[1:])


def _lines(row: Cells) -> Iterator[Cells]:
    first, *more = row[-1].split(OR)
    yield [*row[:-1], first]
    yield from (["", "", "", f"or {words}"] for words in more)


def _chain(chain: Chain) -> str:
    """Why the total is what it is, as a sum."""
    sign = 1 if chain.difference > 0 else -1
    amounts = [grouped(sign * part.amount) for part in chain.parts]
    whole = grouped(abs(chain.difference))
    width = max(map(len, [whole, *amounts])) + 2
    head = f"{grouped(chain.published)} is {whole} {'more' if sign > 0 else 'less'} than {grouped(chain.derived)}:"
    lines = [f"{amount:>{width}}  {part.words}" for amount, part in zip(amounts, chain.parts, strict=True)]
    return "\n".join([head, *lines, f"{whole:>{width}}  in all"])


def _notes(assumed: Iterable[str]) -> list[str]:
    lines = [f"assumed: {words}" for words in assumed]
    return ["\n".join(lines)] if lines else []
