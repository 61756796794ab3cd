"""Where PyTorch keeps the batch and the channels, and the same tensor in symcnn: sizes, then channels."""

from math import prod
from typing import NamedTuple


class Unwritable(Exception):  # noqa: N818  (a reason, not an error)
    """The language cannot say this yet; the message is the reason."""


class Tensor(NamedTuple):
    """A tensor of PyTorch's: `order` tells what its axes are.

    first: batch, channels, sizes.  last: batch, sizes, channels.  whole: no batch; sizes, channels.
    """

    shape: tuple
    order: str = "first"

    @property
    def batch(self):
        return 1 if self.order == "whole" else self.shape[0]

    @property
    def dims(self):
        """The sizes and then the channels, as symcnn has them."""
        if self.order == "whole":
            return tuple(self.shape)
        _, *rest = self.shape
        return (*rest[1:], rest[0]) if self.order == "first" else tuple(rest)

    @property
    def sizes(self):
        return self.dims[:-1]

    @property
    def channels(self):
        return self.dims[-1]

    @property
    def elements(self):
        return prod(self.dims)

    @property
    def channels_are_last(self):
        """Whether PyTorch's last axis holds the channels."""
        return self.order != "first" or len(self.shape) == 2

    def text(self):
        return call("input", *self.dims)


def call(name, *arguments, **keywords):
    """A layer as it is written: `conv(8,3,stride=2)`.

    >>> call("conv", 8, (3, 5), stride=(2,), bias=False, pad="same")
    'conv(8,(3,5),stride=2,bias=false,pad=same)'
    """
    given = [value(v) for v in arguments] + [f"{k}={value(v)}" for k, v in keywords.items()]
    return f"{name}({','.join(given)})" if given else name


def value(v):
    """A value as it is written.

    >>> value(True), value((3,)), value([1, 2]), value([(1, 2)]), value(0.3)
    ('true', '3', '(1,2)', '((1,2),)', '0.3')
    """
    if isinstance(v, bool):
        return str(v).lower()
    if isinstance(v, (list, tuple)):
        if len(v) == 1 and not isinstance(v[0], tuple):
            return value(v[0])
        return f"({','.join(map(value, v))}{',' * (len(v) == 1)})"
    return str(v)
