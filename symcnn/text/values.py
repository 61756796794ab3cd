"""Values to text: with no bracket that is not needed, and spaces where the place asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import IntEnum
from typing import Any

from symcnn.text import tree
from symcnn.text.layout import Layout

INDENT = "\n    "  # of the rows of a table


class Place(IntEnum):
    """Where a value stands: the further down this list, the more it is spread out."""

    ARGUMENT = 0  # (64,3): no spaces
    ROW = 1  # in a list: [64, 128] for lists inside it
    HEADER = 2  # for and if: its lists may be broken over lines
    STATEMENT = 3  # let, param, assume, expect: sums are spaced, too


class Level(IntEnum):
    """How tightly an operator binds, loosest first."""

    OR = 0
    AND = 1
    NOT = 2
    COMPARE = 3
    SUM = 4
    PRODUCT = 5
    UNARY = 6
    POWER = 7
    POSTFIX = 8


SPACED = ("+", "-", "%")
LEVELS: dict[type, Level] = {
    tree.Not: Level.NOT,
    tree.Compare: Level.COMPARE,
    tree.Signed: Level.UNARY,
    tree.Power: Level.POWER,
}


def level(node: tree.Node) -> Level:
    """How tightly the outermost operator of a value binds."""
    if isinstance(node, tree.Logic):
        return Level.OR if node.operator == "or" else Level.AND
    if isinstance(node, tree.Chain):
        return Level.SUM if node.rest[0][0] in ("+", "-") else Level.PRODUCT
    return LEVELS.get(type(node), Level.POSTFIX)


class Values:
    """Writes values; the layout tells where their tables break."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout

    def write(self, node: Any, place: Place, least: Level = Level.OR) -> str:
        """The text of a value, in brackets if it binds less tightly than `least`."""
        if level(node) < least:
            return f"({self.write(node, Place.ARGUMENT)})"
        return WRITERS[type(node)](self, node, place)

    def arguments(self, nodes: Iterable[Any]) -> str:
        """Arguments between round brackets."""
        return ",".join(self.write(node, Place.ARGUMENT) for node in nodes)

    def _number(self, node: tree.Number, place: Place) -> str:
        return node.digits + node.unit

    def _dims(self, node: tree.Dims, place: Place) -> str:
        return "x".join(node.digits)

    def _name(self, node: tree.Name, place: Place) -> str:
        return node.name

    def _here(self, node: tree.Here, place: Place) -> str:
        return f".{node.name}"

    def _truth(self, node: tree.Truth, place: Place) -> str:
        return "true" if node.value else "false"

    def _attribute(self, node: tree.Attribute, place: Place) -> str:
        return f"{self.write(node.value, place, Level.POSTFIX)}.{node.name}"

    def _index(self, node: tree.Index, place: Place) -> str:
        value = self.write(node.value, place, Level.POSTFIX)
        return f"{value}[{self.write(node.index, Place.ARGUMENT)}]"

    def _chain(self, node: tree.Chain, place: Place) -> str:
        own = level(node)
        parts = [self.write(node.first, place, own)]
        for operator, operand in node.rest:
            spaced = place is Place.STATEMENT and operator in SPACED
            parts.append(f" {operator} " if spaced else operator)
            parts.append(self.write(operand, place, Level(own + 1)))
        return "".join(parts)

    def _signed(self, node: tree.Signed, place: Place) -> str:
        return node.sign + self.write(node.operand, place, Level.UNARY)

    def _power(self, node: tree.Power, place: Place) -> str:
        base = self.write(node.base, place, Level.POSTFIX)
        return f"{base}^{self.write(node.exponent, place, Level.UNARY)}"

    def _compare(self, node: tree.Compare, place: Place) -> str:
        left, right = self.write(node.left, place, Level.SUM), self.write(node.right, place, Level.SUM)
        return f"{left} {node.operator} {right}"

    def _negate(self, node: tree.Not, place: Place) -> str:
        return f"not {self.write(node.operand, place, Level.NOT)}"

    def _logic(self, node: tree.Logic, place: Place) -> str:
        own = level(node)
        left = self.write(node.left, place, own)
        return f"{left} {node.operator} {self.write(node.right, place, Level(own + 1))}"

    def _range(self, node: tree.Range, place: Place) -> str:
        start, stop = self.write(node.start, place, Level.SUM), self.write(node.stop, place, Level.SUM)
        step = f" by {self.write(node.step, place, Level.SUM)}" if node.step else ""
        return f"{start}..{stop}{step}"

    def _keyword(self, node: tree.Keyword, place: Place) -> str:
        return f"{node.name}={self.write(node.value, place)}"

    def _function(self, node: tree.Function, place: Place) -> str:
        return f"{node.name}({self.arguments(node.arguments)})"

    def _tuple(self, node: tree.Tuple, place: Place) -> str:
        comma = "," if len(node.elements) == 1 else ""
        return f"({self.arguments(node.elements)}{comma})"

    def _list(self, node: tree.List, place: Place) -> str:
        if place >= Place.HEADER and node.elements:
            return self._table(node)
        comma = "," if place is Place.ARGUMENT else ", "
        return f"[{comma.join(self.write(element, place) for element in node.elements)}]"

    def _table(self, node: tree.List) -> str:
        """A list that may be broken over lines, with comments between its rows."""
        self.layout.end_head(node.span.start)
        at, text = node.span.start + 1, ""
        for i, element in enumerate(node.elements):
            gap = self.layout.gap(at, element.span.start)
            text += ("," + gap.text(" ") if i else gap.text("", 1)) + self.write(element, Place.ROW)
            at = element.span.end
        gap = self.layout.gap(at, node.span.end - 1)
        return "[" + (text + gap.head()).replace("\n", INDENT) + gap.tail("", 1) + "]"


WRITERS: dict[type, Callable[[Values, Any, Place], str]] = {
    tree.Name: Values._name,
    tree.Number: Values._number,
    tree.Dims: Values._dims,
    tree.Truth: Values._truth,
    tree.Here: Values._here,
    tree.Attribute: Values._attribute,
    tree.Index: Values._index,
    tree.Chain: Values._chain,
    tree.Power: Values._power,
    tree.Signed: Values._signed,
    tree.Compare: Values._compare,
    tree.Logic: Values._logic,
    tree.Not: Values._negate,
    tree.Range: Values._range,
    tree.Keyword: Values._keyword,
    tree.Function: Values._function,
    tree.Tuple: Values._tuple,
    tree.List: Values._list,
}
