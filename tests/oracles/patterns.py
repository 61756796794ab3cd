"""What PyTorch writes as several operations, and the language as one layer: merged into one node each.

A class token is a parameter, expanded and concatenated; learned positions are a parameter, added; a
channel shuffle is two reshapes around an exchange of axes; attention is two products of matrices
around a softmax, with whatever brings the axes in order. A merged node has the sum of the numbers.
"""

REARRANGE = ("reshape", "transpose", "permute", "select", "flatten", "dropout", "scale")
PRODUCTS = ("matmul", "einsum")


def merged(net):
    """The network with every pattern as one node."""
    nodes = list(net["nodes"])
    for rule in (_class_token, _positions, _shuffle, _attention):
        for last in [node for node in nodes if not node.get("share")]:
            graph = _Graph(net, nodes)
            found = rule(graph, last)
            if found is not None and graph.closed(found[0]):
                nodes = _merge(nodes, *found)
    return {**net, "nodes": nodes}


def _merge(nodes, group, op, sources, attr):
    last = group[-1]
    numbers = {key: sum(node[key] for node in group) for key in ("params", "buffers", "macs")}
    one = {**last, **numbers, "op": op, "in": sources, "attr": attr}
    gone = {node["id"] for node in group}
    return [one if node is last else node for node in nodes if node is last or node["id"] not in gone]


class _Graph:
    """The nodes of a network by name, and who uses each."""

    def __init__(self, net, nodes):
        self.nodes = {node["id"]: node for node in nodes}
        self.users = {}
        for node in nodes:
            for name in node["in"]:
                self.users.setdefault(name, set()).add(node["id"])
        self.users.setdefault(net["output"], set()).add("the output")

    def is_a(self, name, *ops):
        return name in self.nodes and self.nodes[name]["op"] in ops

    def closed(self, group):
        """Whether nothing outside uses what is inside, but for the last."""
        inside = {node["id"] for node in group}
        shared = any(node.get("share") for node in group)
        return not shared and all(self.users[node["id"]] <= inside for node in group[:-1])

    def climb(self, name, ops):
        """Go up through operations with one input: where that ends, and the nodes on the way."""
        way = []
        while self.is_a(name, *ops):
            way.append(self.nodes[name])
            name = self.nodes[name]["in"][0]
        return name, way


def _class_token(graph, last):
    if last["op"] != "cat" or len(last["in"]) != 2:
        return None
    own, x = last["in"]
    start, way = graph.climb(own, ("expand",))
    if not graph.is_a(start, "parameter"):
        return None
    return [graph.nodes[start], *way, last], "cls", [x], {"dim": last["attr"]["dim"]}


def _positions(graph, last):
    if last["op"] != "add" or not graph.is_a(last["in"][1], "parameter"):
        return None
    own = graph.nodes[last["in"][1]]
    return [own, last], "pos", last["in"][:1], {"shape": own["out"]}


def _shuffle(graph, last):
    """Channels as groups x rest, exchanged, and in a row again."""
    if last["op"] != "reshape" or not graph.is_a(last["in"][0], "transpose"):
        return None
    exchanged = graph.nodes[last["in"][0]]
    if exchanged["attr"] != {"dim0": 1, "dim1": 2} or not graph.is_a(exchanged["in"][0], "reshape"):
        return None
    apart = graph.nodes[exchanged["in"][0]]
    batch, groups, rest, *sizes = apart["out"]
    if last["out"] != [batch, groups * rest, *sizes]:
        return None
    return [apart, exchanged, last], "channelshuffle", apart["in"], {"groups": groups}


def _attention(graph, last):
    """From the last reshape up: the products, and where queries, keys and values come from."""
    if last["op"] != "reshape":
        return None
    product, after = graph.climb(last["in"][0], ("transpose",))
    inner = _products(graph, product)
    if inner is None or any(node["macs"] == 0 for node in inner[1] if node["op"] in PRODUCTS):
        return None  # PyTorch counts an einsum over one channel as no product
    operands, group = inner
    ends = [graph.climb(name, REARRANGE) for name in operands]
    nodes = {node["id"]: node for node in [*group, *after, *(node for _, way in ends for node in way)]}
    parts = [node["attr"]["index"] for _, way in ends for node in way if node["op"] == "select"]
    sources = [name for name, _ in ends]
    if parts and (parts != [0, 1, 2] or len(set(sources)) != 1):
        return None
    return [*nodes.values(), last], "attend", sources[: 1 if parts else 3], {}


def _products(graph, name):
    """Queries, keys and values, and the nodes between them and the result."""
    if graph.is_a(name, "sdpa"):
        return graph.nodes[name]["in"], [graph.nodes[name]]
    if not graph.is_a(name, *PRODUCTS):
        return None
    one, two = graph.nodes[name]["in"]
    for scores, values in ((one, two), (two, one)):
        start, way = graph.climb(scores, ("transpose", "softmax", "scale", "dropout"))
        if any(node["op"] == "softmax" for node in way) and graph.is_a(start, *PRODUCTS):
            return [*graph.nodes[start]["in"], values], [graph.nodes[name], *way, graph.nodes[start]]
    return None
