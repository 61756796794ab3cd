"""The default: what most papers report."""

from __future__ import annotations

from symcnn.quantities.profiles.contract import Profile, macs

PROFILE = Profile(
    "conv+linear",
    macs,
    "convolutions and matrix products only",
)
