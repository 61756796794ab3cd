"""ptflops 0.7.5, backend `aten`: read in its `aten_ops.py`, and measured."""

from __future__ import annotations

from symcnn.quantities.profiles.contract import PYTORCH, Profile, with_bias

PROFILE = Profile(
    "ptflops-aten",
    with_bias,
    "ptflops, aten backend: convolutions and matrix products with their biases; everything else 0",
    presets=PYTORCH,
)
