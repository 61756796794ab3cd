"""Labelled tensors as arguments: `from(e3)`, `concat(e[i])`, `add(a,b)`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from symcnn.algebra.conditions import AtLeast, Multiple
from symcnn.algebra.exact import divide, exact, is_fraction, is_symbolic
from symcnn.algebra.moments import at
from symcnn.algebra.printing import text
from symcnn.elaborate.depth import Reading
from symcnn.elaborate.expressions import array_of, evaluate
from symcnn.elaborate.scope import Family, Labels, Scope, Tensor
from symcnn.elaborate.values import brief, did_you_mean, is_number
from symcnn.errors import Span, SymcnnError
from symcnn.propagate import Demand, Pick, moved
from symcnn.text import tree


def tensors_of(node: Any, scope: Scope) -> list[Tensor]:
    """The tensors that an argument names: one, or all elements of an array of labels.

    Raises SymcnnError for a name that is no label before this point.
    """
    if isinstance(node, tree.Name):
        return _named(node, scope)
    if isinstance(node, tree.Index) and isinstance(node.value, tree.Name):
        return [element(node, (scope.labels, node.value.name), scope)]
    array = array_of(node, scope)
    if array is not None:
        return _all(*array, node.span)
    value = evaluate(node, scope)
    if isinstance(value, Tensor):
        return [value]
    raise SymcnnError("E303", "a label is expected here", node.span, "label a layer with: conv(64,3) as stem")


def _named(node: tree.Name, scope: Scope) -> list[Tensor]:
    name = node.name
    value = scope.values.get(name)
    if isinstance(value, Tensor):
        return [value]
    if name in scope.labels.single:
        return [scope.labels.single[name]]
    found = _all(scope.labels, name, node.span)
    if not found:
        raise no_label(name, node.span, scope)
    asked = [AtLeast(family.count, 1) for family in scope.labels.families.get(name, ())]
    scope.evaluation.demands += [Demand(condition, "from", node.span) for condition in asked if not condition.holds()]
    return found


def _all(labels: Labels, name: str, span: Span) -> list[Tensor]:
    """The elements of an array of labels: those that were read by themselves, and one for all of a family."""
    array = labels.arrays.get(name, {})
    alone = [array[number] for number in sorted(array, key=_in_order)]
    return [*alone, *map(_all_of, _families(labels, name, span))]


def _families(labels: Labels, name: str, span: Span) -> list[Family]:
    """The labels with this name that repeats set, of which each round of an outer repeat sets others."""
    families = labels.families.get(name, [])
    if any(reading.finished for family in families for reading in family.around):
        message = f"the labels {name}[…] were set anew in every round of a repeat around theirs"
        raise SymcnnError("E305", message, span, "use them inside that repeat")
    return families


def _in_order(number: Any) -> tuple[bool, Any]:
    return (True, str(number)) if is_symbolic(number) else (False, number)


def _all_of(family: Family) -> Tensor:
    """One tensor that stands for those of all rounds."""
    pick = Pick(family.tensor.at, family.index, None, family.count)
    return Tensor(family.tensor.shape, family.tensor.at, pick)


def element(node: tree.Index, array_in: tuple[Labels, str], scope: Scope) -> Tensor:
    """The tensor that `e[i]` names, or `b.e[i]` among the labels of a block.

    Raises SymcnnError where no such label was set before.
    """
    labels, name = array_in
    array, families = labels.arrays.get(name, {}), _families(labels, name, node.span)
    if not array and not families:
        raise no_label(name, node.value.span, scope)
    number = evaluate(node.index, scope)
    if number in array and not isinstance(number, bool):
        return array[number]
    for family in families:
        found = _of_family(node, family, number, array, scope)
        if found is not None:
            return found
    name = node.value.span.text
    known = [f"{name}[{text(i)}]" for i in sorted(array, key=_in_order)]
    known += [f"{name}[{_range(family)}]" for family in families]
    message = f"there is no {name}[{text(number)}] before this point"
    raise SymcnnError("E305", message, node.span, f"there is {', '.join(known)}")


def _range(family: Family) -> str:
    ends = (at(family.number, family.index, moment) for moment in (0, family.count - 1))
    return "..".join(map(text, ends))


def _of_family(node: tree.Index, family: Family, number: Any, array: dict[Any, Tensor], scope: Scope) -> Tensor | None:
    """The element of a family with this number; None where it certainly has none."""
    start = at(family.number, family.index, 0)
    round_ = divide(exact(number - start), exact(at(family.number, family.index, 1) - start))
    low, alone = _before(family, array)
    asked = [AtLeast(round_, low), AtLeast(family.count - 1, round_), Multiple(round_)]
    truths = [condition.holds() for condition in asked]
    if False in truths:
        return None
    scope.evaluation.demands += [
        Demand(c, "from", node.span) for c, truth in zip(asked, truths, strict=True) if truth is None
    ]
    pick = Pick(family.tensor.at, family.index, round_, family.count, alone)
    return Tensor(moved(family.tensor.shape, family.index, round_), family.tensor.at, pick)


def _before(family: Family, array: dict[Any, Tensor]) -> tuple[int, tuple[tuple[Any, int], ...]]:
    """How far a family goes on in rounds that were read by themselves: those whose shapes follow its formula."""
    low, alone = 0, []
    while (one := array.get(at(family.number, family.index, low - 1))) is not None:
        if moved(family.tensor.shape, family.index, low - 1) != one.shape:
            break
        low -= 1
        alone.append((low, one.at))
    return low, tuple(alone)


def no_label(name: str, span: Span, scope: Scope) -> SymcnnError:
    """The error for a name that no layer before this point carries."""
    help_ = did_you_mean(name, scope.labels.names) or "label a layer with: conv(64,3) as " + name
    return SymcnnError("E202", f"no layer is labelled '{name}' before this point", span, help_)


def set_label(node: tree.Labelled, scope: Scope, active: Sequence[Reading]) -> str:
    """Give the tensor at hand its label, and return the label as it is shown in a table."""
    assert scope.tensor is not None  # noqa: S101  (an item has just put it there)
    if node.index is None:
        scope.labels.single[node.label] = scope.tensor
        return node.label
    number = evaluate(node.index, scope)
    if not is_number(number) or is_fraction(number):
        raise SymcnnError("E305", f"the number of a label is a whole number, not {brief(number)}", node.index.span)
    reading = active[-1] if active else None
    if reading is None:
        scope.labels.arrays.setdefault(node.label, {})[number] = scope.tensor
    else:
        scope.labels.families.setdefault(node.label, []).append(_family(node, number, scope.tensor, active))
    return f"{node.label}[{number if isinstance(number, int) else node.index.span.text}]"


def _family(node: tree.Labelled, number: Any, tensor: Tensor, active: Sequence[Reading]) -> Family:
    """Labels that one reading of a body sets for all rounds; each round has a number of its own."""
    from sympy import sympify

    *around, reading = active
    assert node.index is not None  # noqa: S101  (it is the array's)
    slope = exact(sympify(at(number, reading.index, reading.index + 1) - number).expand())
    if is_symbolic(slope) or slope == 0:
        message = f"the number of a label goes on evenly from round to round, but {node.index.span.text} does not"
        raise SymcnnError("E305", message, node.index.span, f"write: as {node.label}[i]")
    return Family(number, reading.index, reading.count, tensor, tuple(around))
