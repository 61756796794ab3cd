"""Published shapes: those of the layers, or those of layers with another padding, stride or pooling."""

from __future__ import annotations

from symcnn.ask.audit.case import Case
from symcnn.ask.audit.published import Printed
from symcnn.record import Record


class ShapeVerdict(Record):
    """What is found of a published shape."""

    name: str
    printed: Printed
    derived: str
    holds: bool
    words: tuple[str, ...] = ()  # what reproduces it


def shape(case: Case, name: str, at: int, printed: Printed) -> ShapeVerdict:
    """Explain a published shape."""
    output = case.steps[at].output_shape
    if printed.holds(output.dims):
        return ShapeVerdict(name, printed, str(output), True)
    worlds = [w for w in case.worlds if printed.holds(w.steps[at].output_shape.dims)]
    least = min((world.more for world in worlds), default=0)
    return ShapeVerdict(name, printed, str(output), False, tuple(w.words for w in worlds if w.more == least))
