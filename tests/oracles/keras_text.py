"""A Keras layer, written as text of symcnn. Keras has the channels last, as here."""

from tests.oracles.layout import Tensor, Unwritable, call

WRITERS = {}


def writes(*layers):
    """Register a writer under Keras' names, without the number of axes."""

    def register(function):
        WRITERS.update(dict.fromkeys(layers, function))
        return function

    return register


def base(layer):
    """The name without the number of axes: Conv2DTranspose is ConvTranspose."""
    for axes in ("1D", "2D", "3D"):
        layer = layer.replace(axes, "")
    return layer


def sentence(row):
    """A row of `keras_ops` as a text, with the tensor that goes in.

    >>> sentence({"layer": "ZeroPadding1D", "config": {"padding": [3, 1]}, "in": [2, 4, 3]})[0]
    'input(4,3) zeropad(((3,1),))'
    """
    if base(row["layer"]) not in WRITERS:
        raise Unwritable(f"there is no layer for {base(row['layer'])}")
    x = Tensor(tuple(row["in"]), "last", tokens=row["layer"] == "Embedding")
    return f"{x.text()} {WRITERS[base(row['layer'])](row['config'], x)}", x


def _window(config):
    """What a window has in common, by its name here."""
    names = {"stride": "strides", "pad": "padding", "dilation": "dilation_rate", "groups": "groups"}
    given = {ours: config[theirs] for ours, theirs in names.items() if config.get(theirs) is not None}
    mult = {"mult": config["depth_multiplier"]} if "depth_multiplier" in config else {}
    return {**given, **mult}


@writes("Conv")
def _conv(config, x):
    return call("conv", config["filters"], config["kernel_size"], **_window(config), bias=config["use_bias"])


@writes("DepthwiseConv")
def _dwconv(config, x):
    return call("dwconv", config["kernel_size"], **_window(config), bias=config["use_bias"])


@writes("SeparableConv")
def _sepconv(config, x):
    return call("sepconv", config["filters"], config["kernel_size"], **_window(config), bias=config["use_bias"])


@writes("ConvTranspose")
def _convt(config, x):
    """Keras fills the gap after the last window where the kernel is smaller than the stride: outpad here.

    With an output padding, its `same` cuts half a kernel off both ends.
    """
    kernel, strides, given = config["kernel_size"], config["strides"], config["output_padding"]
    if given is not None:
        pad = [k // 2 for k in kernel] if config["padding"] == "same" else "valid"
        more = {"pad": pad, "outpad": given}
    elif config["padding"] == "valid":
        more = {"pad": "valid", "outpad": [max(0, s - k) for k, s in zip(kernel, strides, strict=True)]}
    else:
        more = {"pad": config["padding"]}
    return call("convt", config["filters"], kernel, stride=strides, **more, bias=config["use_bias"])


@writes("MaxPooling")
def _pool(config, x):
    return call("pool", config["pool_size"], **_window(config))


@writes("AveragePooling")
def _avgpool(config, x):
    return call("avgpool", config["pool_size"], **_window(config))


@writes("GlobalAveragePooling", "GlobalMaxPooling")
def _gap(config, x):
    return call("apool", 1) if config["keepdims"] else "gap"


@writes("ZeroPadding")
def _zeropad(config, x):
    return call("zeropad", _pairs(config["padding"]))


@writes("Cropping")
def _crop(config, x):
    return call("crop", _pairs(config["cropping"]))


def _pairs(margins):
    return [tuple(pair) for pair in (margins if isinstance(margins[0], list) else [margins])]


@writes("UpSampling")
def _up(config, x):
    return call("up", config["size"])


@writes("Dense")
def _linear(config, x):
    return call("linear", config["units"], bias=config["use_bias"])


@writes("Flatten")
def _flatten(config, x):
    return "flatten"


@writes("BatchNormalization")
def _bn(config, x):
    return _scaled_or_shifted("bn", [], config)


@writes("GroupNormalization")
def _gn(config, x):
    groups = x.channels if config["groups"] == -1 else config["groups"]
    return _scaled_or_shifted("gn", [groups], config)


def _scaled_or_shifted(name, arguments, config):
    """A norm with a scale and a shift, with neither, or with one of them as a layer of its own."""
    both = config["center"] and config["scale"]
    one = "" if both else " bias" * config["center"] + " scale" * config["scale"]
    return call(name, *arguments, affine=both) + one


@writes("LayerNormalization")
def _ln(config, x):
    if config["axis"] not in (-1, len(x.shape) - 1):
        raise Unwritable("ln normalises the channels")
    return call("ln", bias=config["center"]) if config["scale"] else _scaled_or_shifted("ln", [], config)


@writes("RMSNormalization")
def _rms(config, x):
    return "rms"


@writes("PReLU")
def _prelu(config, x):
    """Axes are counted with the batch; those of size 1 are shared anyway."""
    own = [axis for axis, n in enumerate(x.shape) if axis > 0 and n > 1 and axis not in (config["shared_axes"] or [])]
    if own == [len(x.shape) - 1] or (not own and x.channels == 1):
        return "prelu"
    if not own:
        return "prelu(shared=true)"
    raise Unwritable("Keras' PReLU has a weight for every position; prelu has one a channel")


# ----------------------------------------------------------------- sequences


@writes("Embedding")
def _embed(config, x):
    return call("embed", config["input_dim"], config["output_dim"])


def _recurrent(name, biases, config, **more):
    return call(name, config["units"], seq=config["return_sequences"], biases=biases * config["use_bias"], **more)


@writes("SimpleRNN")
def _rnn(config, x):
    return _recurrent("rnn", 1, config)


@writes("LSTM")
def _lstm(config, x):
    return _recurrent("lstm", 1, config)


@writes("GRU")
def _gru(config, x):
    return _recurrent("gru", 2 if config["reset_after"] else 1, config)


@writes("Bidirectional")
def _bidirectional(config, x):
    """The rows have LSTMs inside."""
    return _recurrent("lstm", 1, config, bi=True)


@writes("MultiHeadAttention")
def _mha(config, x):
    """Of a tensor with itself."""
    if config["output_shape"] is not None:
        raise Unwritable("mha gives as many channels as it gets")
    if x.channels == 1:
        raise Unwritable("PyTorch, below Keras, counts an einsum over one channel as no product")
    vdim = {} if config["value_dim"] is None else {"vdim": config["value_dim"]}
    return call("mha", config["num_heads"], bias=config["use_bias"], dim=config["key_dim"], **vdim)


@writes("Permute")
def _transpose(config, x):
    if config["dims"] != [2, 1]:
        raise Unwritable("transpose exchanges the positions and the channels of a sequence")
    return "transpose"
