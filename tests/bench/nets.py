"""Texts of long networks, written out layer by layer."""

STAGES = ((1, 3, 1), (2, 8, 2), (4, 36, 2), (8, 3, 2))  # width, blocks, first stride (He et al. 2016, table 1)


def resnet152():
    """ResNet-152 for H x W x C inputs, F filters in the stem and N classes: 560 rows, no repeat and no def."""
    blocks = [_bottleneck(w, s if at == 0 else 1, at == 0) for w, n, s in STAGES for at in range(n)]
    stem = "set conv(pad=same,bias=false) input(H,W,C) conv(F,7,2) bn relu pool(3,2,pad=same)"
    return "\n".join([stem, *blocks, "gap dense(N)"])


def _bottleneck(width, stride, widens):
    inner = "F" if width == 1 else f"{width}*F"
    outer = f"{4 * width}*F"
    skip = f"conv({outer},1,{stride}) bn" if widens else "id"
    return f"res{{ conv({inner},1) bn relu conv({inner},3,{stride}) bn relu conv({outer},1) bn | {skip} }} relu"


def chain(layers=150):
    """Convolutions that keep the size."""
    return f"input(H,W,C) {'conv(F,3,pad=same) ' * (layers - 1)}gap dense(N)"


def shrinking_chain(layers=150):
    """Convolutions of which each takes two rows and columns off."""
    return f"input(H,W,C) {'conv(F,3) ' * (layers - 1)}gap dense(N)"


def widths(layers):
    """Convolutions with a width of their own each."""
    return " ".join(f"conv(F{i},3,pad=same)" for i in range(layers))
