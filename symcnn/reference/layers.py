"""The page of a layer: its signature, and formulas derived from an example with a symbol for every argument.

The example follows from the layer's fields and from what it takes; a layer that needs another one has a
row in `NETWORKS` or `ARGUMENTS`.
"""

from __future__ import annotations

from symcnn.layers import LAYERS
from symcnn.layers.contract import language_name, signature
from symcnn.record import FieldInfo
from symcnn.reference.example import Example, written
from symcnn.reference.families import families, family, prose

INPUTS = {"": "input(H,W,C)", "map": "input(H,W,C)", "sequence": "input(L,C)", "tokens": "input(L,tokens=true)"}
LINE = "input(L,C)"  # what has more than one axis has the same formula for each
LETTERS = {
    "filters": "F", "kernel": "K", "size": "K", "units": "U", "stride": "S", "pad": "P", "outpad": "O",
    "dilation": "D", "groups": "G", "mult": "M", "vocab": "V", "dim": "D",
}  # fmt: skip
NUMBERS = {
    "H": 28, "W": 28, "C": 64, "L": 128, "F": 32, "K": 3, "U": 10, "G": 4, "V": 1000, "D": 256, "h": 8,
    "b": 2, "c": 64, "f": 2, "k": 2, "g": 4, "m": 7, "n": 196, "p": 1, "t": 4, "w": 14,
}  # fmt: skip
ARGUMENTS = {"input": "H,W,C", "reshape": "H*W,C", "resize": "h,w", "pick": "0,2"}
NETWORKS = {"attend": "input(m,C) as k input(m,D) as v input(n,C) attend(k,v)"}
EVERYTHING = {"mha": "input(m,B) as x input(n,C) mha(h,memory=x,dim=d,vdim=v)"}
NUMERIC = ("whole", "per_axis", "padding")


def page(name: str) -> str:
    """Write the page of a layer.

    >>> print(page("dense").splitlines()[8])
      parameters  U*(C*H*W + 1)
    """
    import textwrap

    parts = [signature(name), _indented(prose(LAYERS[name].__doc__))]
    parts += [f"{one.text}\n{written(one.facts())}" for one in examples(name)]
    run = example(name)
    parts.append(f"$ {run.bound}\n{written(run.facts(bound=True))}")
    others = textwrap.fill(", ".join(related(name)), 79, initial_indent="related: ", subsequent_indent=" " * 9)
    return "\n\n".join([*parts, others] if others else parts)


def _indented(text: str) -> str:
    return "\n".join(f"  {line}".rstrip() for line in text.splitlines())


def related(name: str) -> tuple[str, ...]:
    """The other layers of the family."""
    return tuple(other for other in families()[family(name)] if other != name)


def examples(name: str) -> tuple[Example, ...]:
    """The layer with what it must be given, and with all its numbers where that says more."""
    short, whole = example(name), everything(name)
    return (short, whole) if whole.text != short.text and whole.facts() != short.facts() else (short,)


def example(name: str) -> Example:
    """A network of the layer alone, with a symbol for each argument that has no default.

    >>> example("conv").text, example("embed").text
    ('input(H,W,C) conv(F,K)', 'input(L,tokens=true) embed(V,D)')
    """
    required = {field: info for field, info in LAYERS[name].fields.items() if info.default is ... or _is_open(info)}
    text = NETWORKS.get(name) or f"{_input(name)}{_call(name, required)}"
    return Example(text, _numbers(text))


def everything(name: str) -> Example:
    """The layer with a symbol for every number, on one axis.

    >>> everything("conv").text
    'input(L,C) conv(F,K,S,pad=P,dilation=D,groups=G)'
    """
    if name in EVERYTHING or name in NETWORKS:
        return Example(EVERYTHING.get(name, NETWORKS.get(name, "")))
    fields = LAYERS[name].fields
    chosen = {field: info for field, info in fields.items() if info.default is ... or _is_number(info)}
    if chosen.keys() == {field for field, info in fields.items() if info.default is ...}:
        return example(name)
    given = LINE if LAYERS[name].needs == "map" else INPUTS[LAYERS[name].needs]
    return Example(f"{given} {_call(name, chosen)}")


def _is_open(info: FieldInfo) -> bool:
    """Whether it is any number of sizes, which has no default in words."""
    return info.kind == "sizes"


def _is_number(info: FieldInfo) -> bool:
    return info.kind in NUMERIC and info.default is not None


def _input(name: str) -> str:
    return "" if name == "input" else f"{INPUTS[LAYERS[name].needs]} "


def _call(name: str, fields: dict[str, FieldInfo]) -> str:
    if name in ARGUMENTS:
        return f"{name}({ARGUMENTS[name]})"
    arguments = [_argument(field, info) for field, info in fields.items()]
    return f"{name}({','.join(arguments)})" if arguments else name


def _argument(field: str, info: FieldInfo) -> str:
    """A required argument or a stride by its place, others by name."""
    letter = LETTERS.get(field, language_name(field)[0])
    return letter if info.default is ... or field == "stride" else f"{language_name(field)}={letter}"


def _numbers(text: str) -> dict[str, int]:
    """Numbers for the symbols of an example."""
    import re

    from symcnn.elaborate.named import symbols_of
    from symcnn.text.parse import parse

    names = symbols_of(parse(text))
    in_order = [name for name in dict.fromkeys(re.findall(r"\w+", text)) if name in names]
    return {name: NUMBERS.get(name, 2) for name in in_order}
