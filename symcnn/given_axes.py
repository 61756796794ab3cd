"""The values that a user gives for the axes of a grid: lists, ranges, powers, formulas, blocks, data frames."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from math import lcm
from typing import Any

from symcnn.algebra.exact import free_names, is_fraction, is_symbolic
from symcnn.elaborate.scope import Unread
from symcnn.elaborate.values import brief, did_you_mean
from symcnn.errors import SymcnnError
from symcnn.given import check_type, given_for_net
from symcnn.grid.axes import Axis, Grid

COMMA = re.compile(r",(?![^(\[]*[)\]])")
RANGE = re.compile(r"(?P<first>.+?)\.\.(?P<last>.+?)(?::(?P<step>.+))?")
POWERS = re.compile(r"(?P<base>[^()]+?)(?:\^|\*\*)\((?P<range>.+\.\..+)\)")
HABIT = re.compile(
    r"(?P<first>\d+)\s*(?P<sign>-|:|\.\.(?=\d+\.\.))\s*(?P<last>\d+)(?:\s*(?:-|:|\.\.)\s*(?P<step>\d+))?"
)
LONGEST = 10_000_000  # values of one axis
HELP = "write for example F=8..256:8, K=1,3,5 or F=2^(3..9)"


def given_grid(axes: Mapping[str, Any], configurations: Any = None) -> Grid:
    """The grid of named axes, and of the rows of a data frame where there is one.

    >>> given_grid({"F": "8..32:8", "K": [1, 3], "N": "2*F"}).names
    ('F', 'K', 'N')

    Raises SymcnnError for values that are not positive numbers, formulas in other axes, or blocks.
    """
    found = [_rows(configurations)] if configurations is not None else []
    check_apart(axes, [name for axis in found for name in axis.names])
    coupled: dict[str, Any] = {}
    for name, given in axes.items():
        values = given_values(name, given)
        if len(values) == 1 and is_symbolic(values[0]) and not isinstance(values[0], Unread):
            coupled[name] = values[0]
        else:
            found.append(_axis(name, values))
    names = {*coupled, *(name for axis in found for name in axis.names)}
    words = [name for name, value in coupled.items() if _is_word(value) and value.name not in names]
    found += [_axis(name, (coupled.pop(name),)) for name in words]  # blocks of the program
    grid = Grid(tuple(found), {})
    return grid.replaced(coupled=_in_order(coupled, grid.names))


def check_apart(axes: Iterable[str], others: Iterable[str]) -> None:
    """See that no name has values of its own and in the configurations.

    Raises SymcnnError.
    """
    for name in sorted({*axes} & {*others}):
        message = f"{name} has values in the configurations, and beside them"
        raise SymcnnError("E302", message, None, "give them once")


def given_values(name: str, given: Any) -> Sequence[Any]:
    """The values of one axis: of a list, a range, or their text.

    >>> given_values("F", "8..32:8"), given_values("K", "1,3,5"), given_values("N", "2^(3..5)")
    (range(8, 33, 8), (1, 3, 5), (8, 16, 32))
    """
    if isinstance(given, range) and len(given) and given.step > 0:
        return _checked(name, given)
    if isinstance(given, str):
        if given.startswith("[") and given.endswith("]"):
            help_ = f"values are separated by commas alone: {name}={given[1:-1].replace(' ', '')}"
            raise SymcnnError("E303", f"{name} has a list for one of its values", None, help_)
        parts = [_part(name, part.strip()) for part in COMMA.split(given)]
        return parts[0] if len(parts) == 1 else tuple(value for part in parts for value in part)
    if isinstance(given, (bytes, Mapping)):
        check_type(f"the values of {name}", given, str, list)
    if isinstance(given, Iterable):
        values = tuple(each for value in given for each in _one_of(name, value))
        if not values:
            raise SymcnnError("E302", f"{name} has no values", None, HELP)
        return values
    return (given_for_net(name, given),)


def _one_of(name: str, value: Any) -> Sequence[Any]:
    """A value in a list, or the values of a range that is written there as text."""
    return _part(name, value.strip()) if isinstance(value, str) else (given_for_net(name, value),)


def _part(name: str, text: str) -> Sequence[Any]:
    _refuse_habits(name, text)
    if powers := POWERS.fullmatch(text):
        base = _number(name, powers["base"])
        return tuple(base**exponent for exponent in _part(name, powers["range"]))
    if ends := RANGE.fullmatch(text):
        first, last = _number(name, ends["first"]), _number(name, ends["last"])
        return _range(name, first, last, _step(name, ends["step"] or "1"))
    return (given_for_net(name, text),)


def _refuse_habits(name: str, text: str) -> None:
    """`8-256`, `8:256:8`, `8..256..8`: ranges as they are written elsewhere."""
    if not text or text.startswith("..") or text.endswith(".."):
        raise SymcnnError("E302", f"a value of {name} is missing" + f" in '{text}'" * bool(text), None, HELP)
    habit = HABIT.fullmatch(text)
    if text.startswith("range("):
        raise SymcnnError("E107", f"'{text}' does not make a range", None, HELP)
    if habit is None or (habit["sign"] == "-" and int(habit["first"]) >= int(habit["last"])):
        return
    step = f":{habit['step']}" if habit["step"] else ""
    help_ = f"both ends are included: {name}={habit['first']}..{habit['last']}{step}"
    raise SymcnnError("E107", f"'{text}' does not make a range", None, help_)


def _number(name: str, text: str) -> int:
    value = given_for_net(name, text)
    if not isinstance(value, int):
        raise SymcnnError("E302", f"'{text}' in the range of {name} is no whole number", None, HELP)
    return value


def _step(name: str, text: str) -> int:
    if text.strip().startswith("-"):
        raise SymcnnError("E302", f"the range of {name} has a negative step: {text}", None, "ranges go up: F=8..256:8")
    return _number(name, text)


def _range(name: str, first: int, last: int, step: int) -> range:
    """A range with both ends."""
    if step == 0 or last < first:
        why = "its step is 0" if step == 0 else f"it ends before it begins: {first}..{last}"
        raise SymcnnError("E302", f"the range of {name} is empty: {why}", None, HELP)
    return _checked(name, range(first, last + 1, step))


def _checked(name: str, values: range) -> range:
    if values[0] < 0:
        raise SymcnnError("E302", f"{name} = {values[0]} must be positive", None, "symbols stand for positive numbers")
    if (values[-1] - values[0]) // values.step >= LONGEST:
        raise SymcnnError(
            "E302", f"{name} has more than {LONGEST:,} values", None, "give the range a step: 1..10^9:1000"
        )
    return values


def _axis(name: str, values: Sequence[Any]) -> Axis:
    if isinstance(values, range):
        return Axis((name,), (values,))
    if any(isinstance(value, Unread) for value in values) or all(map(_is_word, values)):
        return Axis((name,), (range(len(values)),), (), (tuple(values),))
    symbolic = next((value for value in values if is_symbolic(value)), None)
    if symbolic is not None:
        message = f"{name} = {brief(symbolic)} follows from others, and is its only value"
        raise SymcnnError("E302", message, None, "write it alone: F2=2*F1")
    below = lcm(*(value.denominator for value in values if is_fraction(value)))
    column = tuple(int(value * below) for value in values)
    return Axis((name,), (column,), (below,) if below > 1 else ())


def _is_word(value: Any) -> bool:
    """Whether a value is a mere name: that of a block, if it is not that of an axis."""
    return is_symbolic(value) and bool(value.is_Symbol)


def _rows(frame: Any) -> Axis:
    """The rows of a data frame (anything with columns by name) as places of one axis."""
    if not hasattr(frame, "columns"):
        check_type("configurations", frame, Mapping)
    names = tuple(str(name) for name in getattr(frame, "columns", frame))
    if not names:
        raise SymcnnError("E302", "the configurations have no columns", None, "a column for each symbol")
    columns = [_axis(name, given_values(name, list(frame[name]))) for name in names]
    lengths = {len(column) for column in columns}
    if len(lengths) != 1:
        raise SymcnnError("E302", "the columns of the configurations differ in length", None, "one value a row each")
    return Axis(
        names,
        tuple(axis.columns[0] for axis in columns),
        tuple((axis.denominators or (1,))[0] for axis in columns) if any(a.denominators for a in columns) else (),
        tuple((axis.words or ((),))[0] for axis in columns) if any(a.words for a in columns) else (),
    )


def _in_order(coupled: Mapping[str, Any], known: Iterable[str]) -> dict[str, Any]:
    """Coupled names, each after those that it follows from.

    Raises SymcnnError for one that follows from itself, or from what has no values.
    """
    found: dict[str, Any] = {}
    names = {*known}
    while len(found) < len(coupled):
        ready = [n for n, f in coupled.items() if n not in found and free_names(f) <= {*names, *found}]
        if not ready:
            raise _loose(coupled, {*names, *found})
        found |= {name: coupled[name] for name in ready}
    return found


def _loose(coupled: Mapping[str, Any], known: set[str]) -> SymcnnError:
    name, formula = next((n, f) for n, f in coupled.items() if n not in known)
    missing = min(free_names(formula) - known)
    help_ = did_you_mean(missing, known) or f"give it some: {missing}=1..10"
    return SymcnnError("E203", f"{name} = {brief(formula)} follows from '{missing}', which has no values", None, help_)
