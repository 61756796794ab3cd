"""From what lark reads to the records of `tree`: one small function a grammar rule.

Each function takes the children of its rule. Rules of `expression.lark` reach lark under the
name `expression__rule`; `Builder` finds their functions all the same.
"""

from symcnn.text.build import expressions, items, statements
from symcnn.text.build.builder import Builder, Rules

RULES: Rules = {**expressions.RULES, **items.RULES, **statements.RULES}

__all__ = ["RULES", "Builder"]
