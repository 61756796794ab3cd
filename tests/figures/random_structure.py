"""Random networks of blocks, repeats, joins and labels in each other; every layer keeps its shape, so all are valid."""

import random

LAYERS = ("conv(4,3,pad=same)", "relu", "bn", "linear(4)", "dwconv(3,pad=same)", "id", "lrn")
COUNTS = ("2", "3", "n", "m")


class _Structure:
    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.labels = []  # those that may be taken where we are
        self.number = 0

    def body(self, depth, *, least=1):
        return " ".join(self._item(depth) for _ in range(self.rng.randint(least, 3)))

    def _item(self, depth):
        kinds = [self._layer] * 3
        kinds += [self._join, self._repeat, self._loop, self._copies, self._block, self._labelled] if depth else []
        kinds += [self._taken] if self.labels else []
        return self.rng.choice(kinds)(depth - 1)

    def _layer(self, _):
        return self.rng.choice(LAYERS)

    def _inner(self, depth):
        """A body whose labels are not seen outside."""
        before = list(self.labels)
        text = self.body(max(depth, 0))
        self.labels = before
        return text

    def _join(self, depth):
        paths = [self._inner(depth) for _ in range(self.rng.randint(1, 3))]
        if len(paths) == 1:
            return f"res{{ {paths[0]} }}"
        return f"{self.rng.choice(('add', 'mul', 'max'))}{{ {' | '.join(paths)} }}"

    def _repeat(self, depth):
        return f"{self.rng.choice(COUNTS)}*{{ {self._inner(depth)} }}"

    def _loop(self, depth):
        return f"for i in 1..{self.rng.choice(COUNTS)} {{ {self._inner(depth)} }}"

    def _copies(self, depth):
        return f"add(3){{ {self._inner(depth)} }}"

    def _block(self, _):
        return self.rng.choice(("a", "2*a", "b(4)", "n*b(4)", "t", "2*t"))

    def _labelled(self, depth):
        self.number += 1
        name = f"x{self.number}"
        text = f"seq{{ {self._inner(depth)} }} as {name}"
        self.labels.append(name)
        return text

    def _taken(self, _):
        return f"add({self.rng.choice(self.labels)})"


def random_structure(seed):
    """A network as text, the same for the same seed."""
    made = _Structure(seed)
    blocks = f"def a {{ {_Structure(seed + 0.1)._inner(0)} }} def b(c) {{ conv(c,1) res{{ conv(c,1) bn }} }} "
    shared = "shared t { linear(4) relu linear(4) } "
    return f"{blocks}{shared}input(8,8,4) {made.body(3, least=2)} relu"
