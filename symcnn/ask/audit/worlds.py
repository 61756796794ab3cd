"""The network derived again with some of its layers replaced: `same` for `valid`, a stride forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from symcnn.elaborate.joins import JOINS, joined
from symcnn.errors import SymcnnError
from symcnn.layers.contract import Layer, Refused, Shape
from symcnn.propagate import Step, propagate


def derived_again(steps: Sequence[Step], layers: Mapping[int, Layer]) -> tuple[Step, ...] | None:
    """Derive steps again with other layers at some places; None where that does not fit together.

    >>> from symcnn import parse
    >>> from symcnn.layers.pooling import MaxPool
    >>> steps = parse("input(28,28,1) conv(8,3) pool(2) dense(10)").report.read
    >>> str(derived_again(steps, {2: MaxPool(2, 1)})[-1].input_shape)
    '5000'
    """
    found: list[Step] = []
    for at, step in enumerate(steps):
        changed = any(found[i].output_shape != steps[i].output_shape for i in step.inputs)
        if at not in layers and not changed:
            found.append(step)
            continue
        again = _again(step, layers.get(at, step.layer), [(steps[i], found[i]) for i in step.inputs])
        if again is None:
            return None
        found.append(again)
    return tuple(found)


def _again(step: Step, layer: Layer, inputs: Sequence[tuple[Step, Step]]) -> Step | None:
    """A step on its new input; None where it cannot take it."""
    shapes = [_seen(step, old, new) for old, new in inputs]
    if not shapes or step.picks or step.over:
        return None
    try:
        if step.keyword in JOINS and layer.category == "join":
            output, _ = joined(step.keyword, shapes, step.place.name, [None] * len(shapes))
            return step._replace(input_shape=shapes[0], output_shape=output)
        (again, *_), _ = propagate(step.keyword, layer, shapes[0], step.place)
    except (SymcnnError, Refused):
        return None
    return step._replace(layer=layer, input_shape=again.input_shape, output_shape=again.output_shape)


def _seen(step: Step, old: Step, new: Step) -> Shape:
    """What a step sees of its new input: all of it, or its share of the channels (in a path of `split`)."""
    whole = step.input_shape.channels == old.output_shape.channels or len(step.inputs) > 1
    shape = new.output_shape
    return shape if whole else shape.with_channels(step.input_shape.channels)
