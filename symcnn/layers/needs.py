"""What kind of tensor a layer takes: values or tokens, a map, a sequence."""

from __future__ import annotations

from symcnn.layers.contract import Layer, Refused, Shape

EMBED = "put embed(vocab,dim) before it, which gives every token its values"
MAP = "put it before dense, flatten or gap; or make a map with reshape(h,w,c)"
SEQUENCE = "write seq=true in the recurrent layer before it, or make a sequence with reshape(n,c)"
POSITIONS = "write tokens before it: all positions in a row; or start with input(L,C)"
TOKENS = "start with token numbers: input(L,tokens=true)"


def misfit(keyword: str, layer: Layer, x: Shape) -> Refused | None:
    """Say what is wrong with an input of another kind than the layer takes; None where it fits.

    >>> from symcnn.layers.pooling import GlobalAveragePool
    >>> str(misfit("gap", GlobalAveragePool(), Shape((), 10)))
    'gap needs a map, but the input is a vector of 10'
    >>> misfit("gap", GlobalAveragePool(), Shape((7, 7), 10)) is None
    True
    """
    if x.tokens:
        needed, help_ = ("" if layer.needs == "tokens" else "values"), EMBED
    elif layer.needs == "tokens":
        needed, help_ = "token numbers", TOKENS
    elif layer.needs == "sequence":
        needed, help_ = ("" if x.axes == 1 else "a sequence"), SEQUENCE if x.is_vector else POSITIONS
    else:
        needed, help_ = ("a map" if layer.needs == "map" and x.is_vector else ""), MAP
    return Refused("E404", f"{keyword} needs {needed}, but the input is {kind(x)}", help_) if needed else None


def kind(x: Shape) -> str:
    """Name a shape with its kind.

    >>> kind(Shape((), 10)), kind(Shape((8,), 10)), kind(Shape((8, 8), 10)), kind(Shape((8,), 1, tokens=True))
    ('a vector of 10', 'a sequence of 8x10', 'a map of 8x8x10', '8 tokens')
    """
    if x.tokens:
        return str(x)
    return f"{'a vector' if x.is_vector else 'a sequence' if x.axes == 1 else 'a map'} of {x}"
