"""How a quantity grows with one symbol: degree, leading term, elasticity, and which layer dominates.

Floors are replaced by their quotients: the growth of a size is that of the size without rounding.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from symcnn.algebra.exact import exact, is_symbolic
from symcnn.algebra.printing import text
from symcnn.errors import SymcnnError
from symcnn.record import Record
from symcnn.report import Report


class Scaling(Record):
    """The growth of one quantity in one symbol."""

    quantity: str
    symbol: str
    degree: Any  # of the polynomial, or the base of an exponential growth as text
    leading: Any  # the leading term
    elasticity: Any  # percent more of the quantity for one percent more of the symbol
    at_point: Any  # the elasticity at the values that were asked for; None without them
    dominant: str  # the name of the layer that grows fastest
    dominant_from: Any  # the first value from which it costs most of all layers; None where that depends

    def to_dict(self) -> dict[str, Any]:
        """The scaling as plain data, formulas as strings."""
        values = {name: getattr(self, name) for name in self.fields}
        return {name: v if isinstance(v, (int, str)) or v is None else text(v) for name, v in values.items()}


def scaling(report: Report, symbol: str, quantity: str = "params", at: Mapping[str, Any] | None = None) -> Scaling:
    """Find how a quantity grows with a symbol.

    >>> from symcnn import parse
    >>> found = scaling(parse("input(32,32,3) conv(F,3) conv(F,3)").report, "F", at={"F": 64})
    >>> found.degree, found.leading, found.elasticity, found.at_point
    (2, 9*F**2, (18*F + 29)/(9*F + 29), Fraction(1181, 605))
    """
    from sympy import Symbol, cancel, diff

    variable = Symbol(symbol)
    total = _smooth(report.total(quantity))
    if not is_symbolic(total) or variable not in total.free_symbols:
        known = ", ".join(sorted(s.name for s in getattr(total, "free_symbols", ()))) or "none"
        raise SymcnnError("E203", f"{quantity} does not depend on '{symbol}'", None, f"its symbols: {known}")
    elasticity = cancel(variable * diff(total, variable) / total)
    point = exact(elasticity.subs(dict(at))) if at else None
    leading = _leading_term(total, variable)
    dominant, since = _dominant(report, quantity, variable)
    return Scaling(
        quantity, symbol, _degree(leading, variable), exact(leading), exact(elasticity), point, dominant, since
    )


def _smooth(value: Any) -> Any:
    """The formula without rounding."""
    if not is_symbolic(value):
        return value
    from symcnn.algebra.floordiv import FloorDiv

    while value.atoms(FloorDiv):
        value = value.replace(lambda e: isinstance(e, FloorDiv), lambda e: e.relaxed())
    return value


def _leading_term(total: Any, variable: Any) -> Any:
    """The terms of the highest power of the symbol."""
    from sympy import LT, Add, Poly, expand, oo

    if total.is_polynomial(variable):
        return LT(Poly(total, variable))
    terms = Add.make_args(expand(total))
    greatest = [t for t in terms if all((other / t).limit(variable, oo) != oo for other in terms)]
    return Add(*greatest[:1])


def _degree(leading: Any, variable: Any) -> Any:
    from sympy import limit, log, oo

    if leading.is_polynomial(variable):
        return int(leading.as_poly(variable).degree())
    return text(exact(limit(log(leading) / log(variable), variable, oo)))


def _dominant(report: Report, quantity: str, variable: Any) -> tuple[str, Any]:
    """The layer that costs most for large values, and from which value on it does."""
    from sympy import oo

    rows = {row.name: _smooth(getattr(row, quantity)) for row in report.layers}
    rows = {name: cost for name, cost in rows.items() if is_symbolic(cost) and variable in cost.free_symbols}
    best = next(iter(rows))
    for name, cost in rows.items():
        if (cost / rows[best]).limit(variable, oo) == oo or _grows_beyond(cost - rows[best], variable):
            best = name
    others = [cost for name, cost in rows.items() if name != best]
    fixed = [row for row in report.layers if row.name not in rows]
    others += [getattr(row, quantity) for row in fixed]
    return best, _first_value(rows[best], others, variable)


def _grows_beyond(difference: Any, variable: Any) -> bool:
    """Whether a difference of numbers alone ends positive."""
    if not difference.free_symbols <= {variable} or not difference.is_polynomial(variable):
        return False
    return bool(difference != 0 and difference.as_poly(variable).LC() > 0)


def _first_value(best: Any, others: list[Any], variable: Any) -> Any:
    """The least whole value from which on `best` is at least every other cost; None where symbols decide."""
    from sympy import Poly, floor, real_roots

    first = 1
    for other in others:
        difference = best - other
        if not difference.free_symbols <= {variable} or not difference.is_polynomial(variable):
            return None
        roots = real_roots(Poly(difference, variable)) if difference != 0 and difference.has(variable) else []
        first = max([first, *(int(floor(root)) + (0 if root.is_Integer else 1) for root in roots)])
    return first
