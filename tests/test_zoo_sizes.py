"""The families of the zoo at many sizes, widths and depths, each by one formula, against PyTorch.

`data/sizes.jsonl.gz` holds whole networks: parameters and MACs, or the error with which PyTorch
refuses. A family here is one net of the zoo with the values that stay, and how the others are read
off a row.
"""

from collections import Counter
from fractions import Fraction

import pytest

import symcnn
from tests.oracles.data import rows
from tests.oracles.nets import at_numbers

FIXED = {"classes": 1000}
SIZES = {
    row: (f"zoo:{net}", FIXED, lambda at: {"H": at["H"], "W": at["W"]})
    for row, net in {
        "alexnet": "alexnet_owt",
        "vgg16_bn": "vgg",
        "resnet18": "resnet",
    }.items()
}
