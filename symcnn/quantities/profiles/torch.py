"""torch 2.13.0, `torch.utils.flop_counter.FlopCounterMode`: read in its source, and measured.

Measured on the meta device: on a CPU it does not see what is one operation there (LSTMs, attention with several heads).
"""

from __future__ import annotations

from symcnn.quantities.profiles.contract import PYTORCH, Profile, macs

PROFILE = Profile(
    "torch",
    macs,
    "torch's FlopCounterMode: convolutions and matrix products only, FLOPs 2 a MAC; everything else 0",
    presets=PYTORCH,
)
