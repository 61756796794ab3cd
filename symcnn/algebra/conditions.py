"""What must hold for a formula to be valid: inequalities, divisibility, equality.

A condition on numbers is true or false; on symbols it may be left open, and is then part of the
answer. Conditions are merged to the fewest that say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self

from symcnn.algebra.exact import divide, exact, is_symbolic
from symcnn.algebra.printing import text
from symcnn.record import Record, field


class Condition(Record):
    """A statement about values that holds (True), fails (False) or depends on symbols (None).

    >>> from sympy.abc import H, K
    >>> condition = AtLeast(H, K + 1)
    >>> condition.holds(), condition.holds(H=3, K=2), condition.at({"H": 3, "K": 5}), condition.as_sympy()
    (None, True, False, H >= K + 1)
    """

    layers: tuple[str, ...] = field(default=(), kw_only=True, compare=False)  # those that ask for it

    def holds(self, /, **values: Any) -> bool | None:
        """Decide the condition as far as it can be decided, with values for symbols or without."""
        return self.at(values)

    def at(self, values: Mapping[str, Any]) -> bool | None:
        """Decide the condition with values for the symbols of these names (others are left alone)."""
        return self.bound(values).decided() if values else self.decided()

    def bound(self, values: Mapping[str, Any]) -> Self:
        """The condition with values put in."""
        return type(self)(*(put_in(part, values) for part in self._key()), layers=self.layers)

    @property
    def parts(self) -> tuple[Any, ...]:
        """The values that the statement is about."""
        return self._key()

    def asked_by(self, layers: Iterable[str]) -> Self:
        """The same condition with the names of the layers that ask for it."""
        return type(self)(*self._key(), layers=tuple(dict.fromkeys(layers)))

    def decided(self) -> bool | None:
        """What is known without values."""
        raise NotImplementedError

    def as_sympy(self) -> Any:
        """The condition as a relation of sympy."""
        raise NotImplementedError


def put_in(part: Any, values: Mapping[str, Any]) -> Any:
    """A value with others in the place of its symbols."""
    if not is_symbolic(part):
        return part
    from sympy import sympify

    symbols = [s for s in part.free_symbols if s.name in values]
    if any(isinstance(values[s.name], float) for s in symbols):
        raise TypeError("values are exact: give an integer, a fractions.Fraction or a formula")
    return exact(part.xreplace({s: sympify(values[s.name], strict=True) for s in symbols}))


class AtLeast(Condition):
    """`left >= right`, both whole."""

    left: Any
    right: Any

    def decided(self) -> bool | None:
        """Compare the difference with 0."""
        difference = exact(self.left - self.right)
        if not is_symbolic(difference):
            return bool(difference >= 0)
        from symcnn.algebra.bounds import at_least

        return at_least(difference, 0)

    def as_sympy(self) -> Any:
        """`left >= right`."""
        from sympy import Ge, Le

        return Ge(self.left, self.right) if is_symbolic(self.left) else Le(self.right, self.left)

    def __str__(self) -> str:
        if not is_symbolic(self.left):
            return f"{text(self.right)} <= {text(self.left)}"
        return f"{text(self.left)} >= {text(self.right)}"


class Multiple(Condition):
    """`value` leaves a remainder (0: is a multiple) of `divisor`; with divisor 1: it is a whole number."""

    value: Any
    divisor: Any = 1
    remainder: Any = 0

    def decided(self) -> bool | None:
        """See whether the quotient is whole.

        >>> from sympy.abc import F
        >>> Multiple(2 * F, F).holds(), Multiple(F / 2, F).holds(), Multiple(F, 2).holds()
        (True, False, None)
        """
        quotient = divide(exact(self.value - self.remainder), exact(self.divisor))
        if not is_symbolic(quotient):
            return isinstance(quotient, int)
        from symcnn.algebra.whole import is_whole

        return True if is_whole(quotient) else None

    def as_sympy(self) -> Any:
        """`Mod(value, divisor) = remainder`."""
        from sympy import Eq, Mod, sympify

        return Eq(Mod(sympify(self.value, strict=True), self.divisor), self.remainder)

    def __str__(self) -> str:
        if self.divisor == 1:
            return f"{text(self.value)} is whole"
        left = f"({text(self.value)})" if getattr(self.value, "is_Add", False) else text(self.value)
        return f"{left} % {_divisor(self.divisor)} == {text(self.remainder)}"


def _divisor(divisor: Any) -> str:
    """A divisor behind `%`, where a product needs brackets."""
    return f"({text(divisor)})" if getattr(divisor, "args", ()) and not divisor.is_Pow else text(divisor)


class Equal(Condition):
    """`left == right`."""

    left: Any
    right: Any

    def decided(self) -> bool | None:
        """Compare the difference with 0."""
        if self.left == self.right:
            return True
        difference = exact(self.left - self.right)
        if not is_symbolic(difference):
            return bool(difference == 0)
        from symcnn.algebra.bounds import bounds
        from symcnn.algebra.whole import expanded

        difference = exact(expanded(difference))
        if not is_symbolic(difference):
            return bool(difference == 0)
        low, high = bounds(difference)
        return False if low > 0 or high < 0 else None

    def as_sympy(self) -> Any:
        """`left = right`."""
        from sympy import Eq

        return Eq(self.left, self.right)

    def __str__(self) -> str:
        return f"{text(self.left)} == {text(self.right)}"


class Unequal(Condition):
    """`left != right`."""

    left: Any
    right: Any

    def decided(self) -> bool | None:
        """Compare the difference with 0."""
        truth = Equal(self.left, self.right).decided()
        return None if truth is None else not truth

    def as_sympy(self) -> Any:
        """`left != right`."""
        from sympy import Ne

        return Ne(self.left, self.right)

    def __str__(self) -> str:
        return f"{text(self.left)} != {text(self.right)}"


class ForAll(Condition):
    """A condition for every whole value of an index from `first` to `last`; with none between them it holds.

    >>> from sympy.abc import H, i, n
    >>> condition = ForAll(AtLeast(H, i*(i - 3)), i, 1, n)
    >>> str(condition), condition.holds(H=4, n=4), condition.holds(H=4, n=5), condition.holds(H=4)
    ('H >= i*(i - 3) for i = 1..n', True, False, None)
    """

    condition: Condition
    index: Any
    first: Any
    last: Any

    def bound(self, values: Mapping[str, Any]) -> Self:
        """The condition with values put in; the index is its own."""
        outer = {name: value for name, value in values.items() if name != self.index.name}
        ends = (put_in(end, outer) for end in (self.first, self.last))
        return type(self)(self.condition.bound(outer), self.index, *ends, layers=self.layers)

    def decided(self) -> bool | None:
        """See each round where their number is known, else what holds in all."""
        if self.condition.decided() is True:
            return True
        if is_symbolic(self.first) or is_symbolic(self.last):
            return None
        truths = {self.condition.at({self.index.name: i}) for i in range(self.first, self.last + 1)}
        return False if False in truths else None if None in truths else True

    def as_sympy(self) -> Any:
        """That the number of rounds in which it fails is 0 (sympy has no quantifiers)."""
        from sympy import Eq, Piecewise, Sum

        fails = Piecewise((0, self.condition.as_sympy()), (1, True))
        return Eq(Sum(fails, (self.index, self.first, self.last)), 0)

    def __str__(self) -> str:
        return f"{self.condition} for {self.index.name} = {text(self.first)}..{text(self.last)}"


def every_round(condition: Condition, index: Any, count: Any) -> list[Condition]:
    """What must hold for a condition to hold in all rounds of a repeat (see `every_round`)."""
    if index is None:
        return [condition]
    from symcnn.algebra.every_round import in_every_round

    return in_every_round(condition, index, count)


def merge(conditions: Iterable[Condition]) -> tuple[Condition, ...]:
    """Keep the fewest conditions that imply all; those that always hold are dropped.

    Each keeps the names of the layers that ask for it. Raises `congruence.Contradiction` where
    divisibilities exclude each other.

    >>> from sympy.abc import H, K
    >>> [str(c) for c in merge([AtLeast(H, K), AtLeast(H - K + 1, 2), AtLeast(H, 1)])]
    ['H >= K + 1']
    """
    open_ones = _each_once(_plainest(c) for c in conditions if c.decided() is not True)
    if not open_ones:
        return ()
    from symcnn.algebra.congruence import merge_multiples
    from symcnn.algebra.inequalities import merge_inequalities

    inequalities = merge_inequalities([c for c in open_ones if isinstance(c, AtLeast)])
    return (
        *inequalities,
        *merge_multiples([c for c in open_ones if isinstance(c, Multiple)]),
        *(c for c in open_ones if isinstance(c, (Equal, Unequal))),
        *(c for c in open_ones if isinstance(c, ForAll) and not _follows(c, inequalities)),
    )


def _follows(condition: ForAll, inequalities: Iterable[AtLeast]) -> bool:
    """Whether an inequality for every round follows from others, seen at the round in which it asks for the most."""
    if not isinstance(condition.condition, AtLeast):
        return False
    from symcnn.algebra.every_round import where_there_are_rounds
    from symcnn.algebra.inequalities import merge_inequalities

    known = list(inequalities)
    asked = [c for c in where_there_are_rounds(condition) if c.holds() is not True]
    plain = [c for c in asked if isinstance(c, AtLeast)]
    return plain == asked and list(map(str, merge_inequalities([*known, *plain]))) == list(map(str, known))


def impossible(conditions: Iterable[Condition]) -> bool:
    """Whether no values satisfy all conditions together, as far as this is seen.

    >>> from sympy.abc import H, K
    >>> impossible([AtLeast(H, K + 2), AtLeast(K, H)]), impossible([Multiple(H, 2), Multiple(H, 4, 3)])
    (True, True)
    """
    from symcnn.algebra.congruence import Contradiction, merge_multiples
    from symcnn.algebra.inequalities import contradict

    conditions = list(map(_plainest, conditions))
    try:
        merge_multiples([c for c in conditions if isinstance(c, Multiple)])
    except Contradiction:
        return True
    return contradict([c for c in conditions if isinstance(c, AtLeast)])


def _plainest(condition: Condition) -> Condition:
    """An equality in its plainest form; it may be a divisibility."""
    if not isinstance(condition, Equal) or not (is_symbolic(condition.left) or is_symbolic(condition.right)):
        return condition
    from symcnn.algebra.equations import plainest

    return plainest(condition)


def _each_once(conditions: Iterable[Condition]) -> list[Condition]:
    """Equal conditions as one, which all their layers ask for."""
    layers: dict[Condition, list[str]] = {}
    for condition in conditions:
        layers.setdefault(condition, []).extend(condition.layers)
    return [condition.asked_by(names) for condition, names in layers.items()]
