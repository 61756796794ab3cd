"""CPU time as ratios of two things measured in turn in one run: machines differ, ratios less.

    python tests/bench/ratios.py [pairs]

Figures are medians over alternating pairs, of the CPU time of whole processes or of this one. The
package should be installed with its byte code compiled (the first run of each command compiles it).
"""

import os
import resource
import statistics
import subprocess
import sys
import time

LINE = "conv(32,3) pool(2) dense(100) dense(10)"
FORMULA = "conv(F,K) pool(2) dense(N) dense(10)"
SYMPY = [sys.executable, "-c", "import sympy"]
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def process_time(command):
    """CPU seconds of one run of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=ENVIRONMENT, cwd="/")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)


def own_time(function):
    """CPU seconds of one call in this process."""
    before = time.process_time()
    function()
    return time.process_time() - before


def ratio(measure, a, b, pairs):
    """The median of a/b over alternating pairs, after one pair to warm up."""
    measure(a), measure(b)
    return statistics.median(measure(a) / measure(b) for _ in range(pairs))


def symbolic(layers):
    """A network of convolutions, each with a width of its own."""
    return " ".join(f"conv(F{i},3,pad=same)" for i in range(layers))


def derive(program):
    """Everything behind the totals, from the tree on."""
    from symcnn.given import make_conventions
    from symcnn.network import from_program

    net = from_program(program, None, make_conventions(), {})
    return net.params, net.macs


def main(pairs):
    from symcnn.text.parse import parse

    command = [sys.executable, "-m", "symcnn"]
    numeric = [*command, LINE, "H=28", "W=28", "C=1"]
    print(f"(a) numeric one-liner / import sympy      {ratio(process_time, numeric, SYMPY, pairs):.2f}  (bar 0.35)")
    symbolic_line = ratio(process_time, [*command, FORMULA], SYMPY, pairs)
    print(f"(b) symbolic one-liner / import sympy     {symbolic_line:.2f}  (bar 1.2)")
    long, short = symbolic(1000), symbolic(100)
    tree_1000, tree_100 = parse(long), parse(short)
    derived = ratio(own_time, lambda: derive(tree_1000), lambda: parse(long), pairs)
    grown = ratio(own_time, lambda: derive(tree_1000), lambda: derive(tree_100), pairs)
    print(f"(c) derive 1,000 symbolic layers / parse  {derived:.2f}")
    print(f"(c) derive 1,000 layers / derive 100      {grown:.2f}  (linear: 10)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
