"""PyTorch's sequence layers as text of symcnn: the writers of `torch_text`, and these.

A layer that takes several tensors names all but the first by their labels.
"""

from tests.oracles.layout import Misread, Unwritable, call
from tests.oracles.torch_text import ACTIVATIONS, base, same_channels, write, writes

__all__ = ["SEVERAL", "base", "write", "write_several"]

SEVERAL = {}


def takes_several(*ops):
    """Register a writer of a layer with several inputs."""

    def register(function):
        SEVERAL.update(dict.fromkeys(ops, function))
        return function

    return register


def write_several(op, attr, sources, labels):
    """The layers that bring the first source, at hand, together with the labelled others."""
    if op not in SEVERAL:
        raise Unwritable(f"there is no layer for {base(op)} of several tensors")
    return SEVERAL[op](attr, sources, labels)


def _steps_first(attr, x):
    """PyTorch's sequence layers have the channels last, and the batch first or second."""
    wanted = "last" if attr["batch_first"] else "second"
    if x.order != wanted or len(x.shape) != 3:
        raise Misread("takes the steps of a sequence where other axes are")


@writes("embedding")
def _embedding(attr, x):
    if not x.tokens:
        raise Unwritable("embeds values")
    return [call("embed", attr["num"], attr["dim"])], "second" if x.order == "second" else "last"


def _recurrent_as(name):
    def recurrent(attr, x):
        """Stacked layers are written one after the other; PyTorch gives two biases a gate, or none."""
        _steps_first(attr, x)
        same_channels(attr["input"], x)
        if attr.get("proj"):
            raise Unwritable("an lstm has no projection of its state here")
        one = call(name, attr["hidden"], seq=True, bi=attr["bidirectional"], biases=2 if attr["bias"] else 0)
        return [one] * attr["layers"]

    return recurrent


for _name in ("rnn", "lstm", "gru"):
    writes(_name)(_recurrent_as(_name))


@writes("select")
def _select(attr, x):
    """One position of a sequence."""
    axis = attr["dim"] % len(x.shape)
    if len(x.shape) != 3 or x.order == "whole" or axis in {x.batch_axis, x.channel_axis}:
        raise Unwritable("selects from other axes than the positions of a sequence")
    return [call("token", attr["index"] % x.shape[axis] + 1)]


@writes("cls")
def _cls(attr, x):
    if len(x.shape) != 3 or attr["dim"] % 3 in {x.batch_axis, x.channel_axis}:
        raise Unwritable("learns values beside other axes than the positions")
    return ["cls"]


@writes("pos")
def _pos(attr, x):
    own = [n for n in attr["shape"] if n != 1]
    if own != [n for n in x.dims if n != 1]:
        raise Unwritable("adds learned values that are not one a value")
    return ["pos"]


# ----------------------------------------------------------------- attention


@takes_several("mha")
def _mha(attr, sources, labels):
    query, key, _ = sources
    if labels[1] != labels[2]:
        raise Unwritable("attention with keys and values of two tensors")
    if attr["add_bias_kv"] or attr["add_zero_attn"]:
        raise Unwritable("attention with a position of its own among the keys")
    for source in sources:
        _steps_first(attr, source)
    same_channels(attr["embed_dim"], query)
    for declared in (attr["kdim"], attr["vdim"]):
        same_channels(attr["embed_dim"] if declared is None else declared, key)
    memory = {} if labels[0] == labels[1] else {"memory": labels[1]}
    return [call("mha", attr["heads"], bias=attr["bias"], **memory)]


@takes_several("encoderlayer", "decoderlayer")
def _transformer_layer(attr, sources, labels):
    """A residual block each for attention to itself, to the memory, and for two linear layers."""
    for source in sources:
        _steps_first(attr, source)
        same_channels(attr["d_model"], source)
    bias, heads = attr["bias"], attr["heads"]
    blocks = [[call("mha", heads, bias=bias)], *([call("mha", heads, bias=bias, memory=m)] for m in labels[1:])]
    wide, narrow = call("linear", attr["ff"], bias=bias), call("linear", attr["d_model"], bias=bias)
    norm = call("ln", bias=bias)
    words = []
    for block in [*blocks, [wide, ACTIVATIONS[attr["activation"]], narrow]]:
        inside = [norm, *block] if attr["norm_first"] else block
        words += [f"res{{ {inside[0]}", *inside[1:], "}", *([] if attr["norm_first"] else [norm])]
    return words


@takes_several("attend")
def _attend(attr, sources, labels):
    """The products of positions alone; of one source, a third of the channels each for queries, keys, values."""
    if len(sources) == 3:
        return [call("attend", *labels[1:])]
    third = sources[0].channels // 3
    start = f"from({labels[0]})"
    k, v = f"k_{labels[0]}", f"v_{labels[0]}"
    query, key, value = (call("slice", i * third, (i + 1) * third - 1) for i in range(3))
    return [f"{key} as {k}", f"{start} {value} as {v}", f"{start} {query}", call("attend", k, v)]
