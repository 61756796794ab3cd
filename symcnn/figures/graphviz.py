"""Graphviz's layout of a drawing, where its program `dot` is installed; the boxes and texts stay ours."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import Any

from symcnn.errors import SymcnnError
from symcnn.figures.dot import skeleton
from symcnn.figures.drawing import Drawing
from symcnn.figures.measure import HEADING_AT, box_size
from symcnn.figures.placed import Area, Placed, Point, Route, rounded, route

INSTALL = "install Graphviz (Debian: apt install graphviz), or take our own layout: --layout own"
MARGIN = 6.0
PATIENCE = 60  # seconds


def is_installed() -> bool:
    """Whether there is a program `dot`."""
    return shutil.which("dot") is not None


def place(drawing: Drawing, *, sideways: bool = False) -> Placed:
    """Lay a drawing out with Graphviz.

    Raises SymcnnError where it is not installed, or fails.
    """
    found = json.loads(_run(skeleton(drawing, sideways=sideways)))
    _, _, width, height = _numbers(found["bb"])
    return rounded(_Read(drawing, found, height).placed(width))


def _run(source: str) -> str:
    program = shutil.which("dot")
    if program is None:
        raise SymcnnError("E603", "Graphviz is not installed", None, INSTALL)
    try:
        done = subprocess.run(
            [program, "-Tjson"], input=source, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SymcnnError("E603", f"Graphviz does not answer: {error}", None, INSTALL) from None
    if done.returncode != 0:
        raise SymcnnError("E603", f"Graphviz fails: {done.stderr.strip()}", None, INSTALL)
    return done.stdout


def _numbers(text: str) -> list[float]:
    return [float(number) for number in text.split(",")]


class _Read:
    """Reads what Graphviz found: its y goes upwards, and places are those of middles."""

    def __init__(self, drawing: Drawing, found: dict[str, Any], height: float) -> None:
        self.drawing, self.height = drawing, height
        self.objects = {one["name"]: one for one in found.get("objects", ())}
        self.edges = sorted(found.get("edges", ()), key=lambda edge: int(edge["id"]))  # it has an order of its own

    def placed(self, width: float) -> Placed:
        boxes = {
            node.id: self._box(node.id, box_size(node).width, box_size(node).height) for node in self.drawing.nodes
        }
        frames = {frame.id: self._frame(frame.id) for frame in self.drawing.frames}
        headings = {name: Point(area.x + 6, area.y + HEADING_AT) for name, area in frames.items()}
        routes = tuple(self._route(edge["pos"]) for edge in self.edges)
        size = width + 2 * MARGIN, self.height + 2 * MARGIN
        return Placed(self.drawing, boxes, frames, headings, routes, routes, *size)

    def _point(self, x: float, y: float) -> Point:
        return Point(x + MARGIN, self.height - y + MARGIN)

    def _box(self, name: str, width: float, height: float) -> Area:
        middle = self._point(*_numbers(self.objects[name]["pos"]))
        return Area(middle.x - width / 2, middle.y - height / 2, width, height)

    def _frame(self, name: str) -> Area:
        left, low, right, high = _numbers(self.objects[f"cluster_{name}"]["bb"])
        corner = self._point(left, high)
        return Area(corner.x, corner.y, right - left, high - low)

    def _route(self, words: str) -> Route:
        """A way, drawn on to the point of its arrow: `e,x,y x,y x,y …`."""
        parts = words.split(" ")
        tip = next((self._point(*_numbers(part[2:])) for part in parts if part.startswith("e,")), None)
        points = [self._point(*_numbers(part)) for part in parts if not part.startswith(("e,", "s,"))]
        last = [points[-1], tip, tip] if tip is not None else []
        return route([*points, *last])
