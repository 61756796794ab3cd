"""What people from other tools write, and how it is written here."""

from __future__ import annotations

import re

from symcnn.elaborate.values import (
    did_you_mean,
)
from symcnn.errors import Span, SymcnnError
from symcnn.layers import LAYERS
from symcnn.layers.contract import language_name

HABITS = {
    "conv1d": "conv", "conv2d": "conv", "conv3d": "conv", "convolution": "conv", "convolution2d": "conv",
    "maxpool": "pool", "maxpool1d": "pool", "maxpool2d": "pool", "maxpool3d": "pool", "maxpooling1d": "pool",
    "maxpooling2d": "pool", "maxpooling3d": "pool", "mp": "pool", "max_pool": "pool", "max_pool2d": "pool",
    "averagepooling2d": "avgpool", "avgpool2d": "avgpool", "avg_pool": "avgpool", "avg_pool2d": "avgpool",
    "averagepooling1d": "avgpool", "averagepooling3d": "avgpool", "avgpool1d": "avgpool", "avgpool3d": "avgpool",
    "globalaveragepooling2d": "gap", "globalavgpool": "gap", "globalmaxpooling2d": "gmp",
    "adaptiveavgpool2d": "apool", "adaptiveavgpool1d": "apool", "adaptiveavgpool3d": "apool",
    "fc": "dense", "fullyconnected": "dense", "fully_connected": "dense", "innerproduct": "dense",
    "batchnorm": "bn", "batchnorm1d": "bn", "batchnorm2d": "bn", "batchnorm3d": "bn", "batchnormalization": "bn",
    "layernorm": "ln", "layernormalization": "ln", "groupnorm": "gn", "instancenorm2d": "inorm",
    "depthwiseconv2d": "dwconv", "depthwise": "dwconv", "separableconv2d": "sepconv", "separable": "sepconv",
    "conv2dtranspose": "convt", "convtranspose2d": "convt", "convtranspose": "convt", "deconv": "convt",
    "leakyrelu": "lrelu", "leaky_relu": "lrelu", "swish": "silu", "hardswish": "hswish", "hardsigmoid": "hsigmoid",
    "upsample": "up", "upsampling2d": "up", "pixelshuffle": "d2s", "pixelunshuffle": "s2d",
    "embedding": "embed", "tokenembedding": "embed", "simplernn": "rnn", "bidirectional": "lstm", "bilstm": "lstm",
    "multiheadattention": "mha", "multihead_attention": "mha", "attention": "mha", "selfattention": "mha",
    "self_attention": "mha", "positionembedding": "pos", "positionalencoding": "pos", "permute": "transpose",
    "rmsnorm": "rms", "rmsnormalization": "rms",
    "zeropadding2d": "zeropad", "pad": "zeropad", "identity": "id", "reshape2d": "reshape",
}  # fmt: skip


ARGUMENTS = {
    "activation": "an activation is a layer of its own: conv(32,3) relu",
    "nonlinearity": "an activation is a layer of its own: conv(32,3) relu",
    "input_shape": "the input is a layer of its own: input(28,28,1) conv(32,3)",
    "input_dim": "the input is a layer of its own: input(784) dense(10)",
    "in_channels": "the input channels are those of the layer before: leave it out",
    "in_features": "the inputs are those of the layer before: leave it out",
    "return_sequences": "every step is put out with seq=true",
    "bidirectional": "both directions are read with bi=true",
    "num_layers": "stacked layers are written one after the other: 2*lstm(64,seq=true)",
    "hidden_size": "the number of units comes first: lstm(64)",
    "input_size": "the input channels are those of the layer before: leave it out",
    "batch_first": "the batch is not an axis here: leave it out",
    "embed_dim": "the channels are those of the layer before: mha(heads)",
    "key_dim": "the channels of a head are its dim: mha(heads,dim=64)",
    "name": "a name stands behind the layer: conv(32,3) as stem",
    "kernel_initializer": "initial values do not change the counts: leave it out",
    "kernel_regularizer": "regularisation does not change the counts: leave it out",
    "data_format": "sizes are channels last: leave it out",
}


def unknown_layer(name: str, span: Span, others: tuple[str, ...] = ()) -> SymcnnError:
    """The error for a name that is no layer, with the name that was probably meant."""
    module, _, last = name.rpartition(".")  # nn.Conv2d, layers.Dense
    siblings = [other.removeprefix(f"{module}.") for other in others if module and other.startswith(f"{module}.")]
    if siblings:
        help_ = did_you_mean(last, siblings) or f"it has {', '.join(siblings)}"
        return SymcnnError("E202", f"module '{module}' has no '{last}'", span, help_)
    folded = last.lower()
    square = re.fullmatch(r"conv(\d+)x\1", folded)
    if folded in CONTAINERS or name == "model.add":
        help_ = "layers follow each other separated by spaces: conv(32,3) pool(2) dense(10)"
    elif name != folded and (folded in LAYERS or folded in others):
        help_ = f"layer names are lower-case: {folded}" if name == last else f"it is written {folded} here"
    elif folded in HABITS:
        help_ = f"it is written {_short_signature(HABITS[folded])} here"
    elif square:
        help_ = f"it is written conv(filters,{square[1]}) here"
    else:
        brought = [other for other in others if other.endswith(f".{name}")]
        near = f"did you mean '{brought[0]}'?" if brought else did_you_mean(last, [*LAYERS, *others], LIKE)
        symbol = f"a symbol stands among values: conv({name},3); its value is given as {name}=32"
        help_ = near or (symbol if re.fullmatch("[A-Z]", name) else "layers are conv, pool, dense, relu, bn, …")
    return SymcnnError("E201", f"unknown layer '{name}'", span, help_)


LIKE = 0.65  # `formula` is not like `mul`
CONTAINERS = ("sequential", "modulelist", "model", "compile")


def _short_signature(name: str) -> str:
    """The required arguments alone: conv(filters,kernel)."""
    required = [language_name(f) for f, info in LAYERS[name].fields.items() if info.default is ...]
    return f"{name}({','.join(required)})" if required else name
