"""The tree of a program: small frozen records, each with its span.

Two trees are equal when they say the same, wherever they stand in a text.
"""

from __future__ import annotations

from typing import TypeAlias

from symcnn.errors import Source, Span
from symcnn.record import Record, field

NOWHERE = Span(Source("<tree>", ""), 0, 0)


class Node(Record):
    """What every node has: its place in the text, which does not count in comparisons."""

    span: Span = field(default=NOWHERE, compare=False, kw_only=True)


# ---------------------------------------------------------------- expressions


class Name(Node):
    """`F`: a symbol, a value with a name, a word (`same`) or a block."""

    name: str


class Number(Node):
    """`32`, `542_230`, `0.75`, `1e6`, `4k`: the digits as typed."""

    digits: str
    unit: str = ""


class Dims(Node):
    """`3x5`: one size an axis."""

    digits: tuple[str, ...]


class Truth(Node):
    """`true` or `false`."""

    value: bool


class Here(Node):
    """`.c`: a size of the tensor at hand."""

    name: str


class Attribute(Node):
    """`e3.c`: a size of a labelled tensor."""

    value: Expr
    name: str


class Index(Node):
    """`w[i]`: an element of a list, numbered from 1."""

    value: Expr
    index: Expr


class Chain(Node):
    """`a + b - c` or `a * b // c`: operators of one level, applied from left to right."""

    first: Expr
    rest: tuple[tuple[str, Expr], ...]


class Power(Node):
    """`a^b`, right associative."""

    base: Expr
    exponent: Expr


class Signed(Node):
    """`-a` or `+a`."""

    sign: str
    operand: Expr


class Compare(Node):
    """`a == b`, `a < b`; `a ~ b` in an `expect`."""

    left: Expr
    operator: str
    right: Expr


class Logic(Node):
    """`a and b`, `a or b`."""

    operator: str
    left: Expr
    right: Expr


class Not(Node):
    """`not a`."""

    operand: Expr


class Range(Node):
    """`a..b by c`: both ends included."""

    start: Expr
    stop: Expr
    step: Expr | None = None


class Keyword(Node):
    """`name=value` among arguments."""

    name: str
    value: Argument


class Function(Node):
    """`floor(x)`: a call inside an expression."""

    name: str
    arguments: tuple[Argument | Keyword, ...]


class Tuple(Node):
    """`(3,5)`."""

    elements: tuple[Expr, ...]


class List(Node):
    """`[64,128]`."""

    elements: tuple[Expr, ...]


# ---------------------------------------------------------------------- items


class Block(Node):
    """`{ ... }`, and the whole program: items and statements in a row."""

    body: tuple[Element, ...]


class Call(Node):
    """`conv(32,3)`, `relu`, `res{ ... }`: a layer, a join or a block of the user."""

    name: str
    arguments: tuple[Argument | Keyword, ...] = ()
    branches: tuple[Block, ...] = ()
    name_span: Span = field(default=NOWHERE, compare=False, kw_only=True)


class Repeat(Node):
    """`3*{ ... }`, `n*conv(C,3)`."""

    count: Expr
    body: Block | Item


class Loop(Node):
    """`for i in 1..n { ... }`."""

    names: tuple[str, ...]
    domain: Argument
    body: Block


class Condition(Node):
    """`if test { ... } else { ... }`."""

    test: Expr
    then: Block
    otherwise: Block | Condition | None = None


class Labelled(Node):
    """`item as name` or `item as name[i]`."""

    item: Item
    label: str
    index: Expr | None = None


# ----------------------------------------------------------------- statements


class Import(Node):
    """`import resnet`, `import resnet: stem, bottleneck`."""

    module: str
    names: tuple[str, ...] = ()


class Binding(Node):
    """`w = 64` in a `let`."""

    name: str
    value: Expr


class Let(Node):
    """`let w = 64, m = 4*w`: names for values."""

    bindings: tuple[Binding, ...]


class Declaration(Node):
    """`alpha: rational = 1` in a `param` or among formal parameters."""

    name: str
    kind: str = ""
    default: Expr | None = None


class Param(Node):
    """`param F = 32`: symbols with kinds and defaults."""

    declarations: tuple[Declaration, ...]


class Definition(Node):
    """`def block(c,s=1) { ... }` or `net vgg(n) { ... }`."""

    keyword: str
    name: str
    formals: tuple[Declaration, ...]
    body: Block


class Shared(Node):
    """`shared tower { ... }`: one set of weights, used several times."""

    name: str
    body: Block


class Set(Node):
    """`set conv(pad=same)`: defaults for the calls that follow."""

    layer: str
    arguments: tuple[Argument | Keyword, ...]


class Assume(Node):
    """`assume divisible`, `assume H % 32 == 0`."""

    facts: tuple[Expr, ...]


class Expect(Node):
    """`expect params == 542_230`, `expect macs ~ 4.09G`."""

    claim: Expr


class Comment(Record):
    """`# text`, kept beside the tree: (offset in the text, the text with its `#`)."""

    start: int
    text: str


class Program(Node):
    """A whole text: its elements, and its comments for the formatter."""

    body: tuple[Element, ...]
    comments: tuple[Comment, ...] = field(default=(), compare=False, kw_only=True)


Expr: TypeAlias = (
    "Name | Number | Dims | Truth | Here | Attribute | Index | Chain | Power | Signed | Compare | Logic | Not"
    " | Function | Tuple | List"
)
Argument: TypeAlias = "Expr | Range"
Item: TypeAlias = "Call | Repeat | Loop | Condition | Labelled"
Statement: TypeAlias = "Import | Let | Param | Definition | Shared | Set | Assume | Expect"
Element: TypeAlias = "Item | Statement"
