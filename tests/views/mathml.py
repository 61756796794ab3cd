"""Reading MathML back as a formula of sympy: what a browser shows, judged by its value."""

import re
from xml.etree import ElementTree

import sympy

SIGNS = {
    "\u2212": "-", "\u2062": "*", "·": "*", "×": "*", "≥": ">=", "≤": "<=",
    "⌊": "floor(", "⌋": ")", "⌈": "ceiling(", "⌉": ")",
}  # fmt: skip
APPLIED = "\u2061"
FUNCTIONS = {"max": "Max", "min": "Min"}


def formula(html, names):
    """The formula of all the `<math>` in a piece of HTML, in symbols of these names."""
    found = "".join(map(written, re.findall(r"<math.*?</math>", html, re.DOTALL)))
    return sympy.sympify(found, locals={name: sympy.Symbol(name) for name in names})


def written(math):
    """One `<math>` as Python would write it; a bracket that it opens may be closed by the next."""
    return "".join(map(_read, ElementTree.fromstring(math)))


def _read(e):
    if e.tag == "mi":
        return FUNCTIONS.get(e.text, e.text)
    if e.tag == "mn":
        return e.text.replace(",", "")
    if e.tag == "mo":
        return SIGNS.get(e.text, e.text)
    if e.tag == "mtext":
        return ""
    return READERS[e.tag](*e)


def _row(*parts):
    if parts and parts[0].tag == "munderover":
        _, below, last = parts[0]
        index, _, first = below
        return f"Sum({_read(parts[1])},({_read(index)},{_read(first)},{_read(last)}))"
    if parts and parts[0].text == "{":
        return _choice(parts[1])
    if len(parts) > 1 and parts[1].text == APPLIED:
        return _read(parts[0]) + "".join(map(_read, parts[2]))
    return f"({''.join(map(_read, parts))})"


def _choice(table):
    cases = [(_read(value[0]), _row(*when[0]) if len(when[0]) else "True") for value, when in table]
    return f"Piecewise({','.join(f'({value},{when})' for value, when in cases)})"


READERS = {
    "mrow": _row,
    "mfrac": lambda above, below: f"(({_read(above)})/({_read(below)}))",
    "msup": lambda base, power: f"(({_read(base)})**({_read(power)}))",
    "msub": lambda base, index: f"{_read(base)}_{_read(index)}",
    "msqrt": lambda inside: f"sqrt({_read(inside)})",
    "mroot": lambda inside, degree: f"root({_read(inside)},{_read(degree)})",
}
