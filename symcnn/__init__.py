"""One line of text that describes a network goes in, exact formulas come out.

>>> import symcnn
>>> net = symcnn.parse("conv(32,3) pool(2) dense(100) dense(10)")
>>> net(H=28, W=28, C=1).params
542230
"""

from typing import Any

from symcnn.errors import SymcnnError
from symcnn.network import Network
from symcnn.questions import audit, compare, design, draw, sensitivity, solve, sweep
from symcnn.reading import load, parse

__version__ = "0.1.0"
__all__ = [
    "Network",
    "SymcnnError",
    "__version__",
    "audit",
    "compare",
    "design",
    "draw",
    "equal",
    "load",
    "parse",
    "sensitivity",
    "solve",
    "sweep",
]


def equal(a: Any, b: Any) -> bool | None:
    """Decide whether two formulas agree for all positive whole values of their symbols.

    The answer is True, False, or None where it cannot be decided; it never comes from floats.

    >>> equal(parse("conv(F,3)").params, "F*(9*C + 1)")
    True
    """
    from symcnn.algebra.equality import equal as decide
    from symcnn.given import given_value

    return decide(*(given_value("formula", value) if isinstance(value, str) else value for value in (a, b)))


def load_ipython_extension(shell: Any) -> None:
    """Add `%symcnn` and `%%symcnn` to a notebook: what `%load_ext symcnn` calls."""
    from symcnn.notebook import register

    register(shell)
