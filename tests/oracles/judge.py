"""The verdict on a single operation: what symcnn says next to what PyTorch said."""

import re
from functools import cache
from typing import NamedTuple

from symcnn import SymcnnError
from tests.oracles.compare import ours, sentence, theirs
from tests.oracles.data import by, rows
from tests.oracles.layout import Unwritable
from tests.oracles.torch_sequences import base

AGREE, BOTH_REFUSE, ALONE, EMPTY = "agree", "both refuse", "PyTorch refuses alone", "empty output, refused here"
UNWRITABLE, DIFFER = "not writable", "DIFFER"

# What PyTorch refuses although there is an answer: operations, its message, and why symcnn answers.
PYTORCH_ALONE = {
    "same with a stride": (
        "conv",
        r"padding='same' is not supported for strided convolutions",
        "Keras has it, and its size is known: ceil(n/s)",
    ),
    "one value a channel": (
        "batchnorm",
        r"Expected more than 1 value per channel when training",
        "a matter of training: one value has no variance",
    ),
    "one position a channel": (
        "instancenorm",
        r"Expected more than 1 spatial element when training",
        "a matter of training: one value has no variance",
    ),
    "reflecting too far": (
        "pad|conv",
        r"Padding size should be less than the corresponding input dimension",
        "a limit of reflecting; zeros have none, and counting does not see what is in the margin",
    ),
    "wrapping too far": (
        "pad|conv",
        r"Padding value causes wrapping around more than once",
        "a limit of wrapping around; zeros have none",
    ),
    "cutting what was added": (
        "pad",
        r"narrow\(\): length must be non-negative",
        "PyTorch cuts before it adds; zeropad before crop has something left to cut",
    ),
    "kernel larger than the unpadded input": (
        "avgpool|lppool",
        r"input image .* smaller than kernel size",
        "only avg_pool3d compares the kernel with the input without its padding; 1-D and 2-D do not",
    ),
}


class Verdict(NamedTuple):
    """What came out for one row; `detail` is a reason, or the two sides of a difference."""

    kind: str
    text: str
    detail: object = ""


def excuse(row):
    """The name of the refusal that is PyTorch's alone, if this is one."""
    for name, (ops, message, _) in PYTORCH_ALONE.items():
        if re.fullmatch(ops, base(row["op"])) and re.search(message, row["error"]):
            return name
    return None


def judge(row):
    """Compare one row, once."""
    if id(row) not in _verdicts:
        _verdicts[id(row)] = _judge(row)
    return _verdicts[id(row)]


_verdicts = {}


def _judge(row):
    try:
        text, x, order = sentence(row)
    except Unwritable as reason:
        return Verdict(UNWRITABLE, "", str(reason))
    try:
        said = ours(text)
    except SymcnnError as refused:
        return _refused(row, text, refused)
    if "error" in row:
        return Verdict(ALONE, text, excuse(row)) if excuse(row) else Verdict(DIFFER, text, (said, row["error"]))
    if row.get("empty"):
        return Verdict(DIFFER, text, (said, "an empty output"))
    truth = theirs(row, order, x.batch)
    return Verdict(AGREE, text) if said == truth else Verdict(DIFFER, text, (said, truth))


def _refused(row, text, refused):
    if "error" in row:
        return Verdict(BOTH_REFUSE, text)
    return Verdict(EMPTY, text) if row.get("empty") else Verdict(DIFFER, text, (str(refused), row["out"]))


@cache
def operations():
    """All single operations by their name: those of `random_ops`, and those that networks were refused for."""
    invalid = [{**row, "in": row["in_shapes"]} for row in rows("random_invalid")]
    return by("op", (*rows("random_ops"), *invalid))
