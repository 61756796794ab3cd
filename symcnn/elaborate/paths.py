"""Paths that part and meet: joins, copies, labels to continue from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from symcnn.algebra.conditions import AtLeast, Condition, Equal, Multiple, every_round
from symcnn.algebra.exact import add
from symcnn.elaborate.copies import ManyCopies, copies, many_copies
from symcnn.elaborate.depth import Reading, Rounds, total
from symcnn.elaborate.expressions import evaluate
from symcnn.elaborate.joins import BY_CHANNEL, JOINS, Join, joined, parts
from symcnn.elaborate.labels import tensors_of
from symcnn.elaborate.scope import Scope, Tensor
from symcnn.errors import Span, SymcnnError
from symcnn.layers.contract import Shape
from symcnn.propagate import Demand, Pick, Place, Step, moved
from symcnn.text import tree

if TYPE_CHECKING:
    from symcnn.elaborate.program import Interpreter


def join(reader: Interpreter, call: tree.Call, scope: Scope) -> None:
    """Bring paths, or the tensor at hand and labelled ones, together."""
    x = reader.at_hand(call.name_span, scope)
    if call.branches:
        tensors, places = _paths(reader, call, scope, x)
    else:
        tensors, places = [x], [call.span]
        for argument in _unnamed(call):
            found = tensors_of(argument, scope)
            tensors += found
            places += [argument.span] * len(found)
    least = 1 if call.name == "split" or (call.branches and call.arguments) else 2  # one copy is one path
    if len(tensors) < least and not any(_stands_for_many(tensor) for tensor in tensors):
        raise SymcnnError(
            "E307",
            f"{call.name} needs paths or labels",
            call.span,
            f"write: {call.name}{{ … | … }} or {call.name}(label)",
        )
    _meet(reader, call, tensors, places, scope)


def _meet(reader: Interpreter, call: tree.Call, tensors: list[Tensor], places: list[Any], scope: Scope) -> None:
    shapes, spread = _in_all_rounds(call.name, tensors)
    if _flag(call, "crop", scope):
        shapes = [shape.with_sizes(shapes[0].sizes) for shape in shapes]
    y, conditions = joined(call.name, shapes, call.name_span, places)
    inputs = tuple(tensor.at for tensor in tensors)
    picks = tuple(tensor.pick for tensor in tensors if tensor.pick is not None)
    step = Step(call.name, Join(), shapes[0], y, Place(call.span, call.name_span, {}), inputs=inputs, picks=picks)
    reader.take(([step], _demands([*spread, *conditions], call)), scope)


def _in_all_rounds(keyword: str, tensors: list[Tensor]) -> tuple[list[Shape], list[Condition]]:
    """The shapes that meet: of what stands for many rounds, all channels together, or the one shape of all."""
    shapes, conditions = [], []
    for shape, pick in ((tensor.shape, tensor.pick) for tensor in tensors):
        if pick is None or pick.round is not None:
            shapes.append(shape)
            continue
        first = moved(shape, pick.index, 0)
        varying = zip(first.sizes if keyword in BY_CHANNEL else first.dims, shape.dims, strict=False)
        for one, each in varying:
            conditions += every_round(Equal(one, each), pick.index, pick.count) if one != each else []
        channels = total(shape.channels, pick.index, pick.count)
        shapes.append(first.with_channels(channels) if keyword in BY_CHANNEL else first)
    return shapes, conditions


def _paths(reader: Interpreter, call: tree.Call, scope: Scope, x: Tensor) -> tuple[list[Tensor], list[Any]]:
    """Run every path on the same tensor (a `split`: on its share of the channels)."""
    many = many_copies(call, scope)
    if many is not None:
        return _read_as_one(reader, call, many, scope, x)
    rounds = copies(call, scope)
    count = len(rounds) if rounds is not None else len(call.branches)
    start = Tensor(_share(reader, call, x.shape, count), x.at) if call.name == "split" else x
    paths = (
        [(call.branches[0], values) for values in rounds] if rounds is not None else [(b, {}) for b in call.branches]
    )
    tensors = [_path(reader, call, i, branch, values, scope, start) for i, (branch, values) in enumerate(paths, 1)]
    places: list[Any] = [_contents(branch) for branch, _ in paths]
    if call.name == "res" and len(tensors) == 1:
        return [*tensors, x], [*places, None]
    return tensors, places


def _stands_for_many(tensor: Tensor) -> bool:
    return tensor.pick is not None and tensor.pick.round is None


def _read_as_one(
    reader: Interpreter, call: tree.Call, many: ManyCopies, scope: Scope, x: Tensor
) -> tuple[list[Tensor], list[Any]]:
    """Copies whose number is a formula: one path is read for all of them."""
    (branch,) = call.branches
    start = x._replace(shape=_share(reader, call, x.shape, many.count)) if call.name == "split" else x
    ends: list[Tensor] = []

    def read(values: Mapping[str, Any]) -> None:
        ends.append(_path(reader, call, 1, branch, values, scope, start))

    rounds = Rounds(read, many.count, many.span, call.span, many.name, many.first, many.by)
    reader.evaluation.demands.append(Demand(AtLeast(many.count, 1), call.name, many.span))
    reading = Reading(reader, rounds, many.count)
    reading.read()
    reading.finish(x.at, ends[0].at, parallel=True)
    return [ends[0]._replace(pick=Pick(ends[0].at, reading.index, None, many.count))], [_contents(branch)]


def _share(reader: Interpreter, call: tree.Call, shape: Shape, count: Any) -> Shape:
    """What one path of a `split` sees; that the channels divide evenly is a condition."""
    share = parts(shape, count, call.span)
    divides = Multiple(shape.channels, count)
    reader.evaluation.demands += _demands([divides] if divides.holds() is None else [], call)
    return share


def _path(
    reader: Interpreter,
    call: tree.Call,
    number_: int,
    branch: tree.Block,
    values: Mapping[str, Any],
    scope: Scope,
    start: Tensor,
) -> Tensor:
    if not branch.body:
        raise SymcnnError("E307", f"branch {number_} of {call.name} is empty", call.span, "an empty path is written id")
    inner = Scope(reader.evaluation, scope)
    inner.values |= values
    inner.tensor = start
    reader.body(branch.body, inner)
    assert inner.tensor is not None  # noqa: S101
    return inner.tensor


def group(reader: Interpreter, call: tree.Call, scope: Scope) -> None:
    """`seq{ ... }`: one path, and nothing to join."""
    if len(call.branches) != 1:
        raise SymcnnError("E307", "seq groups one path", call.span, "write: seq{ conv(64,3) relu }")
    x = reader.at_hand(call.name_span, scope)
    scope.tensor = _path(reader, call, 1, call.branches[0], {}, scope, x)


def continue_from(reader: Interpreter, call: tree.Call, scope: Scope) -> None:
    """Continue at a label, or where several come together."""
    arguments = _unnamed(call)
    tensors = [tensor for argument in arguments for tensor in tensors_of(argument, scope)]
    keyword = next((a for a in call.arguments if isinstance(a, tree.Keyword) and a.name == "join"), None)
    if len(tensors) == 1 and not _stands_for_many(tensors[0]):
        scope.tensor = tensors[0]
        return
    if not tensors or keyword is None or not isinstance(keyword.value, tree.Name) or keyword.value.name not in JOINS:
        raise SymcnnError(
            "E301", "from takes one label, or several and how to join them", call.span, "write: from(a,b,join=add)"
        )
    several = AtLeast(add(1 if each.pick is None else each.pick.count for each in tensors), 2)
    reader.evaluation.demands += _demands([several] if several.holds() is not True else [], call)
    joining = tree.Call(keyword.value.name, (), span=call.span, name_span=call.name_span)
    _meet(reader, joining, tensors, [None] * len(tensors), scope)


def output(reader: Interpreter, call: tree.Call, scope: Scope) -> None:
    """Name several outputs: they must be there; the tensor at hand stays."""
    for argument in _unnamed(call):
        tensors_of(argument, scope)


def _unnamed(call: tree.Call) -> list[Any]:
    return [argument for argument in call.arguments if not isinstance(argument, tree.Keyword)]


def _flag(call: tree.Call, name: str, scope: Scope) -> bool:
    return any(
        isinstance(a, tree.Keyword) and a.name == name and evaluate(a.value, scope) is True for a in call.arguments
    )


def _demands(conditions: Iterable[Condition], call: tree.Call) -> list[Demand]:
    return [Demand(condition, call.name, call.span) for condition in conditions]


def _contents(branch: tree.Block) -> Span:
    """The place of a path without the blanks around it."""
    return branch.body[0].span._replace(end=branch.body[-1].span.end)
