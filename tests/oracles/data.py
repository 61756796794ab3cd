"""The files of other programs' numbers (see tests/data/README.md)."""

import csv
import gzip
import json
from functools import cache
from pathlib import Path

DATA = Path(__file__).parents[1] / "data"


@cache
def rows(name):
    """Every line of `name.jsonl.gz`."""
    with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return tuple(json.loads(line) for line in lines)


@cache
def table(name):
    """The rows of `name.csv` by their first column."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return {row["model"]: row for row in csv.DictReader(lines)}


def by(key, many):
    """The rows in groups that have the same value under a key."""
    groups = {}
    for row in many:
        groups.setdefault(row[key], []).append(row)
    return groups
