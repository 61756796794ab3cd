"""Where PyTorch keeps the batch and the channels, and the same tensor in symcnn: sizes, then channels."""

from math import prod
from typing import NamedTuple


class Unwritable(Exception):  # noqa: N818  (a reason, not an error)
    """The language cannot say this yet; the message is the reason."""


class Misread(Unwritable):
    """An operation does not fit the order of axes that was tried: another order may be meant."""


def telling(reasons):
    """The reason why something cannot be written, among those for every order of axes."""
    return next((reason for reason in reasons if not isinstance(reason, Misread)), reasons[0])


class Tensor(NamedTuple):
    """A tensor of PyTorch's: `order` tells what its axes are.

    first: batch, channels, sizes.  last: batch, sizes, channels.  whole: no batch; sizes, channels.
    second: steps, batch, channels (a vector: batch, channels).  Tokens have no channels.
    """

    shape: tuple
    order: str = "first"
    tokens: bool = False

    @property
    def batch_axis(self):
        return 1 if self.order == "second" and (self.tokens or len(self.shape) == 3) else 0

    @property
    def channel_axis(self):
        return 1 if self.order == "first" else len(self.shape) - 1

    @property
    def batch(self):
        return 1 if self.order == "whole" else self.shape[self.batch_axis]

    @property
    def dims(self):
        """The sizes and then the channels, as symcnn has them."""
        if self.order == "whole":
            return tuple(self.shape)
        rest = [n for axis, n in enumerate(self.shape) if axis != self.batch_axis]
        return (*rest[1:], rest[0]) if self.order == "first" and not self.tokens else tuple(rest)

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
        return call("input", *self.dims, **({"tokens": True} if self.tokens else {}))


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
