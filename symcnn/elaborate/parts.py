"""What gets a place of its own in the structure besides blocks: repeats, joins with their paths, labelled parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symcnn.elaborate import rounds
from symcnn.elaborate.labels import set_label
from symcnn.elaborate.scope import Block, Scope
from symcnn.propagate import Step
from symcnn.structure import GROUP, REPEAT, Part
from symcnn.text import tree

if TYPE_CHECKING:
    from symcnn.elaborate.program import Interpreter


def repeat(reader: Interpreter, node: tree.Repeat, scope: Scope) -> None:
    """Read `3*{ … }`: its rounds stand in one part."""
    times = rounds.count_of(node.count, scope)
    keyword = node.body.name if isinstance(node.body, tree.Call) else REPEAT
    with reader.within(REPEAT, keyword, node.body.span, times=times):
        rounds.repeat(reader, node, scope)


def labelled(reader: Interpreter, node: tree.Labelled, scope: Scope) -> None:
    """Read `… as stem`: the tensor has a name, and so has the layer or part that put it out."""
    mark = len(reader.steps)
    if isinstance(node.item, (tree.Loop, tree.Condition)):
        with reader.within(GROUP, GROUP, node.item.span):
            reader.body((node.item,), scope)
    else:
        reader.body((node.item,), scope)
    x = reader.at_hand(node.span, scope)
    if not _is_block(node.item, scope):
        scope.tensor = x._replace(inside=None)  # only a block has labels of its own
    _label(reader, mark, set_label(node, scope, reader.active))


def _is_block(item: tree.Item, scope: Scope) -> bool:
    """Whether an item is the call of a block."""
    return isinstance(item, tree.Call) and (item.name in scope.blocks or isinstance(scope.values.get(item.name), Block))


def _label(reader: Interpreter, mark: int, label: str) -> None:
    """Give the part that was read since a mark its label; a layer alone has it itself."""
    level, new = len(reader.parts), reader.steps[mark:]
    if new and len(new[-1].parts) > level:
        part = new[-1].parts[level]._replace(label=label)
        reader.steps[mark:] = [_with_part(step, level, part) for step in new]
    elif new and not new[-1].label:
        reader.steps[-1] = new[-1]._replace(label=label)


def _with_part(step: Step, level: int, part: Part) -> Step:
    """A step with another part at a level; the input that nobody wrote stands in none."""
    if len(step.parts) <= level:
        return step
    return step._replace(parts=(*step.parts[:level], part, *step.parts[level + 1 :]))
