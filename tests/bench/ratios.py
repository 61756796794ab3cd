"""CPU time as ratios of two things measured in turn in one run: machines differ, ratios less.

    python tests/bench/ratios.py [pairs]

Figures are medians over alternating pairs, of the CPU time of whole processes or of this one. The
package should be installed with its byte code compiled (the first run of each command compiles it).
"""

import sys

import depth
import nets
from formulas import report_formulas
from measure import cold_time, mixed_ratio, own_time, process_time, ratio
from prompt import first_answer_time

LINE = "conv(32,3) pool(2) dense(100) dense(10)"
FORMULA = "conv(F,K) pool(2) dense(N) dense(10)"
SYMPY = [sys.executable, "-c", "import sympy"]
SYMCNN = [sys.executable, "-m", "symcnn"]
LONG = {
    "ResNet-152": nets.resnet152(),
    "150 conv, same size": nets.chain(),
    "150 conv, shrinking": nets.shrinking_chain(),
}


def say(what, figure, bar=""):
    print(f"{what:<54} {figure:5.2f}  {bar}")


def derive(program):
    """Everything behind the totals, from the tree on."""
    from symcnn.given import make_conventions
    from symcnn.reading import from_program

    net = from_program(program, None, make_conventions(), {})
    return net.params, net.macs


def totals(text):
    """From the text to three totals."""
    import symcnn

    net = symcnn.parse(text)
    return net.params, net.macs, net.activations


def report_starts(pairs):
    numeric = [*SYMCNN, LINE, "H=28", "W=28", "C=1"]
    say("(a) numeric one-liner / import sympy", ratio(process_time, numeric, SYMPY, pairs), "bar 0.35")
    say("(b) symbolic one-liner / import sympy", ratio(process_time, [*SYMCNN, FORMULA], SYMPY, pairs), "bar 1.2")


def report_prompt(pairs):
    figure = mixed_ratio(first_answer_time, SYMCNN, process_time, SYMPY, pairs)
    say("(i) first answer of the prompt / import sympy", figure, "bar 1.5")


def report_growth(pairs):
    from symcnn.text.parse import parse

    long, tree_100 = nets.widths(1000), parse(nets.widths(100))
    tree_1000 = parse(long)
    derived = ratio(own_time, lambda: derive(tree_1000), lambda: parse(long), pairs)
    grown = ratio(cold_time, lambda: derive(tree_1000), lambda: derive(tree_100), pairs)
    say("(c) derive 1,000 layers of 1,000 widths / parse", derived)
    say("(c) derive 1,000 layers / derive 100, cold caches", grown, "linear 10, aim 12, bar 20")


def report_long(pairs):
    """A long network in a process that has sympy, against what bringing sympy in takes."""
    for name, text in LONG.items():
        figure = mixed_ratio(cold_time, lambda text=text: totals(text), process_time, SYMPY, pairs)
        say(f"(d) {name}: text to totals / import sympy", figure, "aim 0.1, bar 0.3")


def main(pairs):
    report_starts(pairs)
    report_prompt(pairs)
    report_growth(pairs)
    report_long(pairs)
    report_formulas(pairs)
    depth.report_repeats(pairs, say)
    depth.report_torch(min(pairs, 3), say)
    depth.report_zoo(min(pairs, 3), say, SYMPY)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
