"""The page of a quantity: its convention, its source, and what it is for one network."""

from __future__ import annotations

import sys

from symcnn.quantities import QUANTITIES, Conventions
from symcnn.quantities.profiles import PROFILES
from symcnn.reference.families import prose

NETWORK = "conv(F,K) pool(2) dense(10)"
COUNTING = ("macs", "flops")  # what tools count differently


def page(name: str) -> str:
    """Write the page of a quantity.

    >>> page("flops").splitlines()[0]
    'flops: FLOPs (2 x MACs)'
    """
    parts = [heading(name), "\n".join(f"  {line}".rstrip() for line in about(name).splitlines())]
    parts.append(f"$ symcnn '{NETWORK}' --only {name}\n{value(name)}")
    if name in COUNTING:
        lines = [_profile(profile, one.convention) for profile, one in sorted(PROFILES.items())]
        parts.append("\n".join(["--profile counts as other tools do:", *lines]))
    return "\n\n".join(parts)


def _profile(name: str, convention: str) -> str:
    """A profile and what it counts, on lines of a terminal's width."""
    import textwrap

    return textwrap.fill(convention, 79, initial_indent=f"  {name.ljust(12)}  ", subsequent_indent=" " * 16)


def heading(name: str) -> str:
    """The name of a quantity, what it is, how it is counted."""
    quantity = QUANTITIES[name]
    return f"{name}: {quantity.title} ({quantity.convention(Conventions())})"


def about(name: str) -> str:
    """What the file of a quantity says of it."""
    return prose(sys.modules[f"symcnn.quantities.{name}"].__doc__)


def value(name: str) -> str:
    """The quantity of the example."""
    from symcnn.reading import parse

    return parse(NETWORK).formula(name)
