"""What lark calls for every rule of the grammar that it has read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from lark import Token

from symcnn.errors import Source, Span
from symcnn.text import tree

Children = list[Any]
Rules = dict[str, "Callable[[Builder, Children], Any]"]


def is_token(child: object, kind: str) -> bool:
    """Whether a child is a token of a kind."""
    return isinstance(child, Token) and child.type == kind


def nodes(children: Iterable[Any]) -> tuple[Any, ...]:
    """The children that are nodes, without tokens and gaps."""
    return tuple(c for c in children if isinstance(c, tree.Node))


class Builder:
    """Makes the nodes of one source; lark calls it a rule at a time, innermost first."""

    def __init__(self, source: Source, rules: Rules) -> None:
        self.source = source
        self.rules = rules

    def __getattr__(self, rule: str) -> Callable[[Children], Any]:
        name = rule.removeprefix("expression__")
        if not rule.startswith("__") and name in self.rules:
            build = self.rules[name]
            return lambda children: build(self, children)
        raise AttributeError(rule)

    def span(self, first: Any, last: Any) -> Span:
        """The span from one child (node or token) to another."""
        start = first.start_pos if isinstance(first, Token) else first.span.start
        end = last.end_pos if isinstance(last, Token) else last.span.end
        return Span(self.source, start or 0, end or 0)

    def over(self, children: Children) -> Span:
        """The span of all children that are there."""
        present = [c for c in children if c is not None]
        return self.span(present[0], present[-1])
