"""The kinds of boxes and their colours, after the categories that layers state.

Tints of the colours of Okabe and Ito 2008 ("Color universal design"), which people with any common colour blindness
tell apart; all are light, so that black text reads on them in print and in grey.
"""

from __future__ import annotations

from symcnn.layers.contract import Layer
from symcnn.propagate import Step
from symcnn.record import Record


class Kind(Record):
    """A kind of box: its name in a legend, and its colour."""

    name: str
    fill: str


KINDS = {
    "input": Kind("input", "#EDEDED"),
    "conv": Kind("convolution", "#B8DDF4"),
    "pool": Kind("pooling, resampling", "#F3C0A4"),
    "norm": Kind("normalisation", "#FAF4BC"),
    "activation": Kind("activation", "#B9E3D6"),
    "dense": Kind("matrix product", "#F7D694"),
    "sequence": Kind("sequence", "#EBCBDD"),
    "join": Kind("join", "#FFFFFF"),
    "block": Kind("block", "#9CC6E0"),
    "other": Kind("other", "#F7F7F7"),
}
INK, GREY, FRAME = "#1A1A1A", "#4D4D4D", "#8C8C8C"
WORDS = {  # in a category, the first that fits
    "convolution": "conv", "pooling": "pool", "resampling": "pool", "normalisation": "norm", "activation": "activation",
    "linear": "dense", "recurrence": "sequence", "attention": "sequence", "products of positions": "sequence",
    "embedding": "sequence", "positions": "sequence", "join": "join",
}  # fmt: skip
CHEAP = ("norm", "activation")
SYMBOLS = {"add": "+", "res": "+", "sub": "−", "mul": "×"}


def kind_of(step: Step) -> str:
    """The kind of a layer.

    >>> import symcnn
    >>> [kind_of(step) for step in symcnn.parse("conv(8,3) bn relu pool(2) gap linear(8)").report.steps]
    ['input', 'conv', 'norm', 'activation', 'pool', 'pool', 'dense']
    """
    if not step.inputs:
        return "input"
    return next((kind for word, kind in WORDS.items() if word in step.layer.category), "other")


def is_cheap(step: Step) -> bool:
    """Whether a layer is drawn with the one before it: it keeps the shape and multiplies nothing by matrices."""
    return _is_light(step.layer, kind_of(step)) and step.input_shape == step.output_shape and len(step.inputs) == 1


def is_unsaid(step: Step) -> bool:
    """Whether it is the flattening before `dense`, which nobody wrote; an input that nobody wrote is drawn."""
    return step.implied and bool(step.inputs)


def _is_light(layer: Layer, kind: str) -> bool:
    return kind in CHEAP or layer.category in ("dropout", "elementwise")
