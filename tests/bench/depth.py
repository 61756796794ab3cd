"""Deep networks: through repeats against written out, ResNet-152 against building it, the zoo as a whole."""

import subprocess
import sys
from pathlib import Path

from measure import cold_time, mixed_ratio, own_time, process_time, ratio

ZOO = Path(__file__).parents[2] / "symcnn" / "zoo"


def report_repeats(pairs, say):
    """What a count costs: nothing, where the body is read once for all rounds."""

    def of(count):
        return lambda: totals(f"input(32,32,8) {count}*{{ conv(8,3,pad=same) relu }} gap dense(10)")

    def changing(count):
        return lambda: totals(f"input(H,W,8) for i in 1..{count} {{ conv(8+i,3,pad=same) relu }} gap dense(10)")

    say("(f) 10,000 layers by a repeat / 10 layers", ratio(own_time, of(5_000), of(5), pairs), "bar 3")
    say("(f) 1,000,000 rounds / n rounds", ratio(own_time, of(10**6), of("n"), pairs), "bar 3")
    say("(f) 1,000,000 rounds with an index / n", ratio(cold_time, changing(10**6), changing("n"), pairs), "bar 3")


def totals(text):
    import symcnn

    net = symcnn.parse(text)
    return net.params, net.macs, net.activations


RESNET152 = """set conv(pad=same,bias=false)
def block(c,s=1) {
  res{ conv(c,1) bn relu conv(c,3,s) bn relu conv(4*c,1) bn | if s == 1 and .c == 4*c { id } else { conv(4*c,1,s) bn } }
  relu
}
input(224,224,3) conv(64,7,2) bn relu pool(3,2,pad=same)
for c, n, s in [(64,3,1), (128,8,2), (256,36,2), (512,3,2)] { block(c,s) (n-1)*block(c) }
gap dense(1000)"""  # He et al. 2015, table 1


# One call in a process of its own, what it imports left out: each prints its CPU seconds.
FIRST = "import sys, time; sys.path.insert(0, {folder!r}); import {module}; t = time.process_time(); {call}; "
FOLDER = str(Path(__file__).parent)
PRINT = "print(time.process_time() - t)"
FIRST_IN_TORCH = FIRST.format(folder=FOLDER, module="torch_resnet", call="torch_resnet.count()") + PRINT
FIRST_HERE = (
    FIRST.format(folder=FOLDER, module="symcnn, depth", call="depth.figures(symcnn.parse(depth.RESNET152))") + PRINT
)


def printed_time(code):
    """The CPU seconds that a program prints."""
    ran = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True)
    return float(ran.stdout)


def report_torch(pairs, say):
    """ResNet-152 from text to all totals, against PyTorch building it on the meta device and counting."""
    try:
        import torch_resnet
    except ImportError:
        print("(g) ResNet-152 against PyTorch: torch is not installed here")
        return
    import symcnn

    def ours():
        return figures(symcnn.parse(RESNET152))

    params, _, macs, *_ = ours()
    if (params, macs) != torch_resnet.count():
        raise ValueError(f"PyTorch counts {torch_resnet.count()}, not {params, macs}")
    first = ratio(printed_time, FIRST_IN_TORCH, FIRST_HERE, pairs)
    say("(g) ResNet-152 in PyTorch, meta / here, first call", first, "bar 50")
    say("    the same again and again", ratio(own_time, torch_resnet.count, ours, pairs))


def figures(net):
    return net.params, net.buffers, net.macs, net.flops, net.activations, net.memory


def report_zoo(pairs, say, sympy):
    """Every expectation of every file of the zoo."""
    from symcnn.expect import check
    from symcnn.text.parse import parse

    programs = [parse(path.read_text(encoding="utf-8"), str(path)) for path in sorted(ZOO.glob("*.cnn"))]
    figure = mixed_ratio(cold_time, lambda: [check(program) for program in programs], process_time, sympy, pairs)
    say(f"(h) check the {len(programs)} files of the zoo / import sympy", figure)
