"""The value of an expression at a place of the program: one small function a kind of node."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symcnn.algebra.conditions import AtLeast, Equal
from symcnn.algebra.exact import (
    choice,
    divide,
    exact,
    floor_div,
    fraction,
    in_the_text,
    is_fraction,
    is_symbolic,
    modulo,
)
from symcnn.elaborate import limits
from symcnn.elaborate.functions import FUNCTIONS, SPECIAL, SUMS, WHOLE_ONLY
from symcnn.elaborate.scope import Block, Scope, Tensor, size_of
from symcnn.elaborate.values import (
    WORDS,
    BlockName,
    ListValue,
    RangeValue,
    Word,
    brief,
    describe,
    did_you_mean,
    is_number,
)
from symcnn.errors import Span, SymcnnError
from symcnn.layers import LAYERS
from symcnn.propagate import Demand
from symcnn.text import tree

UNITS = {"k": 10**3, "M": 10**6, "G": 10**9, "T": 10**12, "Ki": 2**10, "Mi": 2**20, "Gi": 2**30}


def evaluate(node: tree.Argument, scope: Scope) -> Any:
    """The value of an expression: a number, a formula, a word, a tuple, a list or a truth value."""
    return RULES[type(node)](node, scope)


def number(node: tree.Argument, scope: Scope, what: str) -> Any:
    """The value of an expression that must be a number or a formula."""
    value = evaluate(node, scope)
    if not is_number(value):
        raise SymcnnError("E303", f"{what} is a number, not {describe(value)}", node.span)
    return value


def decide(node: tree.Expr, scope: Scope) -> bool:
    """The truth of a condition, which must be decidable."""
    value = evaluate(node, scope)
    if isinstance(value, bool):
        return value
    _check_condition(value, node)
    in_a_round = any(" " in symbol.name for symbol in value.free_symbols)  # no symbol of a text has a blank
    raise SymcnnError(
        "E504",
        f"the condition {node.span.text if in_a_round else repr(in_the_text(value))} cannot be decided",
        node.span,
        "give the symbols values, or state an assumption (assume n >= 2)",
    )


def _check_condition(value: Any, node: tree.Expr) -> None:
    if isinstance(value, bool) or describe(value) == "a condition":
        return
    help_ = "compare it: n >= 2" if is_number(value) else ""
    raise SymcnnError("E303", f"a condition is true or false, not {describe(value)}", node.span, help_)


def exact_number(node: tree.Number) -> Any:
    """The exact value of digits as they were typed: `0.75` is 3/4."""
    digits = node.digits.replace("_", "")
    if len(digits) > limits.MOST_DIGITS:
        raise limits.too_large(node.span)
    mantissa, _, exponent = digits.lower().partition("e")
    whole, _, decimals = mantissa.partition(".")
    power = int(exponent or 0) - len(decimals)
    if abs(power) > limits.MOST_DIGITS:
        raise limits.too_large(node.span)
    value = int(whole + decimals)
    return value * 10**power if power >= 0 else fraction(value, 10**-power)


def _number(node: tree.Number, scope: Scope) -> Any:
    value = exact_number(node)
    if not node.unit:
        return value
    meant = exact(value * UNITS[node.unit])
    if not scope.units:
        message = f"'{node.digits}{node.unit}': number suffixes are for expect, let and param only"
        help_ = f"write {meant} for the number, or {node.digits}*{node.unit} for a product"
        raise SymcnnError("E302", message, node.span, help_)
    return meant


def _dims(node: tree.Dims, scope: Scope) -> Any:
    if max(map(len, node.digits)) > limits.MOST_DIGITS:
        raise limits.too_large(node.span)
    return tuple(map(int, node.digits))


def _truth(node: tree.Truth, scope: Scope) -> bool:
    return node.value


def _name(node: tree.Name, scope: Scope) -> Any:
    """What a name means: the innermost value, a metric, a word, a block, a label; else a symbol."""
    name = node.name
    if name in scope.values:
        return scope.value(name)
    for known in (scope.blocks, scope.labels.single):
        if name in known:
            return known[name]
    if name in scope.metrics:
        return scope.metrics[name]()
    if name in WORDS:
        return Word(name)
    return BlockName(name) if name in LAYERS else scope.evaluation.symbol(name, node.span)


def _here(node: tree.Here, scope: Scope) -> Any:
    return scope.size(node.name, node.span)


def _attribute(node: tree.Attribute, scope: Scope) -> Any:
    """`e3.c`: a size of a labelled tensor; `resnet.basic`: a block of a module."""
    name = dotted(node)
    if name in scope.blocks and name.partition(".")[0] not in scope.values:
        return scope.blocks[name]
    value = evaluate(node.value, scope)
    if not isinstance(value, Tensor):
        raise SymcnnError("E303", f"only a tensor has sizes, not {describe(value)}", node.value.span)
    return size_of(value.shape, node.name, node.span)


def dotted(node: tree.Node) -> str:
    """The name that a chain of dots writes: `resnet.basic`; nothing for other expressions."""
    if isinstance(node, tree.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.name}" if before else ""
    return node.name if isinstance(node, tree.Name) else ""


def not_yet(what: str, span: Span) -> SymcnnError:
    """The error for what the language has and this version cannot evaluate."""
    return SymcnnError("E901", f"{what} cannot be evaluated yet", span, "write it out, or give the symbols values")


def _index(node: tree.Index, scope: Scope) -> Any:
    if isinstance(node.value, tree.Name) and node.value.name in {*scope.labels.arrays, *scope.labels.families}:
        from symcnn.elaborate.labels import element

        return element(node, node.value.name, scope)
    value, index = evaluate(node.value, scope), evaluate(node.index, scope)
    if not isinstance(value, (ListValue, tuple)):
        raise SymcnnError("E303", f"only a list has elements, not {describe(value)}", node.value.span)
    elements = value.elements if isinstance(value, ListValue) else value
    if not isinstance(index, int) or isinstance(index, bool):
        what = brief(index) if is_number(index) else describe(index)
        raise SymcnnError("E305", f"the number of an element is a whole number, not {what}", node.index.span)
    if not 1 <= index <= len(elements):
        count = len(elements)
        message = f"the list has {count} elements, numbered 1..{count}; there is no element {index}"
        raise SymcnnError("E305", message, node.index.span, "lists are numbered from 1" if index == 0 else "")
    return elements[index - 1]


OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: exact(a + b),
    "-": lambda a, b: exact(a - b),
    "*": lambda a, b: exact(a * b),
    "/": divide,
    "//": floor_div,
    "%": modulo,
}


def _chain(node: tree.Chain, scope: Scope) -> Any:
    total = number(node.first, scope, "a term")
    for operator, operand in node.rest:
        value = number(operand, scope, "a term")
        try:
            total = OPERATORS[operator](total, value)
        except ZeroDivisionError:
            raise SymcnnError("E304", "division by zero", operand.span) from None
        limits.check_size(total, node.span)
    return total


def _signed(node: tree.Signed, scope: Scope) -> Any:
    value = number(node.operand, scope, "a term")
    return exact(-value) if node.sign == "-" else value


def _power(node: tree.Power, scope: Scope) -> Any:
    base, exponent = number(node.base, scope, "a base"), number(node.exponent, scope, "an exponent")
    limits.check_power(base, exponent, node.span)
    if base == 0 and not is_symbolic(exponent) and exponent < 0:
        raise SymcnnError("E304", "division by zero", node.span)
    return limits.check_size(_raised(base, exponent), node.span)


def _raised(base: Any, exponent: Any) -> Any:
    if isinstance(base, int) and isinstance(exponent, int):
        return base**exponent if exponent >= 0 else divide(1, base**-exponent)
    if is_symbolic(base) or is_symbolic(exponent) or not isinstance(exponent, int):
        import sympy

        from symcnn.algebra.powers import unified

        return unified(exact(sympy.Pow(sympy.sympify(base), sympy.sympify(exponent))))
    return exact(base**exponent)


def _compare(node: tree.Compare, scope: Scope) -> Any:
    left, right = evaluate(node.left, scope), evaluate(node.right, scope)
    if is_number(left) and is_number(right):
        return compare(left, node.operator, right)
    if isinstance(left, tuple) and isinstance(right, tuple) and len(left) == len(right):
        return _compare_tuples(left, node.operator, right)
    if node.operator in ("==", "!="):
        return (left == right) == (node.operator == "==")
    wrong = node.left if not is_number(left) else node.right
    raise SymcnnError("E303", f"only numbers are compared by size, not {describe(evaluate(wrong, scope))}", wrong.span)


def _compare_tuples(left: tuple[Any, ...], operator: str, right: tuple[Any, ...]) -> Any:
    """Compare sizes one by one; a relation that depends on symbols is the answer."""
    parts = [compare(a, "==", b) for a, b in zip(left, right, strict=True)]
    undecided = [part for part in parts if not isinstance(part, bool)]
    equal = False if False in parts else (undecided[0] if undecided else True)
    return equal if operator == "==" or not isinstance(equal, bool) else not equal


def compare(left: Any, operator: str, right: Any) -> Any:
    """Decide a comparison; where it depends on symbols, the relation itself."""
    tests: dict[str, Callable[[], bool | None]] = {
        "==": lambda: Equal(left, right).holds(),
        "!=": lambda: _opposite(Equal(left, right).holds()),
        ">=": lambda: AtLeast(left, right).holds(),
        "<=": lambda: AtLeast(right, left).holds(),
        "<": lambda: _opposite(AtLeast(left, right).holds()),
        ">": lambda: _opposite(AtLeast(right, left).holds()),
    }
    truth = tests[operator]()
    if truth is not None:
        return truth
    import sympy

    relations = {"==": sympy.Eq, "!=": sympy.Ne, ">=": sympy.Ge, "<=": sympy.Le, "<": sympy.Lt, ">": sympy.Gt}
    relation = relations[operator](left, right)
    return bool(relation) if relation in (sympy.true, sympy.false) else relation


def _opposite(truth: bool | None) -> bool | None:
    return None if truth is None else not truth


def _logic(node: tree.Logic, scope: Scope) -> bool:
    left = decide(node.left, scope)
    if node.operator == "and":
        return left and decide(node.right, scope)
    return left or decide(node.right, scope)


def _not(node: tree.Not, scope: Scope) -> bool:
    return not decide(node.operand, scope)


def _range(node: tree.Range, scope: Scope) -> RangeValue:
    step = number(node.step, scope, "a step") if node.step is not None else 1
    return RangeValue(number(node.start, scope, "a range's start"), number(node.stop, scope, "a range's end"), step)


def _tuple(node: tree.Tuple, scope: Scope) -> tuple[Any, ...]:
    return limits.check_nesting(tuple(evaluate(element, scope) for element in node.elements), node.span)


def _list(node: tree.List, scope: Scope) -> ListValue:
    return ListValue(limits.check_nesting(tuple(evaluate(element, scope) for element in node.elements), node.span))


# ------------------------------------------------------------------ functions


def _function(node: tree.Function, scope: Scope) -> Any:
    name = node.name
    if name in SPECIAL:
        return SPECIAL_RULES[name](node, scope)
    if name in scope.metrics and scope.measure is not None:
        return scope.measure(node, scope)
    if name in scope.blocks:
        return _fixed_in_advance(scope.blocks[name], node, scope)
    if name not in FUNCTIONS:
        if name in scope.blocks or name in LAYERS:
            raise SymcnnError(
                "E204",
                f"'{name}' is a layer, not a function",
                node.span,
                "a layer stands between layers, not among values",
            )
        raise SymcnnError(
            "E204", f"unknown function '{name}'", node.span, did_you_mean(name, [*FUNCTIONS, *SPECIAL, *scope.blocks])
        )
    return _apply(node, scope)


def _fixed_in_advance(block: Block, node: tree.Function, scope: Scope) -> Block:
    """`bottleneck(w=4,g=32)` as a value: the block with some of its arguments."""
    names = [formal.name for formal in block.formals]
    fixed = dict(block.fixed)
    for argument in node.arguments:
        if isinstance(argument, tree.Keyword) and argument.name not in names:
            help_ = did_you_mean(argument.name, names) or f"it takes: {', '.join(names) or 'none'}"
            raise SymcnnError("E301", f"{block.name} has no argument '{argument.name}'", argument.span, help_)
        if not isinstance(argument, tree.Keyword):
            help_ = f"write: {block.name}({names[0] if names else 'name'}=…)"
            raise SymcnnError("E301", "arguments that are fixed in advance are given by name", argument.span, help_)
        fixed[argument.name] = evaluate(argument.value, scope)
    return Block(block.definition, block.scope, fixed)


def _apply(node: tree.Function, scope: Scope) -> Any:
    info = FUNCTIONS[node.name]
    arguments: list[Any] = [a.value if isinstance(a, tree.Keyword) else a for a in node.arguments]
    if not info.least <= len(arguments) <= info.most:
        count = f"{info.least}" if info.least == info.most else f"{info.least} to {info.most}"
        plural = "argument" if info.least == info.most == 1 else "arguments"
        raise SymcnnError(
            "E301",
            f"{node.name} takes {count} {plural}; {len(arguments)} given",
            node.span,
            f"signature: {info.signature}",
        )
    values = [number(a, scope, f"{node.name}'s argument") for a in arguments]
    if node.name in WHOLE_ONLY and not all(isinstance(v, int) for v in values):
        help_ = "give the symbols values" if any(map(is_symbolic, values)) else "round it: floor(…) or ceil(…)"
        raise SymcnnError("E303", f"{node.name} is for whole numbers only", node.span, help_)
    limits.check_arguments(node.name, values, node.span)
    try:
        return limits.check_size(info.of(*values), node.span)
    except ZeroDivisionError:
        raise SymcnnError("E304", "division by zero", node.span) from None


def _choice(node: tree.Function, scope: Scope) -> Any:
    """`if(test,a,b)`: a Piecewise where the test depends on symbols."""
    if len(node.arguments) != 3:
        raise SymcnnError(
            "E301", f"if takes 3 arguments; {len(node.arguments)} given", node.span, "signature: if(test,a,b)"
        )
    test_node, a, b = _unnamed(node)
    test = evaluate(test_node, scope)
    _check_condition(test, test_node)
    if isinstance(test, bool):
        return evaluate(a if test else b, scope)
    either = choice(test, number(a, scope, "a choice"), number(b, scope, "a choice"))
    return limits.check_size(either, node.span)


def _unnamed(node: tree.Function) -> list[Any]:
    """The arguments of a function that takes no names."""
    for argument in node.arguments:
        if isinstance(argument, tree.Keyword):
            help_ = f"write: {node.name}({argument.span.text.partition('=')[2].strip()})"
            raise SymcnnError("E301", f"{node.name} has no argument '{argument.name}'", argument.span, help_)
    return list(node.arguments)


def _length(node: tree.Function, scope: Scope) -> int:
    value = evaluate(_unnamed(node)[0], scope) if len(node.arguments) == 1 else None
    if not isinstance(value, ListValue):
        raise SymcnnError("E303", "len takes one list", node.span, "write: len([64,128])")
    return len(value.elements)


def _sum(node: tree.Function, scope: Scope) -> Any:
    """`sum(e,i=1..n)`: written out, or in closed form where the range depends on symbols."""
    index = node.arguments[-1] if node.arguments else None
    term: Any = node.arguments[0] if node.arguments else None
    if len(node.arguments) != 2 or not isinstance(index, tree.Keyword) or isinstance(term, (tree.Keyword, tree.Range)):
        help_ = f"write: {node.name}(i^2,i=1..10)"
        raise SymcnnError("E301", f"{node.name} takes a term and an index", node.span, help_)
    domain = evaluate(index.value, scope)
    if isinstance(domain, RangeValue) and is_symbolic(rounds_of(domain, index.span)) and node.name == "sum":
        return _closed_sum(term, index, domain, scope)
    values = []
    for value in iterate(domain, index.span):
        inner = Scope(scope.evaluation, scope)
        inner.values[index.name] = value
        values.append(number(term, inner, "a term"))
        limits.check_work(scope.evaluation, node.span)
    return limits.check_size(SUMS[node.name](values), node.span)


def _closed_sum(term: Any, index: tree.Keyword, domain: RangeValue, scope: Scope) -> Any:
    from sympy import Symbol

    from symcnn.algebra.summation import summed

    count = rounds_of(domain, index.span)
    at = Symbol(f"term at {index.span.start}", integer=True, nonnegative=True)
    inner = Scope(scope.evaluation, scope)
    inner.values[index.name] = exact(domain.start + domain.step * at)
    scope.evaluation.demands.append(Demand(AtLeast(count, 0), "sum", index.span))
    return limits.check_size(summed(number(term, inner, "a term"), at, count), index.span)


def rounds_of(domain: RangeValue, span: Span) -> Any:
    """How many values a range has."""
    if not is_symbolic(domain.step) and domain.step == 0:
        raise SymcnnError("E302", "the step of a range is not 0", span)
    if any(is_fraction(end) for end in (domain.start, domain.stop, domain.step)):
        raise SymcnnError("E302", "a range goes over whole numbers", span)
    steps = floor_div(domain.stop - domain.start, domain.step)
    return exact(steps + 1) if is_symbolic(steps) else max(0, steps + 1)


def iterate(domain: Any, span: Span) -> tuple[Any, ...] | range:
    """The values of a list or of a range of numbers."""
    if isinstance(domain, ListValue):
        return domain.elements
    if not isinstance(domain, RangeValue):
        raise SymcnnError(
            "E303", f"an index runs over a range or a list, not {describe(domain)}", span, "write: 1..10 or [64,128]"
        )
    count = rounds_of(domain, span)  # len() is for ranges below 2**63
    if any(map(is_symbolic, (domain.start, domain.stop, domain.step))):
        raise not_yet("a range that depends on symbols", span)
    start, stop, step = domain.start, domain.stop, domain.step
    values = range(start, stop + (1 if step > 0 else -1), step)
    if count > limits.MOST_ROUNDS:
        shown = f"{count:,}" if count < 10**30 else brief(count)
        message = f"the range has {shown} values; at most {limits.MOST_ROUNDS:,} are written out"
        raise SymcnnError("E302", message, span, "write a closed form: n*(n+1)/2")
    return values


SPECIAL_RULES: dict[str, Callable[[tree.Function, Scope], Any]] = {
    "if": _choice,
    "len": _length,
    "sum": _sum,
    "prod": _sum,
}
RULES: dict[type, Callable[[Any, Scope], Any]] = {
    tree.Number: _number,
    tree.Dims: _dims,
    tree.Truth: _truth,
    tree.Name: _name,
    tree.Here: _here,
    tree.Attribute: _attribute,
    tree.Index: _index,
    tree.Chain: _chain,
    tree.Signed: _signed,
    tree.Power: _power,
    tree.Compare: _compare,
    tree.Logic: _logic,
    tree.Not: _not,
    tree.Range: _range,
    tree.Tuple: _tuple,
    tree.List: _list,
    tree.Function: _function,
}
