"""Keras has no counter of operations; what differs is what its recurrent layers keep.

Source: Keras 3, `LSTM` (one bias a gate) and `GRU` (`reset_after=True`: two).
"""

from __future__ import annotations

from symcnn.quantities.profiles.contract import Profile, macs

PROFILE = Profile(
    "keras",
    macs,
    "convolutions and matrix products only (Keras counts no operations); weights as Keras: LSTM one bias, GRU two",
    presets={"rnn": {"biases": 1}, "lstm": {"biases": 1}, "gru": {"biases": 2}},
)
