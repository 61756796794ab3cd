"""`symcnn sweep TEXT NAME=VALUES ...`: the values of a network over a grid of configurations."""

from __future__ import annotations

import json
from typing import Any

from symcnn.ask.listing import Listing, aligned
from symcnn.ask.sweep.files import write_listing
from symcnn.ask.sweep.sweeping import FIRST, Histogram, Sweep, aim, texts
from symcnn.cli.arguments import Options, add_conventions, split_words, written_of
from symcnn.cli.progress import shown_progress
from symcnn.errors import SymcnnError
from symcnn.grid.engines import ENGINES
from symcnn.questions.sweeping import sweep_program

EXAMPLES = """values: F=8..256:8  K=1,3,5  F=2^(3..9)  H=32 (an axis of one)  W=H  F2=2*F1  block=basic,bottleneck
examples:
  symcnn sweep 'conv(F,K) pool(2) dense(10)' F=8..64:8 K=1,3,5 H=28 W=28 C=1
  symcnn sweep 'conv(F,K) dense(10)' F=8..64:8 K=1,3 H=9 W=9 C=1 --where 'params<=20k and K<F' --top 3
  symcnn sweep 'conv(F,K) dense(10)' F=8..64:8 K=1,3 H=9 W=9 C=1 --pareto params,-activations"""


def options() -> Options:
    """The options of the command."""
    import argparse

    parser = Options(
        prog="symcnn sweep",
        description="The values of a network over all combinations of values for its symbols.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("words", nargs="*", metavar="TEXT", help="a network or file; then NAME=VALUES for each symbol")
    parser.add_argument("--quantity", default="params,macs", metavar="A,B", help="columns: quantities or formulas")
    parser.add_argument("--where", action="append", default=[], metavar="CLAIM", help="keep rows: 'params<=1M and K<F'")
    _add_questions(parser)
    parser.add_argument("--rows", type=int, default=FIRST, metavar="N", help=f"rows that are shown ({FIRST})")
    parser.add_argument(
        "-o",
        "--out",
        metavar="FILE",
        help="write all rows, or those of --top or --pareto: .csv, .jsonl, .npy, .parquet",
    )
    parser.add_argument("--engine", choices=ENGINES, help="who works: threads, or a Dask cluster")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="of the cluster (without it, a local one is started)")
    parser.add_argument("--workers", type=int, metavar="N", help="how many (one a core)")
    add_conventions(parser)
    parser.add_argument("--json", action="store_true", help="the answer as JSON")
    return parser


def _add_questions(parser: Options) -> None:
    """Add the options for what is asked of all rows together."""
    parser.add_argument("--top", type=int, metavar="N", help="the N rows with the largest value")
    parser.add_argument("--by", metavar="WHAT", help="of this quantity or formula (macs)")
    parser.add_argument("--smallest", action="store_true", help="with --top: the smallest values")
    parser.add_argument("--pareto", metavar="A,-B", help="rows that no other beats: small A, large B (or 'max B')")
    parser.add_argument("--count", action="store_true", help="only how many there are")
    parser.add_argument("--histogram", metavar="WHAT", help="how the values of a quantity are spread")
    parser.add_argument("--bins", type=int, default=10, metavar="N", help="of a histogram (10)")


def run(words: list[str]) -> int:
    """Run the command."""
    chosen = options().parse_intermixed_args(words)
    _check(chosen)
    text, axes = split_words(chosen.words)
    if not text:
        raise SymcnnError("E106", "there is no network", None, "write: symcnn sweep 'conv(F,3)' F=8..64:8 H=9 W=9 C=3")
    sweep = sweep_program(written_of(text, chosen), axes, texts(chosen.quantity), chosen.where)
    if chosen.engine or chosen.scheduler or chosen.workers:
        sweep = sweep.using(chosen.engine or "threads", chosen.scheduler, chosen.workers)
    answer = next(make for name, make in ANSWERS.items() if name == "rows" or getattr(chosen, name))(sweep, chosen)
    print(json.dumps(answer[1], indent=2) if chosen.json else answer[0])
    return 0


def _check(chosen: Any) -> None:
    for name in ("top", "bins", "rows", "workers"):
        number = getattr(chosen, name)
        if number is not None and number < 1:
            raise SymcnnError("E602", f"--{name} {number} is no number of rows", None, f"write for example --{name} 20")
    answers = [name for name in ANSWERS if name not in ("rows", "out") and getattr(chosen, name) not in (None, False)]
    listed = {"top", "pareto"}.issuperset(answers)
    if len(answers) > 1 or (chosen.out and not listed):
        both = " and ".join(f"--{name}" for name in (*answers, *["out"] * bool(chosen.out)))
        raise SymcnnError("E602", f"{both} are different questions", None, "ask one at a time")
    if chosen.top is None and (chosen.by or chosen.smallest):
        chosen.top = FIRST


WIDE = "some values need more than 64 bits: they are exact, and take longer"
Answer = tuple[str, Any]  # as text, and for JSON


def _out(sweep: Sweep, chosen: Any) -> Answer:
    with shown_progress() as sweep.progress:
        count = _written(sweep, chosen)
    return "\n".join([f"{_counted(count)} in {chosen.out}", *_left_out(sweep)]), _about(sweep) | {
        "rows": count,
        "file": chosen.out,
    }


def _written(sweep: Sweep, chosen: Any) -> int:
    """Write all rows, or those that are asked for; return how many there are."""
    if chosen.top is not None:
        return write_listing(chosen.out, sweep.top(chosen.top, chosen.by or "macs", chosen.smallest))
    if chosen.pareto is not None:
        return write_listing(chosen.out, sweep.pareto(chosen.pareto))
    return sweep.to_file(chosen.out)


def _count(sweep: Sweep, chosen: Any) -> Answer:
    count = sweep.count()
    return str(count), _about(sweep) | {"count": count}


def _histogram(sweep: Sweep, chosen: Any) -> Answer:
    found = sweep.histogram(chosen.histogram, chosen.bins)
    about = {"quantity": found.quantity, "edges": found.edges, "counts": found.counts}
    return "\n".join([*_bars(found), *_left_out(sweep)]), _about(sweep) | about


def _bars(found: Histogram) -> list[str]:
    most = max(found.counts, default=0)
    ends = zip(found.edges, found.edges[1:], found.counts, strict=False)
    rows = [(f"{low:,}..{high - 1:,}", f"{n:,}", "#" * (n * 40 // most)) for low, high, n in ends]
    lines = aligned([(found.quantity, "count"), *((span, n) for span, n, _ in rows)])
    return [lines[0], *(f"{line}  {bar}".rstrip() for line, (_, _, bar) in zip(lines[1:], rows, strict=True))]


def _top(sweep: Sweep, chosen: Any) -> Answer:
    found = sweep.top(chosen.top, chosen.by or "macs", chosen.smallest)
    which = "the row" if len(found) == 1 else f"the {len(found):,} rows"
    more = f"{which} with the {'smallest' if chosen.smallest else 'largest'} {chosen.by or 'macs'}"
    return _listed(sweep, found, more if len(found) else "")


def _counted(number: int) -> str:
    return "1 row" if number == 1 else f"{number:,} rows"


def _pareto(sweep: Sweep, chosen: Any) -> Answer:
    found = sweep.pareto(chosen.pareto)
    aims = ", ".join(f"{direction} {name}" for name, direction in map(aim, texts(chosen.pareto)))
    shown = Listing(found.columns, found.rows[: chosen.rows])
    more = f"{_counted(len(found))} that no other beats in {aims}"
    return _listed(sweep, shown, more + (f"; {len(shown)} shown" if len(shown) < len(found) else ""))


def _rows(sweep: Sweep, chosen: Any) -> Answer:
    found, count = sweep.head(chosen.rows), sweep.count()
    more = f"{len(found):,} of {_counted(count)}; --out FILE.csv writes all" if len(found) < count else _counted(count)
    text, about = _listed(sweep, found, more)
    return text, about | {"count": count}


def _listed(sweep: Sweep, found: Listing, more: str) -> Answer:
    below = [line for line in (more, *_left_out(sweep)) if line]
    text = "\n".join([*([repr(found)] if len(found) else []), *([""] if below and len(found) else []), *below])
    return text or "no rows", _about(sweep) | {"rows": found.to_dicts()}


def _left_out(sweep: Sweep) -> list[str]:
    """What is not there, and why; and what is slow."""
    missing = sum(sweep.left_out.values())
    if not missing:
        return [WIDE] * sweep.is_wide
    lines = [f"{missing:,} of {sweep.grid.size:,} points have no network:"]
    lines += [f"  {number:,} fail {reason}" for reason, number in sweep.left_out.items()]
    return lines + [WIDE] * sweep.is_wide


def _about(sweep: Sweep) -> dict[str, Any]:
    return {"points": sweep.grid.size, "columns": sweep.columns, "left_out": sweep.left_out}


ANSWERS = {"out": _out, "count": _count, "histogram": _histogram, "top": _top, "pareto": _pareto, "rows": _rows}
