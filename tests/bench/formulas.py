"""The short form of every published formula, against `sympy.simplify` of the same.

python tests/bench/formulas.py [pairs]    a line a formula
"""

import json
import re
import statistics
import sys
from pathlib import Path

from measure import cold_time, ratio

PUBLISHED = Path(__file__).parents[1] / "data" / "published_formulas.json"


def formulas():
    """Name and expression of each formula that has symbols; a name is one, whatever sympy means by it."""
    import sympy

    known = {name: getattr(sympy, name) for name in ("floor", "sqrt", "Rational", "Min", "Max")}
    for entry in json.loads(PUBLISHED.read_text(encoding="utf-8")):
        for key, words in entry["statement"].items():
            names = set(re.findall(r"[A-Za-z_]\w*", words)) - set(known)
            e = sympy.sympify(words, locals={**known, **{name: sympy.Symbol(name) for name in names}})
            if e.free_symbols:
                yield f"{entry['id']}.{key}", e


def measured(pairs):
    """For each formula, the time of its short form over that of `simplify`, both with empty caches."""
    from sympy import simplify

    from symcnn.algebra.printing import text

    return {name: ratio(cold_time, lambda e=e: text(e), lambda e=e: simplify(e), pairs) for name, e in formulas()}


def report_formulas(pairs):
    figures = sorted(measured(pairs).values())
    median, most = statistics.median(figures), figures[-1]
    print(f"(e) short form / sympy.simplify, {len(figures)} published formulas   median {median:.2f}  bar 0.5")
    print(f"    the worst of them {most:.2f}; over 0.5: {sum(f > 0.5 for f in figures)}")


if __name__ == "__main__":
    for name, figure in measured(int(sys.argv[1]) if len(sys.argv) > 1 else 3).items():
        print(f"{figure:6.2f}  {name}")
    report_formulas(3)
