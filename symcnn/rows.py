"""What every row of a table has, be it one layer or many that are shown together."""

from __future__ import annotations

import re
from typing import Any

from symcnn.algebra.printing import text as written
from symcnn.errors import Span
from symcnn.layers.contract import Shape

COMMENT = re.compile(r"#[^\n]*")
PATHS = re.compile(r"\{.*\}")


class AnyRow:
    """Shapes and sizes of a row, from what it gets and puts out."""

    @property
    def input(self) -> Shape:
        """The shape before it."""
        raise NotImplementedError

    @property
    def output(self) -> Shape:
        """The shape after it."""
        raise NotImplementedError

    @property
    def input_shape(self) -> tuple[Any, ...]:
        """The sizes before it, channels last."""
        return self.input.dims

    @property
    def output_shape(self) -> tuple[Any, ...]:
        """The sizes after it, channels last."""
        return self.output.dims

    @property
    def size(self) -> Any:
        """The number of values in the output."""
        return self.output.elements

    def __repr__(self) -> str:
        row: Any = self  # a row and its quantities have more names than are listed here
        return f"<{row.name}: {row.text} -> {row.output}, {written(row.params)} parameters>"


def one_line(span: Span) -> str:
    """A place of the text in one line, without comments."""
    return " ".join(COMMENT.sub("", span.text).split())


def without_paths(words: str) -> str:
    """The text of a join without its paths, which have rows of their own.

    >>> without_paths("add{ conv(8,3) | id }")
    'add{ … }'
    """
    return PATHS.sub("{ … }", words)


def counted(times: Any, words: str) -> str:
    """Write how often something stands there; what does once stays as it is.

    >>> counted(4, "block(64)"), counted(1, "block(64)")
    ('4 x block(64)', 'block(64)')
    """
    count = written(times)
    return words if times == 1 else f"({count}) x {words}" if " " in count else f"{count} x {words}"
