"""How a quantity grows with one symbol: degree, leading term, elasticity, and which layer dominates.

Floors are replaced by their quotients: the growth of a size is that of the size without rounding.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from symcnn.algebra.exact import exact, free_names, is_symbolic
from symcnn.algebra.printing import text
from symcnn.errors import SymcnnError
from symcnn.record import Record
from symcnn.report import Report


class Scaling(Record):
    """The growth of one quantity in one symbol."""

    quantity: str
    symbol: str
    degree: Any  # of the polynomial, or the growth as text where it is exponential
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
    smooth = Smooth(variable, quantity)
    total = smooth(report.total(quantity))
    if not is_symbolic(total) or variable not in total.free_symbols:
        known = ", ".join(sorted(free_names(report.total(quantity)))) or "none"
        raise SymcnnError("E203", f"{quantity} does not depend on '{symbol}'", None, f"its symbols: {known}")
    elasticity = smooth.with_sums(cancel(variable * diff(total, variable) / total))
    point = exact(elasticity.subs(dict(at)).doit()) if at else None
    leading = _leading_term(total, variable)
    dominant, since = _dominant(report, quantity, variable, smooth)
    degree = _degree(leading, variable)
    return Scaling(
        quantity, symbol, degree, exact(smooth.with_sums(leading)), exact(elasticity), point, dominant, since
    )


class Smooth:
    """Formulas without rounding; a sum over rounds that then has no closed form stands behind a symbol."""

    def __init__(self, variable: Any, quantity: str) -> None:
        self.variable, self.quantity = variable, quantity
        self.sums: dict[Any, Any] = {}  # the symbols, by their sums

    def __call__(self, value: Any) -> Any:
        """A formula without rounding."""
        if not is_symbolic(value):
            return value
        from sympy import Sum

        from symcnn.algebra.floordiv import FloorDiv

        while value.atoms(FloorDiv):
            value = value.replace(lambda e: isinstance(e, FloorDiv), lambda e: e.relaxed())
        return value.replace(Sum, self._closed) if value.has(Sum) else value

    def with_sums(self, value: Any) -> Any:
        """A formula with the sums for their symbols."""
        return value.xreplace({symbol: open_sum for open_sum, symbol in self.sums.items()})

    def _closed(self, summand: Any, limits: Any) -> Any:
        from sympy import Dummy, Sum, expand, sympify

        from symcnn.algebra.summation import summed

        index, first, last = limits
        number = Dummy("j", integer=True, nonnegative=True)
        moved = expand(summand.xreplace({index: number + first}))
        found = sympify(summed(moved, number, exact(last - first + 1)))
        return self._behind_symbols(Sum(expand(summand), limits)) if found.has(Sum) else found

    def _behind_symbols(self, open_sum: Any) -> Any:
        """A sum as a polynomial in the variable whose coefficients are sums."""
        from sympy import Add, Dummy, Sum, sympify

        summand, limits = open_sum.function, open_sum.limits[0]
        if self.variable in sympify(limits[2] - limits[1]).free_symbols or not summand.is_polynomial(self.variable):
            message = f"{self.quantity} grows with {self.variable} by a sum without closed form: {text(open_sum)}"
            raise SymcnnError("E505", message, None, "give the other symbols values, or ask for another symbol")
        terms = []
        for (power,), coefficient in summand.as_poly(self.variable).terms():
            symbol = self.sums.setdefault(Sum(coefficient, limits), Dummy("s", positive=True))
            terms.append(symbol * self.variable**power)
        return Add(*terms)


def _leading_term(total: Any, variable: Any) -> Any:
    """The terms of the highest power of the symbol."""
    from sympy import LT, Add, Poly, expand

    if total.is_polynomial(variable):
        return LT(Poly(total, variable))
    terms = Add.make_args(expand(total))
    return Add(*[t for t in terms if not any(_outgrows(other, t, variable) for other in terms)])


def _outgrows(a: Any, b: Any, variable: Any) -> bool:
    """Whether a formula grows beyond any multiple of another; the signs of other sizes (H - 4) do not matter."""
    from sympy import oo, zoo

    return bool(_limit(a / b, variable).has(oo, -oo, zoo))


def _limit(e: Any, variable: Any) -> Any:
    """Where a formula goes for large values of a symbol; all symbols are positive.

    Raises SymcnnError where that depends on the others.
    """
    from sympy import Dummy, oo

    positive = {symbol: Dummy(symbol.name, positive=True) for symbol in e.free_symbols}
    back = {new: old for old, new in positive.items()}
    try:
        return e.xreplace(positive).limit(positive.get(variable, variable), oo).xreplace(back)
    except NotImplementedError:
        message = f"how fast it grows with {variable} depends on other symbols"
        raise SymcnnError("E504", message, None, "give the other symbols values") from None


def _degree(leading: Any, variable: Any) -> Any:
    from sympy import Pow, factor_terms, log

    if leading.is_polynomial(variable):
        return int(leading.as_poly(variable).degree())
    growth = factor_terms(leading).as_independent(variable, as_Add=False)[1]
    if any(variable in power.exp.free_symbols for power in growth.atoms(Pow)):
        return text(growth)  # exponential
    return text(exact(_limit(log(growth) / log(variable), variable)))


def _dominant(report: Report, quantity: str, variable: Any, smooth: Smooth) -> tuple[str, Any]:
    """The layer that costs most for large values, and from which value on it does."""
    rows = {row.name: smooth(getattr(row, quantity)) for row in report.layers}
    rows = {name: cost for name, cost in rows.items() if is_symbolic(cost) and variable in cost.free_symbols}
    best = next(iter(rows))
    for name, cost in rows.items():
        if _outgrows(cost, rows[best], variable) or _grows_beyond(cost - rows[best], variable):
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
