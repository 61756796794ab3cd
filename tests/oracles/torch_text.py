"""An operation in PyTorch's terms, written as text of symcnn.

`write(op, attr, x)` gives the layers and the order of the axes after them. A `Tensor` x knows where
PyTorch keeps its channels; symcnn has them last, so what only moves them is written as nothing.
"""

from math import prod

from tests.oracles.layout import Misread, Tensor, Unwritable, call

WRITERS = {}


def writes(*ops):
    """Register a writer under PyTorch's names, without the number of axes."""

    def register(function):
        WRITERS.update(dict.fromkeys(ops, function))
        return function

    return register


def base(op):
    """The name without the number of axes: conv2d is conv."""
    return op[:-2] if op[-2:] in ("1d", "2d", "3d") else op


def write(op, attr, x):
    """The layers that say the same, and the order of the axes after them.

    >>> write("conv2d", {"out_channels": 8, "kernel": [3, 5], "padding": "same"}, Tensor((2, 3, 28, 28)))
    (['conv(8,(3,5),pad=same)'], 'first')
    """
    if base(op) not in WRITERS:
        raise Unwritable(f"there is no layer for {base(op)}")
    if x.tokens and op != "embedding":
        raise Unwritable("works on token numbers")
    if len(x.shape) > 5 or len(x.dims) > 4:
        raise Unwritable("more than three spatial axes")
    written = WRITERS[base(op)](attr, x)
    return written if isinstance(written, tuple) else (written, x.order)


def _channels_second(x, what):
    if x.order != "first":
        raise Misread(f"{what} takes the second axis as channels; here they are last")


def _given(attr, **names):
    """The arguments that are given, under their names here."""
    return {ours: attr[theirs] for ours, theirs in names.items() if attr.get(theirs) not in (None, [])}


# ------------------------------------------------------------------- windows


@writes("conv")
def _conv(attr, x):
    _channels_second(x, "conv")
    same_channels(attr.get("in_channels", x.channels), x)
    names = {"stride": "stride", "pad": "padding", "dilation": "dilation", "groups": "groups", "bias": "bias"}
    return [call("conv", attr["out_channels"], attr["kernel"], **_given(attr, **names))]


@writes("convtranspose")
def _convt(attr, x):
    _channels_second(x, "convt")
    same_channels(attr.get("in_channels", x.channels), x)
    names = {"stride": "stride", "pad": "padding", "dilation": "dilation", "groups": "groups", "bias": "bias"}
    return [call("convt", attr["out_channels"], attr["kernel"], **_given(attr, **names, outpad="output_padding"))]


@writes("maxpool")
def _pool(attr, x):
    _channels_second(x, "pool")
    names = {"stride": "stride", "pad": "padding", "dilation": "dilation", "ceil": "ceil_mode"}
    return [call("pool", attr["kernel"], **_given(attr, **names))]


@writes("avgpool", "lppool")
def _avgpool(attr, x):
    """A pooling with another mean has the same windows."""
    _channels_second(x, "avgpool")
    return [call("avgpool", attr["kernel"], **_given(attr, stride="stride", pad="padding", ceil="ceil_mode"))]


@writes("adaptiveavgpool", "adaptivemaxpool")
def _apool(attr, x):
    _channels_second(x, "apool")
    return [call("apool", [n if o is None else o for n, o in zip(x.sizes, attr["output"], strict=True)])]


@writes("mean", "amax")
def _over_all_positions(attr, x):
    rank = len(x.shape)
    spatial = set(range(rank)) - {x.batch_axis, x.channel_axis}
    if x.order == "whole" or not spatial or {d % rank for d in attr["dims"]} != spatial:
        raise Unwritable("reduces other axes than all spatial ones")
    return [call("apool", 1)] if attr.get("keepdim") else ["gap"]


# ---------------------------------------------------------------- each value


ACTIVATIONS = {
    "relu": "relu", "gelu": "gelu", "relu6": "relu6", "silu": "silu", "sigmoid": "sigmoid", "tanh": "tanh",
    "hardsigmoid": "hsigmoid", "hardswish": "hswish", "softplus": "softplus", "mish": "mish", "leaky_relu": "lrelu",
    "selu": "selu", "elu": "elu", "logsigmoid": "logsigmoid",
}  # fmt: skip


@writes("act")
def _act(attr, x):
    if attr["name"] not in ACTIVATIONS:
        raise Unwritable(f"there is no activation {attr['name']}")
    return [ACTIVATIONS[attr["name"]]]


@writes("softmax")
def _softmax(attr, x):
    return ["softmax"]


@writes("dropout")
def _dropout(attr, x):
    return ["dropout"]


@writes("identity")
def _identity(attr, x):
    return ["id"]


@writes("prelu")
def _prelu(attr, x):
    if attr["num_parameters"] == 1 and x.channels != 1:
        return ["prelu(shared=true)"]
    _channels_second(x, "prelu")
    return ["prelu"]


# ------------------------------------------------------------- normalisation


def same_channels(declared, x):
    """PyTorch has the number of channels declared a second time; here it comes from the input."""
    if declared != x.channels:
        raise Unwritable("declares other channels than its input has; here they come from the input")


@writes("batchnorm")
def _bn(attr, x):
    _channels_second(x, "bn")
    same_channels(attr["num_features"], x)
    return [call("bn", affine=attr["affine"], stats=attr["track_running_stats"])]


@writes("instancenorm")
def _inorm(attr, x):
    _channels_second(x, "inorm")
    same_channels(attr["num_features"], x)
    return [call("inorm", affine=attr["affine"], stats=attr["track_running_stats"])]


@writes("groupnorm")
def _gn(attr, x):
    _channels_second(x, "gn")
    same_channels(attr["channels"], x)
    return [call("gn", attr["groups"], affine=attr["affine"])]


@writes("localresponsenorm")
def _lrn(attr, x):
    return [call("lrn", attr["size"])]


@writes("layernorm")
def _ln(attr, x):
    return _over_last_axes(call("ln", affine=attr["affine"], bias=attr["bias"]), attr["shape"], x)


@writes("rmsnorm")
def _rms(attr, x):
    return _over_last_axes(call("rms", affine=attr["affine"]), attr["shape"], x)


def _over_last_axes(layer, shape, x):
    """Normalise over PyTorch's last axes: over the channels, which all of them become first."""
    kept = len(x.shape) - len(shape)
    if list(x.shape[kept:]) != list(shape):
        raise Unwritable("declares other sizes than its input has; here they come from the input")
    if len(shape) == 1 and x.channels_are_last:
        return [layer]
    everything = prod(shape) == x.elements
    if not x.channels_are_last and not everything:
        return _over_positions(layer, len(shape), x)
    before = () if everything else x.dims[: len(x.dims) - len(shape)]
    return [call("reshape", *before, prod(shape)), layer, call("reshape", *x.dims)]


def _over_positions(layer, axes, x):
    """Work on all positions of a channel: as its channels, once both have changed places."""
    if axes != len(x.sizes):
        raise Unwritable("works on some of the spatial axes alone")
    if len(x.sizes) == 1:
        return ["transpose", layer, "transpose"]
    return ["tokens", "transpose", layer, "transpose", call("reshape", *x.dims)]


# ------------------------------------------------------------ the other ones


@writes("linear")
def _linear(attr, x):
    layer = call("linear", attr["out_features"], bias=attr["bias"])
    if not x.channels_are_last:
        if len(x.sizes) != 1 or attr["in_features"] != x.sizes[0]:
            raise Unwritable("linear on the last axis, which does not hold the channels")
        return ["transpose", layer, "transpose"]
    same_channels(attr["in_features"], x)
    return [layer]


@writes("flatten")
def _flatten(attr, x):
    rank, first = len(x.shape), 0 if x.order == "whole" else 1
    start, end = attr["start"] % rank, attr["end"] % rank
    if start == end:
        return ["id"]
    if (start, end, x.order) == (2, rank - 1, "first"):
        return ["tokens"]
    if (start, end) != (first, rank - 1) or x.order == "second":
        raise Unwritable("flattens some of the axes alone")
    return ["flatten"]


@writes("reshape")
def _reshape(attr, x):
    sizes = list(attr["sizes"])
    if -1 in sizes:
        known = -prod(sizes)
        everything = x.batch * x.elements
        if everything % known:
            raise Unwritable("-1 stands for no whole number")
        sizes[sizes.index(-1)] = everything // known
    if x.order == "whole":
        return [call("reshape", *sizes)]
    if sizes[0] != x.batch or x.order == "second":
        raise Unwritable("reshapes the batch")
    return [call("reshape", *Tensor(tuple(sizes), x.order).dims)]


@writes("upsample")
def _up(attr, x):
    _channels_second(x, "up")
    return [call("resize", *attr["size"]) if attr.get("size") else call("up", attr["scale"])]


@writes("pixelshuffle")
def _d2s(attr, x):
    return [call("d2s", attr["r"])]


@writes("pixelunshuffle")
def _s2d(attr, x):
    return [call("s2d", attr["r"])]


@writes("channelshuffle")
def _shuffle(attr, x):
    return [call("shuffle", attr["groups"])]


@writes("slice")
def _slice(attr, x):
    """A part of the channels, counted from 0 with both ends, or of one spatial axis: a crop on both sides."""
    _channels_second(x, "slice")
    axis, size = attr["dim"] % len(x.shape), x.shape[attr["dim"]]
    start, end = attr["start"] or 0, size if attr["end"] is None else min(attr["end"], size)
    if attr["step"] != 1 or start < 0 or end < 0 or axis == 0:
        raise Unwritable("slices with a step, from the end, or the batch")
    if axis == 1:
        return [call("slice", start, end - 1)]
    margins = [(start, size - end) if at == axis - 2 else (0, 0) for at in range(len(x.sizes))]
    return [call("crop", margins)]


@writes("chunk")
def _chunk(attr, x):
    """One of several equal parts of the channels."""
    _channels_second(x, "slice")
    if attr["dim"] % len(x.shape) != 1 or x.channels % attr["chunks"]:
        raise Unwritable("cuts other axes than the channels, or unequal parts")
    part = x.channels // attr["chunks"]
    return [call("slice", attr["index"] * part, (attr["index"] + 1) * part - 1)]


@writes("pad")
def _pad(attr, x):
    """PyTorch gives pairs from the last axis on; below 0 it cuts."""
    _channels_second(x, "zeropad")
    pairs = list(zip(attr["pad"][::2], attr["pad"][1::2], strict=True))[::-1]
    if len(pairs) != len(x.sizes):
        raise Unwritable("pads other axes than all spatial ones")
    margins = [(max(0, before), max(0, after)) for before, after in pairs]
    cuts = [(max(0, -before), max(0, -after)) for before, after in pairs]
    return [call("zeropad", margins), *([call("crop", cuts)] if any(map(any, cuts)) else [])]


@writes("permute", "transpose")
def _channels_to_the_other_end(attr, x):
    """Sequences: batch, channels, length and batch, length, channels are the same tensor here."""
    dims = attr.get("dims") or {(1, 2): [0, 2, 1]}.get(tuple(sorted((attr["dim0"] % 3, attr["dim1"] % 3))))
    if len(x.shape) != 3 or dims != [0, 2, 1] or x.order == "whole":
        raise Unwritable("exchanges other axes than the length and the channels of a sequence")
    if x.order == "second":
        raise Unwritable("exchanges the batch with the channels")
    return [], {"first": "last", "last": "first"}[x.order]
