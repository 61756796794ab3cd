"""The page of a function of the language: its signature, what it is, an example with its value."""

from __future__ import annotations

from symcnn.elaborate.functions import FUNCTIONS
from symcnn.given import given_value
from symcnn.reference.example import Example, written

ABOUT = {  # what it is, and a value to try it with
    "abs": ("the absolute value", "abs(3-5)"),
    "ceil": ("the next whole number", "ceil(7/2)"),
    "ceil_to": ("the next multiple of d", "ceil_to(17,8)"),
    "divisible": ("the nearest multiple of d, at least d, never below 0.9*x (MobileNet's rule)", "divisible(0.75*24)"),
    "exp": ("e to the power of x", "exp(0)"),
    "floor": ("the whole number below", "floor(7/2)"),
    "floor_to": ("the multiple of d below", "floor_to(17,8)"),
    "gcd": ("the greatest common divisor", "gcd(12,18)"),
    "lcm": ("the least common multiple", "lcm(12,18)"),
    "log": ("the natural logarithm, or the one to a base", "log(81,3)"),
    "log2": ("the logarithm to base 2", "log2(1024)"),
    "max": ("the largest", "max(3,7,5)"),
    "min": ("the smallest", "min(3,7,5)"),
    "mod": ("the remainder of a division, as a % b", "mod(17,5)"),
    "round": ("the nearest whole number, floor(x + 1/2)", "round(7/2)"),
    "round_to": ("the nearest multiple of d", "round_to(19,8)"),
    "sqrt": ("the square root", "sqrt(144)"),
}
FORMS = {  # functions with a syntax of their own: signature, what it is, a network
    "if": ("if(condition,a,b)", "a where the condition holds, else b", "conv(if(3 > 2,16,8),1)"),
    "len": ("len(list)", "how many a list holds", "let w = [16, 32, 64] conv(len(w),1)"),
    "prod": ("prod(e,i=1..n)", "the product over a range or a list", "conv(prod(i,i=1..4),1)"),
    "sum": ("sum(e,i=1..n)", "the sum over a range or a list", "conv(sum(2*i,i=1..n),1)"),
}


def page(name: str) -> str:
    """Write the page of a function.

    >>> print(page("ceil_to"))
    ceil_to(x,d): the next multiple of d
    <BLANKLINE>
      ceil_to(17,8) = 24
    """
    if name in FORMS:
        signature, about, text = FORMS[name]
        one = Example(text)
        return f"{signature}: {about}\n\n$ {one.command}\n{written(one.facts())}"
    about, tried = ABOUT[name]
    return f"{FUNCTIONS[name].signature}: {about}\n\n  {tried} = {value(tried)}"


def value(text: str) -> str:
    """What an expression of the language is.

    >>> value("divisible(0.75*24)")
    '24'
    """
    return str(given_value("example", text))


def sections() -> dict[str, tuple[str, ...]]:
    """The names of functions, those with a syntax of their own apart."""
    return {"functions": tuple(sorted(FUNCTIONS)), "special": tuple(sorted(FORMS))}
