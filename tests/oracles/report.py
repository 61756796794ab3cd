"""How much of the other programs' numbers is compared: `python -m tests.oracles.report`."""

from collections import Counter

from tests.oracles.data import by, rows
from tests.oracles.graphs import compose_graph
from tests.oracles.judge import AGREE, ALONE, BOTH_REFUSE, DIFFER, EMPTY, PYTORCH_ALONE, UNWRITABLE, judge, operations
from tests.oracles.layout import Unwritable
from tests.oracles.nets import compose

COLUMNS = (AGREE, BOTH_REFUSE, ALONE, EMPTY, DIFFER, UNWRITABLE)


def report():
    """Print what could be written and compared, and why the rest could not."""
    print_operations()
    print()
    print_excuses()
    print()
    print_nets()


def print_operations():
    print("operation".ljust(20), *(name.rjust(len(name)) for name in ("rows", *COLUMNS)), sep=" | ")
    reasons = Counter()
    for op, many in sorted(operations().items()):
        verdicts = [judge(row) for row in many]
        kinds = Counter(v.kind for v in verdicts)
        reasons.update(f"{op}: {v.detail}" for v in verdicts if v.kind == UNWRITABLE)
        counts = [f"{len(many):4}", *(str(kinds[name]).rjust(len(name)) for name in COLUMNS)]
        print(op.ljust(20), *counts, sep=" | ")
    print("\nnot writable:")
    for reason, count in sorted(reasons.items()):
        print(f"{count:5} {reason}")


def print_excuses():
    print("PyTorch refuses alone:")
    verdicts = [judge(row) for many in operations().values() for row in many]
    used = Counter(v.detail for v in verdicts if v.kind == ALONE)
    for name, (_, _, reason) in PYTORCH_ALONE.items():
        print(f"{used[name]:5} {name}: {reason}")


def print_nets():
    print("family".ljust(12), "nets", "written", sep=" | ")
    reasons = Counter()
    for family, nets in sorted(by("family", rows("random_nets")).items()):
        written = 0
        for net in nets:
            reason = why_not(net)
            written += reason is None
            reasons[reason] += 1
        print(family.ljust(12), f"{len(nets):4}", f"{written:7}", sep=" | ")
    print("\nnot writable:")
    for reason, count in reasons.most_common():
        if reason:
            print(f"{count:5} {reason}")


def why_not(net):
    """The first reason why a network cannot be written, or None."""
    for way in (compose, compose_graph):
        try:
            way(net)
        except Unwritable as reason:
            last = str(reason)
        else:
            return None
    return last


if __name__ == "__main__":
    report()
