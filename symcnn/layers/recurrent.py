"""Recurrent layers: the same weights at every step of a sequence.

Sources: Elman 1990 (simple); Hochreiter & Schmidhuber 1997 with Gers et al. 2000 (LSTM, four
gates); Cho et al. 2014 (GRU, three gates). How many biases a gate has differs between programs:
Keras' LSTM one, its GRU two (`reset_after`), cuDNN and PyTorch two everywhere.
"""

from __future__ import annotations

from typing import Any, ClassVar

from symcnn.algebra.exact import multiply
from symcnn.layers.contract import Layer, Shape, Weight, Window, flag, layer, whole


@layer("rnn")
class Recurrent(Layer):
    """Take a sequence in, step by step, and put out the last state: a vector of U.

    With `seq` the state of every step is put out: n x U. With `bi` a second one reads backwards, and
    both are put out: 2U. A direction has g*U*(C + U + biases) weights and n*g*U*(C + U) MACs, with
    g = 1 gate (`gru`: 3, `lstm`: 4).

    >>> x, rnn = Shape((10,), 8), Recurrent(32, seq=True, bi=True)
    >>> str(rnn.output(x)), sum(w.size for w in rnn.weights(x)), rnn.macs(x)
    ('10x64', 2624, 25600)
    """

    units: Any = whole()
    seq: bool = flag(False)
    bi: bool = flag(False)
    biases: Any = whole(1, kw_only=True, least=0)

    category = "simple recurrence"
    needs = "sequence"
    gates: ClassVar[int] = 1

    @property
    def directions(self) -> int:
        """How often the sequence is read."""
        return 2 if self.bi else 1

    def output(self, x: Shape) -> Shape:
        return Shape(x.sizes if self.seq else (), multiply([self.directions, self.units]))

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        columns = multiply([self.gates, self.units])
        kernel = Weight("kernel", (self.directions, x.channels, columns))
        recurrent = Weight("recurrent", (self.directions, self.units, columns))
        return (kernel, recurrent, Weight("biases", (self.directions, self.biases, columns)))

    def macs(self, x: Shape) -> Any:
        return multiply([self.directions, x.positions, self.gates, self.units, x.channels + self.units])

    def windows(self, x: Shape) -> tuple[Window, ...]:
        """The last state has seen the whole sequence, and so has, with `bi`, every other."""
        return tuple(Window(n, 0) for n in x.sizes)


@layer("gru")
class GatedRecurrentUnit(Recurrent):
    """Read a sequence with three gates.

    >>> x = Shape((10,), 8)
    >>> [sum(w.size for w in GatedRecurrentUnit(32, biases=b).weights(x)) for b in (0, 1, 2)]
    [3840, 3936, 4032]
    """

    category = "gated recurrence"
    gates = 3


@layer("lstm")
class LongShortTermMemory(Recurrent):
    """Read a sequence with four gates.

    >>> x = Shape((10,), 8)
    >>> [sum(w.size for w in LongShortTermMemory(32, biases=b).weights(x)) for b in (0, 1, 2)]
    [5120, 5248, 5376]
    """

    category = "lstm recurrence"
    gates = 4
