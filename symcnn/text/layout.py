"""What the author decided: where lines break, and the comments between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from symcnn.text import tree


class Gap(NamedTuple):
    """What stands between two elements: comments, each behind some line breaks, and line breaks.

    Two breaks make a blank line; there are never more.
    """

    comments: tuple[tuple[int, tree.Comment], ...] = ()
    breaks: int = 0

    def and_then(self, odd: Sequence[tree.Comment]) -> Gap:
        """Add comments that come from inside the next element, each on a line of its own."""
        if not odd:
            return self
        moved = tuple((1 if i else max(self.breaks, 1), comment) for i, comment in enumerate(odd))
        return Gap(self.comments + moved, 1)

    def head(self, most: int = 2) -> str:
        """Write the comments; the first may stand on the line of what it follows."""
        text = ""
        for breaks, comment in self.comments:
            text += ("\n" * (max(breaks, 1) if text else min(breaks, most)) or "  ") + spelling(comment)
        return text

    def tail(self, space: str, most: int = 2) -> str:
        """Write the line breaks behind the comments, or `space` where there are none."""
        return "\n" * min(max(self.breaks, bool(self.comments)), most) or space

    def text(self, space: str, most: int = 2) -> str:
        """Write all of it, with at most this many line breaks in front."""
        return self.head(most) + self.tail(space, 2 if self.comments else most)


class Layout:
    """The gaps of one program, asked for from its start to its end.

    A comment in an odd place, such as among arguments, moves in front of the element it stands in;
    behind the first `{` of the element it waits for the next gap. So none is lost, and their order stays.
    """

    def __init__(self, text: str = "", comments: tuple[tree.Comment, ...] = ()) -> None:
        self.source = text
        self.comments = comments
        self.taken = 0
        self.odd: list[tree.Comment] | None = None

    def gap(self, start: int, end: int) -> Gap:
        """The gap between two offsets."""
        found, at = [], start
        for comment in self._take(end):
            found.append((self._breaks(at, comment.start), comment))
            at = max(at, comment.start + len(comment.text))
        return Gap(tuple(found), self._breaks(at, end))

    def begin_head(self) -> list[tree.Comment]:
        """Begin an element; the list receives the comments up to the end of its head."""
        self.odd = []
        return self.odd

    def end_head(self, end: int) -> None:
        """End the head of an element, where its first gap opens or where it ends."""
        if self.odd is not None:
            self.odd += self._take(end)
        self.odd = None

    def _take(self, end: int) -> tuple[tree.Comment, ...]:
        """The comments before an offset that nobody took yet."""
        first = self.taken
        while self.taken < len(self.comments) and self.comments[self.taken].start < end:
            self.taken += 1
        return self.comments[first : self.taken]

    def _breaks(self, start: int, end: int) -> int:
        return min(self.source.count("\n", start, end), 2) if start < end else 0


def spelling(comment: tree.Comment) -> str:
    """A comment with a space behind its `#`; `##` and a first line `#!` stay.

    >>> spelling(tree.Comment(0, "#stem")), spelling(tree.Comment(0, "#"))
    ('# stem', '#')
    """
    text = comment.text.rstrip()
    stays = text[1:2] in ("", "#", " ", "\t") or (comment.start == 0 and text.startswith("#!"))
    return text if stays else f"# {text[1:]}"
