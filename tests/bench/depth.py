"""Deep networks: through repeats against written out, ResNet-152 against building it, the zoo as a whole."""

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


def report_torch(pairs, say):
    """ResNet-152 from text to all totals, against PyTorch building it on the meta device and counting."""
    try:
        import torch_resnet
    except ImportError:
        print("(g) ResNet-152 against PyTorch: torch is not installed here")
        return
    import symcnn

    def ours():
        return figures(symcnn.load("zoo:resnet152"))

    params, _, macs, *_ = ours()
    if (params, macs) != torch_resnet.count():
        raise ValueError(f"PyTorch counts {torch_resnet.count()}, not {params, macs}")
    say(
        "(g) ResNet-152 in PyTorch, meta device / text to totals",
        ratio(own_time, torch_resnet.count, ours, pairs),
        "bar 50",
    )


def figures(net):
    return net.params, net.buffers, net.macs, net.flops, net.activations, net.memory


def report_zoo(pairs, say, sympy):
    """Every expectation of every file of the zoo."""
    from symcnn.expect import check
    from symcnn.text.parse import parse

    programs = [parse(path.read_text(encoding="utf-8"), str(path)) for path in sorted(ZOO.glob("*.cnn"))]
    figure = mixed_ratio(cold_time, lambda: [check(program) for program in programs], process_time, sympy, pairs)
    say(f"(h) check the {len(programs)} files of the zoo / import sympy", figure)
