"""Random sequential networks with symbols, as text, and random values for the symbols."""

import random
import re

# Layers by how many spatial axes they need; {k} {s} {p} {f} {g} stand for random arguments.
MAPS = [
    "conv({f},{k})", "conv({f},{k},{s})", "conv({f},{k},{s},{p})", "conv({f},{k},pad=same)", "conv({f},{k},{s},same)",
    "conv({f},{k},{s},dilation={s})", "conv({f},{k},pad=full)", "conv({f},{k},groups={g})", "conv({f},{k},bias=false)",
    "dwconv({k},{s},mult={g})", "dwconv({k},pad=same)", "sepconv({f},{k},{s},{p})", "convt({f},{k},{s})",
    "convt({f},{k},{s},{p})", "convt({f},{k},{s},outpad=1)", "convt({f},{k},{s},pad=same)", "pool({k})",
    "pool({k},{s})", "pool({k},{s},{p},ceil=true)", "pool({k},{s},pad=same)", "avgpool({k},{s},{p})",
    "avgpool({k},{s},ceil=true)", "apool({k})", "up({s})", "up(0.5)", "up(1.5)", "zeropad({p})", "crop({p})",
    "s2d({s})", "d2s({s})", "resize({k})", "shuffle({g})",
]  # fmt: skip
ANYTHING = [
    "relu", "bn", "bn(affine=false)", "ln", "gn({g})", "inorm(affine=true)", "rms", "prelu", "prelu(shared=true)",
    "dropout", "linear({f})", "linear({f},bias=false)", "scale", "bias", "first({f})", "last({f})", "padc({f})",
    "maxout({g})", "glu", "id", "lrn",
]  # fmt: skip
VECTORS = ["dense({f})", "dense({f},bias=false)", "flatten", "gap", "gmp"]

SEQUENCES = [
    "rnn({f},seq=true)", "gru({f},seq=true,bi=true)", "lstm({f},seq=true,biases=2)", "mha({g})", "mha({g},dim={k})",
    "mha({g},memory=x)", "attend(x,y)", "transpose", "cls", "pos", "conv({f},{k})", "pool({k},{s})", "linear({f})",
    "ln", "res{ mha({g}) }",
]  # fmt: skip
ENDS = ["lstm({f},bi=true)", "gru({f})", "token({k})", "token", "gap", "linear({f})"]
STARTS = ["input(L,C)", "input(H,W,C) pool({s}) tokens", "input(L,tokens=true) embed({f},C)"]

INPUTS = {1: "input(L,C)", 2: "input(H,W,C)", 3: "input(D,H,W,C)"}
ARGUMENTS = {
    "f": ["F", "G", "2*F", "4*G", "F+G", "8", "12", "6"],
    "k": ["K", "K", "3", "2", "1", "2*M+1", "K+1"],
    "s": ["S", "1", "2", "2", "3"],
    "p": ["P", "0", "1", "1", "2", "M"],
    "g": ["G", "2", "3", "1"],
}
VALUES = {
    "L": (1, 20), "H": (1, 14), "W": (1, 14), "D": (1, 12), "C": (1, 12), "F": (1, 12), "G": (1, 4),
    "K": (1, 4), "M": (1, 2), "S": (1, 3), "P": (1, 2),
}  # fmt: skip


def random_network(seed):
    """The text of a network of one to six layers."""
    rng = random.Random(seed)
    axes = rng.choice([1, 2, 2, 3])
    kinds = [MAPS if rng.random() < 0.7 else ANYTHING for _ in range(rng.randint(1, 4))]
    layers = [INPUTS[axes], *(_fill(rng, rng.choice(kind)) for kind in kinds)]
    if rng.random() < 0.6:
        layers += [_fill(rng, rng.choice(VECTORS)), _fill(rng, rng.choice([*ANYTHING, "dense({f})"]))]
    return " ".join(layers)


def random_sequence(seed):
    """The text of a network of one to four sequence layers, and what ends them; x and y are keys and values."""
    rng = random.Random(seed)
    layers = [_fill(rng, rng.choice(SEQUENCES)) for _ in range(rng.randint(1, 4))]
    start = _fill(rng, rng.choice(STARTS))
    return " ".join([f"{start} as x linear(G) as y from(x)", *layers, _fill(rng, rng.choice(ENDS))])


JOINS = ["add", "mul", "concat", "concat", "res", "res"]
PATHS = [
    ["conv({f},{k},pad=same)"], ["conv({f},{k},{s},same)"], ["conv({f},{k})"], ["pool({k},1,same)"],
    ["pool(2)", "up(2)"],
    ["dwconv({k})", "zeropad({p})"], ["s2d(2)", "d2s(2)"], ["conv({f},2,2)", "convt({f},2,2)"], ["bn", "relu"], ["id"],
    ["conv({f},{k},{s},{p})"], ["pool({k},{s},{p},ceil=true)"], ["gap"], ["zeropad(1)", "conv({f},3)"],
]  # fmt: skip


def random_branches(seed):
    """The text of a network with one or two joins, whose paths may meet at some sizes only."""
    rng = random.Random(f"branches {seed}")
    start = ["input(H,W,C)", *(_fill(rng, rng.choice(MAPS)) for _ in range(rng.randint(0, 1)))]
    ends = [_fill(rng, rng.choice([*ANYTHING, "pool({k})", "dense({f})"]))] if rng.random() < 0.5 else []
    return " ".join([*start, *(_join(rng) for _ in range(rng.randint(1, 2))), *ends])


def _join(rng):
    join = rng.choice(JOINS)
    last = [] if join == "concat" else [f"linear({rng.choice(['C', 'F', '.c'])})"]
    paths = [
        [_fill(rng, layer) for layer in rng.choice(PATHS)] + last for _ in range(rng.randint(1, 2) + (join != "res"))
    ]
    return f"{join}{{ {' | '.join(map(' '.join, paths))} }}"


def _fill(rng, layer):
    return re.sub(r"\{(\w)\}", lambda match: rng.choice(ARGUMENTS[match[1]]), layer)


def random_values(seed, symbols):
    """A value for every symbol."""
    rng = random.Random(-seed)
    return {name: rng.randint(*VALUES[name]) for name in symbols}
