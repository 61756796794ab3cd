"""What a user gives beside the text: which net, values and names for symbols, conventions."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from symcnn.algebra.conditions import put_in
from symcnn.algebra.exact import exact, free_names, is_symbolic
from symcnn.algebra.printing import text as written
from symcnn.elaborate.assumptions import parts
from symcnn.elaborate.expressions import evaluate
from symcnn.elaborate.facts import POSSIBLE
from symcnn.elaborate.functions import FUNCTIONS, SPECIAL
from symcnn.elaborate.limits import check_size
from symcnn.elaborate.program import MAIN, networks
from symcnn.elaborate.scope import Evaluation, Scope, Unread
from symcnn.elaborate.values import brief, describe, did_you_mean, is_number
from symcnn.errors import Source, Span, SymcnnError
from symcnn.layers import LAYERS
from symcnn.quantities import Conventions
from symcnn.quantities.contract import BITS
from symcnn.quantities.profiles import PROFILES
from symcnn.text import tree
from symcnn.text.parse import parse, parse_value

SEVERAL = re.compile(r"\d+(\s*(,|\.\.|:)\s*\d+)+")  # `8,16`, `8..64:8`
DIGITS = re.compile(r"[0-9]{1,9}")


def choose(program: tree.Program, net: str | None) -> str:
    """Which network of a program is meant: the named one, the one at top level, or the only one."""
    names = networks(program)
    if net is not None:
        check_type("net", net, str)
        if net in names and net != MAIN:
            return net
        listed = ", ".join(n for n in names if n != MAIN) or "none"
        raise SymcnnError(
            "E208",
            f"there is no net '{net}' in {program.span.source.name}",
            None,
            did_you_mean(net, names) or f"its nets: {listed}",
        )
    if not names or MAIN in names:
        return MAIN
    if len(names) == 1:
        return names[0]
    where = program.span.source.name
    raise SymcnnError("E208", f"there are {len(names)} nets: {', '.join(names)}", None, f"name one: {where}:{names[0]}")


def given_for_net(name: str, value: Any) -> Any:
    """The value for a parameter of a net: a number, a formula, or a block that only the net can read."""
    if isinstance(value, Unread):
        return value
    node = _parsed(name, value) if isinstance(value, str) else None
    if node is None or not _names_a_block(node):
        return given_value(name, value)
    try:
        given_value(name, value)
    except SymcnnError as error:
        return Unread(node, error)
    raise AssertionError(f"{node} is no number")


def _parsed(name: str, value: str) -> tree.Expr:
    """The one value that a text is; what a grid would take is refused in its own words."""
    if SEVERAL.fullmatch(value.strip()):
        help_ = "several values are for symcnn sweep and symcnn plot"
        raise SymcnnError("E303", f"{name} has one value here, not {value.strip()}", None, help_)
    return parse_value(value, name)


def given_after(before: Mapping[str, Any], values: Mapping[str, Any], symbols: Collection[str]) -> dict[str, Any]:
    """What is given when values are bound after others, which may be formulas in new ones: F = 2*G, then G = 3.

    >>> given_after({"F": given_value("F", "2*G")}, {"G": 3}, symbols=["F"])
    {'F': 6}
    """
    numbers = {name: value for name, value in values.items() if is_number(value)}
    inner = {name for value in before.values() for name in names_of([value])}
    own = {name: v for name, v in values.items() if name not in inner or (name in symbols and name not in before)}
    return {**{name: put_in(value, numbers) if is_number(value) else value for name, value in before.items()}, **own}


def names_of(values: Iterable[Any]) -> list[str]:
    """The names of the symbols in given values, sorted."""
    return sorted({name for value in values if is_number(value) for name in free_names(value)})


def given_facts(text: str) -> tuple[tree.Expr, ...]:
    """What is assumed beside the text of a network: `divisible`, `n >= 2`, `H % 32 == 0`."""
    read = parse(f"assume {text}", "<assumption>").body if text.strip() else ()
    if len(read) != 1 or not isinstance(read[0], tree.Assume):
        raise SymcnnError("E503", f"'{text}' cannot be assumed", None, f"what can: {POSSIBLE}")
    return tuple(parts(read[0].facts))


def given_value(name: str, value: Any) -> Any:
    """The exact form of a value that is given for a symbol.

    >>> given_value("F", "2*16")
    32
    """
    if isinstance(value, str):
        node = _parsed(name, value)
        value = evaluate(node, Scope(Evaluation({}, {}), units=True))
    if isinstance(value, float):
        raise SymcnnError(
            "E302",
            f"{name} = {value} is a float",
            None,
            "values are exact: give an integer, a fractions.Fraction, or text",
        )
    if not is_number(value):
        raise SymcnnError(
            "E303", f"{name} is a number or a formula, not {describe(value)}", None, f"write for example {name}=32"
        )
    value = _as_integer(value)
    if not _is_exact(value):
        raise SymcnnError(
            "E303", f"{name} is a number or a formula, not {type(value).__name__}", None, f"write for example {name}=32"
        )
    value = exact(value)
    if not is_symbolic(value) and value < 0:
        message = f"{name} = {brief(value)} must be positive"
        raise SymcnnError("E302", message, None, "symbols stand for positive numbers")
    return check_size(value, Span(Source(name, written(value)), 0, 1)) if is_symbolic(value) else value


def _names_a_block(node: tree.Expr) -> bool:
    """`relu`, `resnet.basic`, `bottleneck(w=4)`: what only the program can read."""
    if isinstance(node, tree.Function):
        return node.name not in (*FUNCTIONS, *SPECIAL)
    return isinstance(node, tree.Attribute) or (isinstance(node, tree.Name) and node.name in LAYERS)


def _as_integer(value: Any) -> Any:
    """NumPy's integers are integers."""
    return value.__index__() if hasattr(value, "__index__") else value


def _is_exact(value: Any) -> bool:
    """An integer, a fraction, or a formula without floats."""
    if isinstance(value, int) or type(value).__name__ == "Fraction":
        return True
    if not hasattr(value, "is_Integer") or not getattr(value, "is_commutative", False):
        return False
    from sympy import Expr, Float

    return isinstance(value, Expr) and not value.has(Float)


def new_names(names: Mapping[str, str], before: Mapping[str, str], symbols: Iterable[str]) -> dict[str, str]:
    """The names of symbols after a renaming; no two symbols end up with one name.

    Raises SymcnnError.
    """
    from symcnn.algebra.names import symbol_name

    current = {before.get(name, name): name for name in symbols}
    found = dict(before)
    for now, wanted in names.items():
        if now not in current:
            raise SymcnnError("E203", f"there is no symbol '{now}' to rename", None, did_you_mean(now, current))
        new = symbol_name(wanted)
        if new is None:
            help_ = "a name is letters, digits and one subscript (f_1), or a Greek letter (\\alpha)"
            raise SymcnnError("E602", f"'{wanted}' is no name for a symbol", None, help_)
        found[current[now]] = new
    final = [found.get(name, name) for name in current.values()]
    twice = sorted(name for name in set(final) if final.count(name) > 1)
    if twice:
        raise SymcnnError("E602", f"two symbols would be named '{twice[0]}'", None, "choose another name")
    return found


def make_conventions(
    profile: str | None = None, dtype: str | None = None, batch: Any = None, before: Conventions | None = None
) -> Conventions:
    """The conventions with some of them replaced.

    Raises SymcnnError for a profile or data type that is not known.
    """
    conventions = before or Conventions()
    if profile is not None:
        conventions = conventions._replace(profile=PROFILES[known("profile", profile, PROFILES)])
    if dtype is not None:
        conventions = conventions._replace(dtype=known("data type", dtype, BITS))
    if batch is not None:
        conventions = conventions._replace(batch=_positive("batch", given_value("batch", batch)))
    return conventions


def make_depth(depth: Any) -> int | None:
    """The depth of a table: a whole number from 1, or None for all layers.

    Raises SymcnnError for anything else.
    """
    if depth is None:
        return None
    levels = int(depth) if isinstance(depth, str) and DIGITS.fullmatch(depth) else depth
    if not isinstance(levels, int) or isinstance(levels, bool) or levels < 1:
        raise SymcnnError("E602", f"depth {depth} is no number of levels", None, "write for example depth 1")
    return levels


def _positive(name: str, value: Any) -> Any:
    if value == 0:
        raise SymcnnError("E302", f"{name} = 0 must be positive", None, f"write for example {name}=1")
    return value


def known(what: str, name: str, names: Mapping[str, Any]) -> str:
    """Return a name if it is known.

    Raises SymcnnError with the nearest name that is.
    """
    check_type(what, name, str)
    if name in names:
        return name
    raise SymcnnError(
        "E602", f"unknown {what} '{name}'", None, did_you_mean(name, names) or f"known: {', '.join(names)}"
    )


def check_type(name: str, value: object, *wanted: type) -> None:
    """A value of a wrong Python type is a mistake in a program, not in a network."""
    if not isinstance(value, wanted):
        names = " or ".join(kind.__name__ for kind in wanted)
        raise TypeError(f"{name} must be a {names}, not {type(value).__name__}")
