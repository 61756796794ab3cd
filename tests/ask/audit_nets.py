"""Random networks with their numbers, computed here from scratch, and mistakes that are planted in them.

Nothing of symcnn is used: a network is a list of plain records, counted by the textbook.
"""

import random
from typing import NamedTuple


class Layer(NamedTuple):
    kind: str  # conv, pool, bn, dense
    filters: int = 0
    kernel: tuple[int, int] = (1, 1)
    stride: int = 1
    same: bool = False
    groups: int = 1
    bias: bool = True

    @property
    def text(self):
        if self.kind == "conv":
            (a, b), pad = self.kernel, ",pad=same" * self.same
            groups, bias = f",groups={self.groups}" * (self.groups > 1), ",bias=false" * (not self.bias)
            return f"conv({self.filters},{a}x{b},{self.stride}{pad}{groups}{bias})"
        return {"pool": f"pool({self.stride})", "bn": "bn", "dense": f"dense({self.filters})"}[self.kind]


class Net(NamedTuple):
    input: tuple[int, int, int]
    layers: list[Layer]

    @property
    def text(self):
        h, w, c = self.input
        return f"input({h},{w},{c}) " + " ".join(layer.text for layer in self.layers)


def random_net(rng: random.Random) -> Net:
    h, w, c = rng.randint(90, 120), rng.randint(90, 120), rng.choice([1, 3, 4])
    layers, channels = [], c
    for _ in range(rng.randint(1, 3)):
        filters = 4 * rng.randint(1, 12)
        groups = 2 if channels % 2 == 0 and rng.random() < 0.3 else 1
        kernel = (rng.choice([1, 3, 5]), rng.choice([3, 5]))
        stride = rng.choice([1, 1, 1, 2])
        layers.append(Layer("conv", filters, kernel, stride, rng.random() < 0.3, groups, rng.random() < 0.9))
        layers += [Layer("bn")] * (rng.random() < 0.3) + [Layer("pool", stride=2)] * (rng.random() < 0.6)
        channels = filters
    layers += [Layer("dense", rng.randint(5, 120)) for _ in range(rng.randint(1, 2))]
    return Net((h, w, c), layers)


def counted(net: Net, *, params=None, flat=None) -> list[int]:
    """The parameters of each layer; `params(i, layer, inputs)` and `flat(h, w, c)` may count otherwise."""
    h, w, c = net.input
    vector, found = 0, []
    for i, layer in enumerate(net.layers):
        inputs = vector or c
        if layer.kind == "dense" and not vector:
            inputs = flat(h, w, c) if flat else h * w * c
        found.append((params or right)(i, layer, inputs))
        h, w = resized(layer, h), resized(layer, w, 1)
        c, vector = (layer.filters, 0) if layer.kind == "conv" else (c, vector)
        vector = layer.filters if layer.kind == "dense" else vector
    return found


def resized(layer: Layer, size: int, axis: int = 0) -> int:
    if layer.kind == "pool":
        return (size - layer.stride) // layer.stride + 1
    if layer.kind != "conv":
        return size
    return -(-size // layer.stride) if layer.same else (size - layer.kernel[axis]) // layer.stride + 1


def right(i: int, layer: Layer, inputs: int) -> int:
    if layer.kind == "conv":
        return layer.kernel[0] * layer.kernel[1] * (inputs // layer.groups) * layer.filters + layer.bias * layer.filters
    return {"dense": (inputs + 1) * layer.filters, "bn": 2 * inputs, "pool": 0}[layer.kind]


# ------------------------------------------------------------------- mistakes in one row


def no_bias(layer, inputs):
    return right(0, layer, inputs) - layer.filters * layer.bias


def one_bias(layer, inputs):
    return no_bias(layer, inputs) + layer.bias


def no_depth(layer, inputs):
    return layer.kernel[0] * layer.kernel[1] * layer.filters + layer.bias * layer.filters


def no_depth_and_no_bias(layer, inputs):
    return layer.kernel[0] * layer.kernel[1] * layer.filters


def no_depth_and_one_bias(layer, inputs):
    return layer.kernel[0] * layer.kernel[1] * layer.filters + layer.bias


def no_groups(layer, inputs):
    return right(0, layer._replace(groups=1), inputs)


def square(layer, inputs):
    return right(0, layer._replace(kernel=(max(layer.kernel),) * 2), inputs)


def with_statistics(layer, inputs):
    return 4 * inputs


def uncounted(layer, inputs):
    return 0


ROW_MISTAKES = [  # the rules by their names, the layers they speak of, how they count
    (("no bias",), ("conv", "dense"), no_bias),
    (("one bias",), ("conv", "dense"), one_bias),
    (("depth left out",), ("conv",), no_depth),
    (("depth left out", "no bias"), ("conv",), no_depth_and_no_bias),
    (("depth left out", "one bias"), ("conv",), no_depth_and_one_bias),
    (("groups ignored",), ("conv",), no_groups),
    (("square kernel",), ("conv",), square),
    (("batch norm",), ("bn",), with_statistics),
    (("batch norm",), ("bn",), uncounted),
]


def in_row(net: Net, at: int, mistake) -> int:
    """The number of one row with a mistake in it."""
    return counted(net, params=lambda i, layer, inputs: mistake(layer, inputs) if i == at else 0)[at]


# ------------------------------------------------------- mistakes that change what is behind


def padded(net: Net, at: int) -> Net:
    return net._replace(layers=[x._replace(same=not x.same) if i == at else x for i, x in enumerate(net.layers)])


def unstrided(net: Net, at: int) -> Net:
    """A stride of 1; a pooling with that, and a window as large, leaves all as it is."""
    return net._replace(layers=[x._replace(stride=1) if i == at else x for i, x in enumerate(net.layers)])


# ------------------------------------------------------------------------------- slips


def slipped(number: int, rng: random.Random) -> int:
    """One digit wrong, two exchanged, one left out, one doubled."""
    digits = str(number)
    at = rng.randrange(len(digits))
    other = rng.choice([d for d in "0123456789" if d != digits[at] and (at or d != "0")])
    slips = [
        digits[:at] + other + digits[at + 1 :],
        digits[:at] + digits[at] + digits[at:],
        *([digits[:at] + digits[at + 1 :]] if len(digits) > 1 else []),
        *([digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]] if at + 1 < len(digits) else []),
    ]
    found = [int(s) for s in slips if not s.startswith("0") and int(s) != number]
    return rng.choice(found)
