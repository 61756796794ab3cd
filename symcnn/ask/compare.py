"""How one network compares with another: difference, ratio, saving, and where one becomes the smaller."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from symcnn.algebra.exact import exact, is_symbolic
from symcnn.algebra.printing import text
from symcnn.algebra.ratio import split_ratio, where_positive
from symcnn.elaborate.values import did_you_mean
from symcnn.errors import SymcnnError
from symcnn.quantities import QUANTITIES
from symcnn.record import Record
from symcnn.report import Report

COMPARED = ("params", "macs", "activations", "memory")


class Comparison(Record):
    """One quantity of two networks: the second (b) seen from the first (a)."""

    quantity: str
    a: Any
    b: Any

    @property
    def difference(self) -> Any:
        """What b has more than a."""
        return exact(self.b - self.a)

    @property
    def ratio(self) -> Any:
        """The share of a that b is, as a sum of simple fractions where it is one; None where a is 0."""
        return None if self.a == 0 else split_ratio(self.b, self.a)

    @property
    def saving(self) -> Any:
        """The share of a that b saves, where that is the same for all values of the symbols; else None."""
        ratio = self.ratio
        return None if ratio is None or is_symbolic(ratio) else exact(1 - ratio)

    @property
    def break_even(self) -> tuple[str, ...]:
        """The conditions, one a symbol, under which b is smaller than a: `F > 9/8`, `always`, `never`."""
        return where_positive(exact(self.a - self.b))

    def to_dict(self) -> dict[str, Any]:
        """The comparison as plain data, formulas as strings."""
        ratio, saving = self.ratio, self.saving
        values = {"a": self.a, "b": self.b, "difference": self.difference, "ratio": ratio, "saving": saving}
        plain = {name: v if isinstance(v, int) or v is None else text(v) for name, v in values.items()}
        return {"quantity": self.quantity, **plain, "b_is_smaller": list(self.break_even)}


def compare(a: Report, b: Report, quantities: Sequence[str] = COMPARED) -> tuple[Comparison, ...]:
    """Compare two reports, a quantity at a time.

    >>> from symcnn import parse
    >>> standard = parse("conv(F,3,bias=false)").report
    >>> separable = parse("dwconv(3,bias=false) conv(F,1,bias=false)").report
    >>> (params,) = compare(standard, separable, ["params"])
    >>> params.ratio, params.break_even
    (1/9 + 1/F, ('F > 9/8',))
    """
    return tuple(Comparison(name, _total(a, name), _total(b, name)) for name in quantities)


def saved(share: Any) -> tuple[str, str]:
    """What b saves, or costs more, in words, and how much of a that is.

    >>> from fractions import Fraction
    >>> saved(Fraction(7, 25)), saved(Fraction(-7, 25)), saved(0)
    (('B saves', '28 %'), ('B costs more', '28 %'), ('B saves', '0 %'))
    """
    return ("B costs more", percent(-share)) if share < 0 else ("B saves", percent(share))


def percent(share: Any) -> str:
    """Write a share in percent: exactly where two decimals suffice, else rounded and marked.

    >>> from fractions import Fraction
    >>> percent(Fraction(7, 25)), percent(Fraction(1, 3))
    ('28 %', 'about 33.33 %')
    """
    hundredths = exact(share * 10_000)
    rounded = round(hundredths)
    digits = f"{abs(rounded) // 100}.{abs(rounded) % 100:02d}".rstrip("0").rstrip(".")
    return f"{'' if rounded == hundredths else 'about '}{'-' * (rounded < 0)}{digits} %"


def _total(report: Report, name: str) -> Any:
    """A quantity that is one number or formula.

    Raises SymcnnError for what is no quantity, or none of this network.
    """
    if name not in QUANTITIES:
        help_ = did_you_mean(name, QUANTITIES) or f"known: {', '.join(QUANTITIES)}"
        raise SymcnnError("E602", f"unknown quantity '{name}'", None, help_)
    value = report.total(name)
    if value is None or isinstance(value, tuple):
        why = "is not known" if value is None else "is not the same on all axes"
        raise SymcnnError("E505", f"{name} of a network {why}", None, "compare another quantity")
    return value
