"""Formulas of sympy to a tape: one rule for each kind of formula."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from symcnn.algebra.conditions import AtLeast, Condition, Equal, ForAll, Multiple, Unequal
from symcnn.algebra.exact import is_symbolic
from symcnn.algebra.printing import text
from symcnn.errors import SymcnnError
from symcnn.grid.intervals import Intervals
from symcnn.grid.tape import Ratio, Tape

MOST_TERMS = 10_000  # of a sum over rounds that is written out


class Lowering:
    """Writes formulas onto a tape, given between which numbers the names lie.

    >>> from sympy.abc import F, K
    >>> lowering = Lowering({"F": (1, 64), "K": (1, 7)})
    >>> lowering.whole(F*K**2 + F) == len(lowering.tape.nodes) - 1
    True
    """

    def __init__(self, ranges: Mapping[str, tuple[int, int]], denominators: Mapping[str, int] | None = None) -> None:
        self.tape = Tape()
        self.intervals = Intervals(self.tape, ranges)
        below = denominators or {}
        self._names = {
            name: Ratio(self.tape.symbol(name), self.tape.constant(below.get(name, 1))) for name in sorted(ranges)
        }
        self._known: dict[Any, Ratio] = {}

    def couple(self, name: str, formula: Any) -> None:
        """Let a name stand for a formula in others: F2 = 2*F1."""
        self._names[name] = self.ratio(formula)

    def whole(self, value: Any) -> int:
        """The node of a formula whose values are whole numbers."""
        ratio = self.ratio(value)
        return self.tape.floor(ratio.numerator, ratio.denominator)

    def ratio(self, value: Any) -> Ratio:
        """The fraction that a formula is."""
        if isinstance(value, int):
            return self.tape.whole(self.tape.constant(value))
        if not is_symbolic(value) or value.is_Rational:
            p, q = (value.p, value.q) if is_symbolic(value) else (value.numerator, value.denominator)
            return Ratio(self.tape.constant(int(p)), self.tape.constant(int(q)))
        if value not in self._known:
            rule = RULES.get(value.func.__name__)
            if rule is None:
                raise _not_exact(value)
            self._known[value] = rule(self, value)
        return self._known[value]

    def upright(self, ratio: Ratio) -> Ratio:
        """The fraction with a denominator that is never negative: such fractions can be compared without dividing."""
        top, bottom = ratio
        if self.intervals[bottom][0] >= 0:
            return ratio
        return Ratio(self.tape.multiply([top, bottom]), self.tape.multiply([bottom, bottom]))

    def not_zero(self, place: int) -> int:
        """The node that is true where another is not 0."""
        low, high = self.intervals[place]
        if low > 0 or high < 0:
            return self.tape.constant(True)
        return self.tape.negate(self.tape.equal(place, self.tape.constant(0)))

    def condition(self, condition: Condition) -> int:
        """The node that is true where a condition holds."""
        return CONDITIONS[type(condition)](self, condition)

    def truth(self, value: Any) -> int:
        """The node of a relation of sympy, or of a truth value."""
        if isinstance(value, bool) or value.func.__name__ in ("BooleanTrue", "BooleanFalse"):
            return self.tape.constant(bool(value))
        if value.func.__name__ in LOGIC:
            return LOGIC[value.func.__name__](self.tape, [self.truth(part) for part in value.args])
        left, right = map(self.ratio, value.args)
        return self.tape.compare_ratios(left, value.rel_op, right)

    # ------------------------------------------------------------- rules

    def _symbol(self, e: Any) -> Ratio:
        if e.name not in self._names:
            raise SymcnnError("E504", f"'{e.name}' has no values", None, f"give it some: {e.name}=1..10")
        return self._names[e.name]

    def _add(self, e: Any) -> Ratio:
        return self.tape.add_ratios([self.ratio(term) for term in e.args])

    def _multiply(self, e: Any) -> Ratio:
        return self.tape.multiply_ratios([self.ratio(factor) for factor in e.args])

    def _power(self, e: Any) -> Ratio:
        """A power; a negative exponent stands below the line, and one that may be either on both sides."""
        base, exponent = self.ratio(e.base), self.ratio(e.exp)
        if self.tape.number(exponent.denominator) != 1:
            raise _not_exact(e)
        minus = self.tape.negative(exponent.numerator)
        up, down = self._from_zero(exponent.numerator), self._from_zero(minus)
        top = [self.tape.power(base.numerator, up), self.tape.power(base.denominator, down)]
        bottom = [self.tape.power(base.denominator, up), self.tape.power(base.numerator, down)]
        return self.tape.reduced(Ratio(self.tape.multiply(top), self.tape.multiply(bottom)))

    def _from_zero(self, place: int) -> int:
        """A node, with 0 where it is negative."""
        low, high = self.intervals[place]
        if low >= 0:
            return place
        zero = self.tape.constant(0)
        return zero if high <= 0 else self.tape.extreme("maximum", [place, zero])

    def _quotient(self, e: Any) -> Ratio:
        """`a//b` of fractions: the numerator of one over the denominator of the other."""
        a, b = map(self.ratio, e.args)
        top = self.tape.multiply([a.numerator, b.denominator])
        bottom = self.tape.multiply([a.denominator, b.numerator])
        return self.tape.whole(self.tape.floor(*self.tape.reduced(Ratio(top, bottom))))

    def _floor(self, e: Any) -> Ratio:
        return self.tape.whole(self.tape.floor(*self.ratio(e.args[0])))

    def _ceiling(self, e: Any) -> Ratio:
        top, bottom = self.ratio(e.args[0])
        return self.tape.whole(self.tape.negative(self.tape.floor(self.tape.negative(top), bottom)))

    def _extreme(self, e: Any) -> Ratio:
        kind = "minimum" if e.func.__name__ == "Min" else "maximum"
        parts = [self.upright(self.ratio(part)) for part in e.args]
        common = self.tape.common([part.denominator for part in parts])
        return Ratio(self.tape.extreme(kind, [self.tape.over(part, common) for part in parts]), common)

    def _modulo(self, e: Any) -> Ratio:
        a, b = e.args
        return self.ratio(a - b * _floor_of(a, b))

    def _piecewise(self, e: Any) -> Ratio:
        *cases, (last, _) = e.args
        parts = [self.ratio(value) for value, _ in cases]
        found = self.ratio(last)
        for part, (_, when) in zip(reversed(parts), reversed(cases), strict=True):
            found = self._chosen(self.truth(when), part, found)
        return found

    def _chosen(self, truth: int, a: Ratio, b: Ratio) -> Ratio:
        common = self.tape.common([a.denominator, b.denominator])
        return Ratio(self.tape.choose(truth, self.tape.over(a, common), self.tape.over(b, common)), common)

    def _sum(self, e: Any) -> Ratio:
        """A sum over rounds, written out for all that occur; a round counts where it is one of them."""
        *inner, limits = e.limits
        summand = e.func(e.function, *inner) if inner else e.function
        return self.tape.add_ratios([self._chosen(*each) for each in self._rounds(summand, *limits)])

    def _rounds(self, summand: Any, index: Any, first: Any, last: Any) -> list[tuple[int, Ratio, Ratio]]:
        """What a round adds, whether it is one, and nothing, for each number that the index takes somewhere."""
        nothing = self.tape.whole(self.tape.constant(0))
        return [
            (truth, self.ratio(summand.xreplace({index: number})), nothing)
            for number, truth in self._numbers(first, last)
        ]

    def _numbers(self, first: Any, last: Any) -> list[tuple[Any, int]]:
        from sympy import Integer

        start, end = self.whole(first), self.whole(last)
        low, high = self.intervals[start][0], self.intervals[end][1]
        if high - low >= MOST_TERMS:
            message = f"a sum of up to {high - low + 1:,} rounds has no closed form"
            raise SymcnnError("E505", message, None, f"at most {MOST_TERMS:,} are written out: give fewer rounds")
        places = [(number, self.tape.constant(number)) for number in range(low, high + 1)]
        return [
            (Integer(number), self.tape.all([self.tape.at_least(place, start), self.tape.at_least(end, place)]))
            for number, place in places
        ]

    # -------------------------------------------------------- conditions

    def _at_least(self, c: AtLeast) -> int:
        return self.tape.compare_ratios(self.ratio(c.left), ">=", self.ratio(c.right))

    def _equal(self, c: Equal) -> int:
        return self.tape.compare_ratios(self.ratio(c.left), "==", self.ratio(c.right))

    def _unequal(self, c: Unequal) -> int:
        return self.tape.negate(self._equal(Equal(c.left, c.right)))

    def _multiple(self, c: Multiple) -> int:
        """A quotient is whole where rounding changes nothing."""
        top, bottom = self.ratio((c.value - c.remainder) / c.divisor)
        return self.tape.equal(top, self.tape.multiply([bottom, self.tape.floor(top, bottom)]))

    def _for_all(self, c: ForAll) -> int:
        index = c.index.name
        return self.tape.all(
            [
                self.tape.any([self.tape.negate(truth), self.condition(c.condition.bound({index: number}))])
                for number, truth in self._numbers(c.first, c.last)
            ]
        )


def _floor_of(a: Any, b: Any) -> Any:
    from symcnn.algebra.exact import floor_div

    return floor_div(a, b)


def _not_exact(value: Any) -> SymcnnError:
    return SymcnnError("E505", f"{text(value)} is not a whole number of whole numbers", None, "give its symbols values")


RULES: dict[str, Callable[[Lowering, Any], Ratio]] = {
    "Symbol": Lowering._symbol,
    "Limited": Lowering._symbol,
    "Add": Lowering._add,
    "Mul": Lowering._multiply,
    "Pow": Lowering._power,
    "FloorDiv": Lowering._quotient,
    "floor": Lowering._floor,
    "ceiling": Lowering._ceiling,
    "Min": Lowering._extreme,
    "Max": Lowering._extreme,
    "Mod": Lowering._modulo,
    "Piecewise": Lowering._piecewise,
    "Sum": Lowering._sum,
}
CONDITIONS: dict[type, Callable[[Lowering, Any], int]] = {
    AtLeast: Lowering._at_least,
    Equal: Lowering._equal,
    Unequal: Lowering._unequal,
    Multiple: Lowering._multiple,
    ForAll: Lowering._for_all,
}
LOGIC: dict[str, Callable[[Tape, list[int]], int]] = {
    "And": Tape.all,
    "Or": Tape.any,
    "Not": lambda tape, parts: tape.negate(parts[0]),
}
