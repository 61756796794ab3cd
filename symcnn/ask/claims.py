"""Claims about a network at the points of a grid: `params <= 1M and K < F`.

They are written in the language of `expect`: quantities, symbols, and, or, not; commas mean `and`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from symcnn.elaborate.expressions import number
from symcnn.elaborate.named import nodes
from symcnn.elaborate.scope import Evaluation, Scope
from symcnn.elaborate.values import did_you_mean
from symcnn.errors import Source, Span, SymcnnError
from symcnn.grid.lowering import Lowering
from symcnn.grid.tape import Ratio
from symcnn.quantities import QUANTITIES
from symcnn.report import Report
from symcnn.text import tree
from symcnn.text.parse import parse_value

COMMA = re.compile(r",(?![^(\[]*[)\]])")
UNIT_APART = re.compile(r"\b(\d[\d_.]*)\s+([kMGT])\b")
EQUALS = re.compile(r"=<|=>|(?<![<>=!~])=(?![=~])")
SIGNS = {"=": "==", "=<": "<=", "=>": ">="}
PARAM = re.compile(r"\bparam\b")
HELP = "write for example: params <= 1M and K < F"


def read_claims(text: str, names: Collection[str]) -> tuple[tree.Expr, ...]:
    """The claims in a text, whose names are quantities or have values.

    Raises SymcnnError for what is no claim, or names what is not known.
    """
    claims = apart(text)
    for claim in claims:
        if not isinstance(claim, (tree.Compare, tree.Logic, tree.Not)):
            raise SymcnnError("E303", f"'{claim.span.text}' claims nothing", claim.span, _instead(claim))
        _check_names(claim, names)
    if not claims:
        raise SymcnnError("E303", "nothing is claimed", None, HELP)
    return claims


def apart(text: str) -> tuple[tree.Expr, ...]:
    """What is written between commas."""
    return tuple(parse_claim(part.strip()) for part in COMMA.split(text) if part.strip())


def parse_claim(text: str, name: str = "<where>") -> tree.Expr:
    """A claim as it stands; habits that the language reads otherwise are named first."""
    source = Source(name, text)
    if equals := EQUALS.search(text):
        help_ = f"write: {EQUALS.sub(lambda sign: SIGNS[sign[0]], text)}"
        raise SymcnnError("E105", f"'{equals[0]}' does not compare", Span(source, *equals.span()), help_)
    if separate := UNIT_APART.search(text):
        help_ = f"the unit touches the number: {separate[1]}{separate[2]}"
        raise SymcnnError("E104", f"'{separate[0]}' is not a number", Span(source, *separate.span()), help_)
    if word := PARAM.search(text):  # `param` begins a statement, so that the parser has other words for it
        message = f"'{word[0]}' is neither a quantity nor a symbol with values"
        raise SymcnnError("E203", message, Span(source, *word.span()), "did you mean 'params'?")
    try:
        return parse_value(text, name)
    except SymcnnError as error:
        about_layers = any(words in error.help for words in ("layers follow", "to repeat what", "write a network"))
        raise SymcnnError(error.code, error.message, error.span, HELP if about_layers else error.help) from None


def _instead(claim: tree.Expr) -> str:
    """What to write for a text that claims nothing: half of `1,000,000`, or what a shell left of `params>1M`."""
    if isinstance(claim, tree.Number):
        return "a comma separates claims: write 1_000_000 or 1M"
    if isinstance(claim, tree.Name):
        return f"write for example '{claim.name}<=1M', in quotes: a shell takes < and > for its own"
    return HELP


def read_measure(text: str, names: Collection[str]) -> tree.Expr:
    """What is to be ranked or shown: a quantity, or a formula in quantities and symbols."""
    node = parse_claim(text.strip(), "<quantity>")
    _check_names(node, names)
    return node


def _check_names(claim: tree.Expr, names: Collection[str]) -> None:
    known = sorted({*names, *QUANTITIES})
    for node in nodes(claim):
        if isinstance(node, tree.Name) and node.name in QUANTITIES and node.name in names:
            message = f"'{node.name}' is a quantity, and a symbol of this network"
            raise SymcnnError("E203", message, node.span, "give the symbol another name in the text of the network")
        if isinstance(node, tree.Name) and node.name not in known:
            help_ = did_you_mean(node.name, known) or f"known are: {', '.join(known)}"
            raise SymcnnError("E203", f"'{node.name}' is neither a quantity nor a symbol with values", node.span, help_)


class Claims:
    """Writes claims about one report onto the tape of a lowering."""

    def __init__(
        self, lowering: Lowering, report: Report, given: Mapping[str, Any], others: Mapping[str, Report] | None = None
    ) -> None:
        self.lowering = lowering
        self._others = others or {}
        self.divided: dict[str, int] = {}  # what the sides of comparisons are divided by, by their texts
        self._scope = Scope(Evaluation({}, {}), units=True)
        self._scope.values |= given
        self._scope.metrics = {name: _total(report, name) for name in QUANTITIES}
        self._scope.measure = self._of_another

    def holds(self, claim: tree.Expr) -> int:
        """The node that is true where a claim holds: nowhere where something in it is divided by 0."""
        before, self.divided = self.divided, {}
        truth = self._truth(claim)
        defined = [self.lowering.not_zero(place) for place in self.divided.values()]
        self.divided = before | self.divided
        return self.lowering.tape.all([truth, *defined])

    def _truth(self, claim: tree.Expr) -> int:
        tape = self.lowering.tape
        if isinstance(claim, tree.Not):
            return tape.negate(self._truth(claim.operand))
        if isinstance(claim, tree.Logic):
            parts = [self._truth(claim.left), self._truth(claim.right)]
            return tape.all(parts) if claim.operator == "and" else tape.any(parts)
        if not isinstance(claim, tree.Compare) or claim.operator == "~":
            raise SymcnnError("E303", f"'{claim.span.text}' is not decided at a point", claim.span, HELP)
        left, right = (self._side(side) for side in (claim.left, claim.right))
        return tape.compare_ratios(left, claim.operator, right)

    def _side(self, node: tree.Expr) -> Ratio:
        ratio = self.lowering.ratio(self.measure(node))
        self.divided[node.span.text] = ratio.denominator
        return self.lowering.upright(ratio)

    def measure(self, node: tree.Expr) -> Any:
        """The formula of an expression in quantities and symbols."""
        return number(node, self._scope, "what is compared")

    def _of_another(self, node: tree.Function, scope: Scope) -> Any:
        """`params(B)`: a quantity of another network."""
        target = node.arguments[0] if len(node.arguments) == 1 else None
        if not isinstance(target, tree.Name) or target.name not in self._others:
            known = ", ".join(f"{node.name}({name})" for name in self._others) or "no other network is given"
            raise SymcnnError("E202", f"'{node.span.text}' is of no network that is known", node.span, known)
        return _total(self._others[target.name], node.name)()


def _total(report: Report, name: str) -> Callable[[], Any]:
    def total() -> Any:
        value = report.total(name)
        if isinstance(value, tuple):
            value = _of_all_axes(name, value)
        if value is None:
            raise SymcnnError("E505", f"{name} of this network is not known", None, "ask for another quantity")
        return value

    return total


def _of_all_axes(name: str, values: tuple[Any, ...]) -> Any:
    """A quantity with a value for each axis, where these are the same."""
    if any(value != values[0] for value in values):
        raise SymcnnError("E505", f"{name} is not the same on all axes", None, "ask for another quantity")
    return values[0]
