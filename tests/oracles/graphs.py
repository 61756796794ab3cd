"""Networks of PyTorch's that branch, as one text each: every node has a label, `from` goes back to one."""

from itertools import product

from tests.oracles.layout import Misread, Tensor, Unwritable, telling
from tests.oracles.nets import ORDERS, Composition, Part, start
from tests.oracles.patterns import merged
from tests.oracles.torch_sequences import SEVERAL, base, write, write_several

ELEMENTWISE = {"add": "add", "sub": "sub", "mul": "mul", "maximum": "max"}


def compose_graph(net):
    """The network as text, in the likeliest order of PyTorch's axes in which it can be written."""
    net = merged(net)
    reasons = []
    for orders in product(ORDERS, repeat=len(net["inputs"])):
        try:
            return _Graph(net, orders).composition()
        except Unwritable as reason:
            reasons.append(reason)
    raise telling(reasons)


class _Graph:
    def __init__(self, net, orders):
        self.net = net
        self.words = []
        self.twice = {node["share"] for node in net["nodes"] if node.get("share")}  # whose weights are used again
        self.parts = []
        self.tensors = {}
        for given, order in zip(net["inputs"], orders, strict=True):
            self.tensors[given["name"]] = start(given, order)
            self.words.append(f"{self.tensors[given['name']].text()} as {given['name']}")
            self.at = given["name"]

    def composition(self):
        batches = {tensor.batch for tensor in self.tensors.values()}
        if len(batches) != 1:
            raise Misread("inputs of different batches")
        (batch,) = batches
        for node in self.net["nodes"]:
            self._node(node, batch)
        if self.at != self.net["output"]:
            raise Unwritable("the output is not the last node")
        return Composition(" ".join(self.words), self.parts, batch)

    def _node(self, node, batch):
        sources = [self.tensors[name] for name in node["in"]]
        if node["op"] in SEVERAL:
            layers, order = write_several(node["op"], node["attr"], sources, node["in"]), sources[0].order
        elif len(sources) == 1:
            layers, order = write(node["op"], node["attr"], sources[0])
        else:
            layers, order = [_join(node, sources)], sources[0].order
        tensor = Tensor(tuple(node["out"]), order)
        if tensor.batch != batch:
            raise Unwritable(f"{node['op']} changes the batch")
        if node["in"][0] != self.at:
            self.words.append(f"from({node['in'][0]})")
        layers = layers or ["id"]
        words = self._shared(node, layers) if node["id"] in self.twice or node.get("share") else layers
        self.words += [*words[:-1], f"{words[-1]} as {node['id']}"]
        self.parts.append(Part(node, layers, order))
        self.tensors[node["id"]] = tensor
        self.at = node["id"]

    def _shared(self, node, layers):
        """A node whose weights are used several times is a `shared` block with the name of the first."""
        first = node.get("share") or node["id"]
        if not node.get("share"):
            self.words.append(f"shared weights_{first} {{ {' '.join(layers)} }}")
        return [f"weights_{first}"]


def _join(node, sources):
    """The layer that brings the first source, at hand, together with the others."""
    if len({source.order for source in sources}) != 1:
        raise Unwritable(f"{node['op']} of tensors with other orders of axes")
    others = ",".join(node["in"][1:])
    name = base(node["op"])
    if name == "cat":
        if node["attr"]["dim"] % len(sources[0].shape) != sources[0].channel_axis:
            raise Unwritable("concatenates other axes than the channels")
        return f"concat({others})"
    if name in ELEMENTWISE and all(_fits(source, sources) for source in sources):
        return f"{ELEMENTWISE[name]}({others})"
    raise Unwritable(f"there is no layer for {name} of several tensors")


def _fits(source, sources):
    """Whether a tensor has the shape of the largest, or one position with as many channels."""
    largest = max(sources, key=lambda tensor: tensor.elements)
    one_position = source.channels == largest.channels and source.elements == source.channels
    return source.dims == largest.dims or one_position
