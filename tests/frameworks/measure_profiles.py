"""Measure what other counters say of a network: `python tests/frameworks/measure_profiles.py`.

Every line of NETS is built in PyTorch, in eval mode, and counted for one image by each tool; the
numbers go to tests/data/profiles.jsonl. Needs torch, torchinfo, ptflops, thop and fvcore.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import warnings
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import torch
from torch import nn

import symcnn
from symcnn.propagate import Step

DATA = Path(__file__).parents[1] / "data" / "profiles.jsonl"

# ------------------------------------------------------------- the networks

ACTIVATIONS = (
    "relu", "relu6", "lrelu", "elu", "selu", "gelu", "silu", "hswish", "sigmoid", "hsigmoid", "tanh", "softmax",
    "logsoftmax", "softplus", "mish", "prelu", "glu",
)  # fmt: skip

SINGLE = (
    # convolutions
    "input(12,3) conv(8,3)",
    "input(12,3) conv(8,3,2,bias=false)",
    "input(28,28,1) conv(32,3)",
    "input(28,28,3) conv(16,5,2,2,bias=false)",
    "input(28,28,8) conv(16,3,pad=1,groups=4)",
    "input(28,28,8) conv(16,3,pad=same,dilation=2)",
    "input(30,20,4) conv(6,(3,5),(2,1))",
    "input(8,12,12,2) conv(4,3)",
    "input(8,12,12,2) conv(4,3,bias=false,groups=2)",
    "input(12,4) dwconv(3)",
    "input(28,28,8) dwconv(3,1,1)",
    "input(28,28,8) dwconv(3,2,1,mult=2,bias=false)",
    "input(28,28,8) sepconv(16,3)",
    "input(28,28,8) sepconv(16,3,bias=false)",
    "input(14,8) convt(4,2,2)",
    "input(14,14,8) convt(4,2,2)",
    "input(14,14,8) convt(4,4,2,1,bias=false)",
    "input(14,14,8) convt(4,3,2,1,outpad=1,groups=2)",
    "input(6,7,7,4) convt(2,3)",
    # fully connected
    "input(100) dense(10)",
    "input(100) dense(10,bias=false)",
    "input(7,7,4) dense(10)",
    "input(16,12) linear(20)",
    "input(16,12) linear(20,bias=false)",
    "input(7,7,12) linear(20)",
    # pooling
    "input(12,3) pool(2)",
    "input(27,27,8) pool(3,2)",
    "input(28,28,8) pool(3,2,1,ceil=true)",
    "input(8,12,12,2) pool(2)",
    "input(12,3) avgpool(2)",
    "input(28,28,8) avgpool(3,2)",
    "input(8,12,12,2) avgpool(2)",
    "input(12,8) gap",
    "input(7,7,8) gap",
    "input(4,6,6,8) gap",
    "input(7,7,8) gmp",
    "input(12,8) apool(3)",
    "input(13,13,8) apool(6)",
    "input(14,14,8) apool(7)",
    "input(4,6,6,8) apool(2)",
    # normalisation
    "input(12,4) bn",
    "input(14,14,8) bn",
    "input(14,14,8) bn(affine=false)",
    "input(14,14,8) bn(stats=false)",
    "input(14,14,8) bn(affine=false,stats=false)",
    "input(4,6,6,8) bn",
    "input(32) bn",
    "input(16,12) ln",
    "input(16,12) ln(bias=false)",
    "input(16,12) ln(affine=false)",
    "input(7,7,12) ln",
    "input(32) ln",
    "input(14,14,8) gn(4)",
    "input(14,14,8) gn(4,affine=false)",
    "input(14,14,8) inorm",
    "input(14,14,8) inorm(affine=true)",
    "input(14,14,8) inorm(affine=true,stats=true)",
    "input(14,14,8) inorm(stats=true)",
    "input(16,12) rms",
    "input(16,12) rms(affine=false)",
    "input(14,14,8) lrn(5)",
    "input(14,14,8) lrn(3)",
    "input(12,8) lrn(5)",
    # activations
    *(f"input(14,14,8) {name}" for name in ACTIVATIONS),
    "input(100) relu",
    "input(10) softmax",
    "input(10) logsoftmax",
    # the rest
    "input(14,14,8) dropout(1/2)",
    "input(14,14,8) flatten",
    "input(14,14,8) id",
    "input(14,8) up(2)",
    "input(14,14,8) up(2)",
    "input(14,14,8) up(3/2)",
    "input(4,6,6,8) up(2)",
    "input(14,14,8) resize(20,30)",
    "input(14,14,8) d2s(2)",
    "input(14,14,3) s2d(2)",
    "input(14,14,8) shuffle(4)",
    "input(14,14,3) zeropad(2)",
    # sequences
    "input(13,tokens=true) embed(50,12)",
    "input(16,12) rnn(20)",
    "input(16,12) rnn(20,seq=true,bi=true,biases=0)",
    "input(16,12) gru(20)",
    "input(16,12) gru(20,seq=true,biases=0)",
    "input(16,12) lstm(20)",
    "input(16,12) lstm(20,seq=true)",
    "input(16,12) lstm(20,bi=true)",
    "input(16,12) lstm(20,biases=0)",
    "input(16,12) mha(4)",
    "input(16,12) mha(1,bias=false)",
    "input(9,12) as m input(16,12) mha(4,memory=m)",
    "input(9,8) as m input(16,12) mha(4,memory=m)",
    "input(9,12) as k input(9,8) as v input(16,12) attend(k,v)",
    "input(3,3,12) as k input(3,3,8) as v input(7,7,12) attend(k,v)",
    "input(7,7,12) tokens",
    "input(16,12) transpose",
    "input(16,12) cls",
    "input(16,12) pos",
    "input(7,7,12) pos",
    "input(16,12) token(3)",
)

VGG16 = (
    "input(224,224,3) "
    "conv(64,3,pad=1) relu conv(64,3,pad=1) relu pool(2) "
    "conv(128,3,pad=1) relu conv(128,3,pad=1) relu pool(2) "
    "conv(256,3,pad=1) relu conv(256,3,pad=1) relu conv(256,3,pad=1) relu pool(2) "
    "conv(512,3,pad=1) relu conv(512,3,pad=1) relu conv(512,3,pad=1) relu pool(2) "
    "conv(512,3,pad=1) relu conv(512,3,pad=1) relu conv(512,3,pad=1) relu pool(2) "
    "apool(7) flatten dense(4096) relu dropout dense(4096) relu dropout dense(1000)"
)
ALEXNET = (  # as torchvision has it
    "input(224,224,3) conv(64,11,4,2) relu pool(3,2) conv(192,5,pad=2) relu pool(3,2) "
    "conv(384,3,pad=1) relu conv(256,3,pad=1) relu conv(256,3,pad=1) relu pool(3,2) "
    "apool(6) flatten dropout dense(4096) relu dropout dense(4096) relu dense(1000)"
)
MOBILE_BLOCKS = ((64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), *[(512, 1)] * 5, (1024, 2), (1024, 1))
MOBILENET = (  # version 1
    "input(224,224,3) conv(32,3,2,1,bias=false) bn relu "
    + " ".join(
        f"dwconv(3,{stride},1,bias=false) bn relu conv({filters},1,bias=false) bn relu"
        for filters, stride in MOBILE_BLOCKS
    )
    + " gap dense(1000)"
)
WHOLE = (
    VGG16,
    ALEXNET,
    MOBILENET,
    "input(28,28,1) conv(32,3) pool(2) dense(100) dense(10)",
    "input(28,28,1) conv(6,5,pad=2) tanh avgpool(2) conv(16,5) tanh avgpool(2) dense(120) tanh dense(84) dense(10)",
    "input(784) dense(256) bn relu dropout dense(10) softmax",
    "input(32,32,3) conv(16,3,2,1) gn(4) silu conv(32,3,2,1) gn(4) silu up(2) conv(16,3,pad=1) prelu convt(3,2,2) tanh",
    "input(96,4) conv(16,9,bias=false) bn lrelu avgpool(2) conv(32,5) relu6 gap dense(6)",
    "input(8,16,16,1) conv(8,3,pad=1) bn elu pool(2) conv(16,3,pad=1) inorm(affine=true) relu apool(2) dense(5)",
    "input(16,64) ln linear(256) gelu linear(64) ln linear(10) logsoftmax",
    "input(14,14,24) dwconv(7,1,3) ln linear(96) gelu linear(24) d2s(2) hswish",
)
SEQUENCES = (
    "input(20,tokens=true) embed(1000,32) lstm(24,seq=true,bi=true) lstm(16) dropout dense(4)",
    "input(20,tokens=true) embed(1000,32) pos mha(4) ln linear(64) gelu linear(32) ln token dense(4)",
    "input(32,32,3) conv(24,8,8) tokens cls pos mha(3) ln linear(96) gelu linear(24) ln token dense(10)",
)
NETS = (*SINGLE, *WHOLE, *SEQUENCES)

# ------------------------------------------------------------ built in torch


class LastAxis(nn.Module):
    """Apply a module to the channels, which PyTorch's maps keep second (laid out anew, as sequences come)."""

    def __init__(self, module: nn.Module) -> None:
        super().__init__()
        self.module = module

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.module(x.movedim(1, -1).contiguous()).movedim(-1, 1).contiguous()


class Positions(nn.Module):
    """Apply a function to a sequence whose channels are last: PyTorch's sequence layers have them there."""

    def __init__(self, module: nn.Module, pick: Callable[[Any], torch.Tensor]) -> None:
        super().__init__()
        self.module, self.pick = module, pick

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.pick(self.module(x.movedim(1, -1).contiguous()))


class Learned(nn.Module):
    """Values of its own, before the positions or on top of them."""

    def __init__(self, shape: tuple[int, ...], join: Callable[[torch.Tensor, torch.Tensor], torch.Tensor]) -> None:
        super().__init__()
        self.values, self.join = nn.Parameter(torch.zeros(1, *shape)), join

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.join(self.values.expand(len(x), *self.values.shape[1:]), x)


class Attention(nn.Module):
    """Attention without the weights as a second output, as in PyTorch's encoder layer and torchvision's ViT.

    A memory is a constant: what made it is not counted.
    """

    def __init__(self, channels: int, heads: int, bias: bool, memory: Any) -> None:
        super().__init__()
        other = memory.channels if memory else None
        self.attention = nn.MultiheadAttention(channels, heads, bias=bias, kdim=other, vdim=other, batch_first=True)
        self.register_buffer("memory", torch.ones(1, *memory.dims) if memory else None)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = x.movedim(1, -1).contiguous()
        seen = x if self.memory is None else self.memory
        return self.attention(x, seen, seen, need_weights=False)[0].movedim(-1, 1).contiguous()


class Attend(nn.Module):
    """The products of positions, written out; keys and values are constants."""

    def __init__(self, keys: Any, values: Any) -> None:
        super().__init__()
        self.register_buffer("keys", torch.ones(1, keys.channels, keys.positions))
        self.register_buffer("values", torch.ones(1, values.positions, values.channels))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        scores = torch.matmul(x.flatten(2).transpose(1, 2), self.keys)
        y = torch.matmul(scores.softmax(-1), self.values).transpose(1, 2)
        return y.reshape(1, y.shape[1], *x.shape[2:])


class Rearranged(nn.Module):
    """What moves values alone."""

    def __init__(self, function: Callable[[torch.Tensor], torch.Tensor]) -> None:
        super().__init__()
        self.function = function

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.function(x)


class Embedded(nn.Module):
    """An embedding, with the channels second."""

    def __init__(self, vocab: int, dim: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocab, dim)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.embedding(x).movedim(-1, 1).contiguous()


def by_axes(name: str, step: Step) -> Any:
    """The module of a family for the number of axes: Conv1d, Conv2d, Conv3d."""
    return getattr(nn, f"{name}{step.input_shape.axes or 1}d")


def padding_of(layer: Any) -> Any:
    return 0 if layer.pad == "valid" else layer.pad


def conv(step: Step) -> nn.Module:
    a, c = step.layer, step.input_shape.channels
    options = {"dilation": a.dilation, "groups": a.groups, "bias": a.bias}
    return by_axes("Conv", step)(c, a.filters, a.kernel, a.stride, padding_of(a), **options)


def dwconv(step: Step) -> nn.Module:
    a, c = step.layer, step.input_shape.channels
    options = {"dilation": a.dilation, "groups": c, "bias": a.bias}
    return by_axes("Conv", step)(c, c * a.mult, a.kernel, a.stride, padding_of(a), **options)


def sepconv(step: Step) -> nn.Module:
    a, c = step.layer, step.input_shape.channels
    family = by_axes("Conv", step)
    depthwise = family(c, c * a.mult, a.kernel, a.stride, padding_of(a), groups=c, bias=False)
    return nn.Sequential(depthwise, family(c * a.mult, a.filters, 1, bias=a.bias))


def convt(step: Step) -> nn.Module:
    a, c = step.layer, step.input_shape.channels
    options = {"output_padding": a.outpad, "dilation": a.dilation, "groups": a.groups, "bias": a.bias}
    return by_axes("ConvTranspose", step)(c, a.filters, a.kernel, a.stride, padding_of(a), **options)


def on_channels(step: Step, module: nn.Module) -> nn.Module:
    return module if step.input_shape.is_vector else LastAxis(module)


def pool(step: Step) -> nn.Module:
    a = step.layer
    return by_axes("MaxPool", step)(a.size, a.stride, padding_of(a), a.dilation, ceil_mode=a.ceil)


def avgpool(step: Step) -> nn.Module:
    a = step.layer
    return by_axes("AvgPool", step)(a.size, a.stride, padding_of(a), ceil_mode=a.ceil)


def batch_norm(step: Step) -> nn.Module:
    a = step.layer
    return by_axes("BatchNorm", step)(step.input_shape.channels, affine=a.affine, track_running_stats=a.stats)


def instance_norm(step: Step) -> nn.Module:
    a = step.layer
    return by_axes("InstanceNorm", step)(step.input_shape.channels, affine=a.affine, track_running_stats=a.stats)


def recurrent(step: Step) -> nn.Module:
    """PyTorch has two biases a gate or none, and puts out every state; the backward one ends at the first."""
    a, family = step.layer, {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}[step.keyword]
    module = family(step.input_shape.channels, a.units, bias=a.biases > 0, batch_first=True, bidirectional=a.bi)
    if a.seq:
        return Positions(module, lambda y: y[0].movedim(-1, 1).contiguous())
    u = a.units
    return Positions(module, lambda y: torch.cat((y[0][:, -1, :u], y[0][:, 0, u:]), -1))


MODULES: dict[str, Callable[[Step], nn.Module]] = {
    "conv": conv,
    "dwconv": dwconv,
    "sepconv": sepconv,
    "convt": convt,
    "dense": lambda s: nn.Linear(s.input_shape.channels, s.layer.units, s.layer.bias),
    "linear": lambda s: on_channels(s, nn.Linear(s.input_shape.channels, s.layer.units, s.layer.bias)),
    "pool": pool,
    "avgpool": avgpool,
    "gap": lambda s: nn.Sequential(by_axes("AdaptiveAvgPool", s)(1), nn.Flatten()),
    "gmp": lambda s: nn.Sequential(by_axes("AdaptiveMaxPool", s)(1), nn.Flatten()),
    "apool": lambda s: by_axes("AdaptiveAvgPool", s)(s.layer.size),
    "bn": batch_norm,
    "ln": lambda s: on_channels(
        s, nn.LayerNorm(s.input_shape.channels, elementwise_affine=s.layer.affine, bias=s.layer.bias)
    ),
    "gn": lambda s: nn.GroupNorm(s.layer.groups, s.input_shape.channels, affine=s.layer.affine),
    "inorm": instance_norm,
    "rms": lambda s: on_channels(s, nn.RMSNorm(s.input_shape.channels, elementwise_affine=s.layer.affine)),
    "lrn": lambda s: nn.LocalResponseNorm(s.layer.size),
    "relu": lambda s: nn.ReLU(),
    "relu6": lambda s: nn.ReLU6(),
    "lrelu": lambda s: nn.LeakyReLU(),
    "elu": lambda s: nn.ELU(),
    "selu": lambda s: nn.SELU(),
    "gelu": lambda s: nn.GELU(),
    "silu": lambda s: nn.SiLU(),
    "hswish": lambda s: nn.Hardswish(),
    "sigmoid": lambda s: nn.Sigmoid(),
    "hsigmoid": lambda s: nn.Hardsigmoid(),
    "tanh": lambda s: nn.Tanh(),
    "softmax": lambda s: nn.Softmax(dim=1),
    "logsoftmax": lambda s: nn.LogSoftmax(dim=1),
    "softplus": lambda s: nn.Softplus(),
    "mish": lambda s: nn.Mish(),
    "prelu": lambda s: nn.PReLU(s.input_shape.channels),
    "glu": lambda s: nn.GLU(dim=1),
    "dropout": lambda s: nn.Dropout(float(s.layer.rate)),
    "flatten": lambda s: nn.Flatten(),
    "id": lambda s: nn.Identity(),
    "up": lambda s: nn.Upsample(scale_factor=float(s.layer.f)),
    "resize": lambda s: nn.Upsample(size=s.output_shape.sizes),
    "d2s": lambda s: nn.PixelShuffle(s.layer.b),
    "s2d": lambda s: nn.PixelUnshuffle(s.layer.b),
    "shuffle": lambda s: nn.ChannelShuffle(s.layer.g),
    "zeropad": lambda s: nn.ZeroPad2d(s.layer.p),
    "embed": lambda s: Embedded(s.layer.vocab, s.layer.dim),
    **dict.fromkeys(("rnn", "gru", "lstm"), recurrent),
    "mha": lambda s: Attention(s.input_shape.channels, s.layer.heads, s.layer.bias, s.layer.memory),
    "attend": lambda s: Attend(s.layer.keys, s.layer.values),
    "tokens": lambda s: Rearranged(lambda x: x.flatten(2)),
    "transpose": lambda s: Rearranged(lambda x: x.transpose(1, 2)),
    "cls": lambda s: Learned((s.input_shape.channels, 1), lambda own, x: torch.cat((own, x), -1)),
    "pos": lambda s: Learned((s.input_shape.channels, *s.input_shape.sizes), lambda own, x: own + x),
    "token": lambda s: Rearranged(lambda x: x[..., s.layer.i - 1]),
}


def build(text: str) -> tuple[nn.Module, torch.Tensor]:
    """The network in PyTorch, and an input: batch 1, channels second."""
    all_steps = symcnn.parse(text, profile="torch").report.steps
    inputs = [step for step in all_steps if step.keyword == "input"]
    start, steps = inputs[-1], [step for step in all_steps if step.keyword != "input"]  # an earlier one is a memory
    model = nn.Sequential(*(MODULES[step.keyword](step) for step in steps)).eval()
    x, sizes = start.output_shape, start.output_shape.sizes
    given = torch.zeros((1, *sizes), dtype=torch.long) if x.tokens else torch.ones((1, x.channels, *sizes))
    with torch.no_grad():
        y = model(given)
    expected = (1, steps[-1].output_shape.channels, *steps[-1].output_shape.sizes)
    assert tuple(y.shape) == expected, f"{text}: torch gives {tuple(y.shape)}, symcnn {expected}"
    return model, given


# ----------------------------------------------------------------- the tools


def torchinfo_macs(model: nn.Module, x: torch.Tensor) -> Any:
    from torchinfo import summary

    return summary(model, input_data=x, device="cpu", verbose=0).total_mult_adds


def ptflops_macs(model: nn.Module, x: torch.Tensor, backend: str = "pytorch") -> Any:
    from ptflops import get_model_complexity_info

    options = {"as_strings": False, "print_per_layer_stat": False, "verbose": False, "backend": backend}
    shape = tuple(x.shape[1:])
    return get_model_complexity_info(model, shape, input_constructor=lambda _: x, **options)[0]


def thop_macs(model: nn.Module, x: torch.Tensor) -> Any:
    from thop import profile

    return profile(model, inputs=(x,), verbose=False)[0]


def fvcore_flops(model: nn.Module, x: torch.Tensor) -> Any:
    from fvcore.nn import FlopCountAnalysis

    return FlopCountAnalysis(model, x).total()


def torch_flops(model: nn.Module, x: torch.Tensor) -> Any:
    from torch.utils.flop_counter import FlopCounterMode

    with FlopCounterMode(display=False) as counter, torch.no_grad():  # on a CPU, LSTMs and attention are one operation
        model.to("meta")(x.to("meta"))
    return counter.get_total_flops()


# a tool as its rows name it: the distribution, symcnn's word for its number, the measurement
TOOLS: dict[str, tuple[str, str, Callable[[nn.Module, torch.Tensor], Any]]] = {
    "torchinfo": ("torchinfo", "macs", torchinfo_macs),
    "ptflops": ("ptflops", "macs", ptflops_macs),
    "ptflops-aten": ("ptflops", "macs", lambda model, x: ptflops_macs(model, x, "aten")),
    "thop": ("thop", "macs", thop_macs),
    "fvcore": ("fvcore", "flops", fvcore_flops),
    "torch": ("torch", "flops", torch_flops),
}


def measure(text: str) -> Iterator[dict[str, Any]]:
    """What every tool says of a network, a fresh one for each."""
    for tool, (distribution, quantity, count) in TOOLS.items():
        model, x = build(text)
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            value = count(model, x)
        assert value is not None, f"{tool} failed on {text}"
        assert int(value) == value, f"{tool} gives {value} for {text}"
        found = {"tool": tool, "version": version(distribution), "torch": version("torch")}
        yield {**found, "net": text, "quantity": quantity, "value": int(value)}


def main() -> None:
    logging.disable(logging.WARNING)
    torch.manual_seed(0)
    rows = [json.dumps(row) for text in NETS for row in measure(text)]
    DATA.write_text("\n".join(rows) + "\n", encoding="utf-8")
    print(f"{len(rows)} numbers of {len(TOOLS)} tools on {len(NETS)} networks")


if __name__ == "__main__":
    main()
