"""Random trees in the form in which the parser makes them: every kind of node, names that are no words."""

from hypothesis import strategies as st

from symcnn.text import tree
from symcnn.text.words import WORDS

LETTERS = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,3}", fullmatch=True)
names = (st.sampled_from(["n", "conv", "e3", "x", "k", "divisible", "by_", "If"]) | LETTERS).filter(
    lambda name: name not in WORDS
)
after_a_dot = names | st.sampled_from(sorted(WORDS))  # `.in` is a token of its own
dotted = st.builds(lambda first, rest: ".".join([first, *rest]), names, st.lists(after_a_dot, max_size=2))
whole = st.from_regex(r"[0-9]{1,3}(_[0-9]{3})?", fullmatch=True)
digits = whole | st.from_regex(r"[0-9]{1,2}\.[0-9]{1,2}(e[+-]?[0-9])?|[0-9]e-?[0-9]", fullmatch=True)


def tuples(elements, least=0, most=3):
    return st.lists(elements, min_size=least, max_size=most).map(tuple)


numbers = st.builds(tree.Number, digits) | st.builds(
    tree.Number, st.from_regex(r"[0-9]{1,3}(\.[0-9])?", fullmatch=True), st.sampled_from(["k", "M", "Ki", "Gi"])
)
atoms = st.one_of(
    st.builds(tree.Name, names),
    numbers,
    st.builds(tree.Dims, tuples(st.from_regex(r"[0-9]{1,2}", fullmatch=True), 2)),
    st.builds(tree.Truth, st.booleans()),
    st.builds(tree.Here, after_a_dot),
)


def chain(first, operators, operands):
    rest = tuple(zip(operators, operands, strict=False))
    if isinstance(first, tree.Chain) and (first.rest[0][0] in "+-") == (rest[0][0] in "+-"):
        return tree.Chain(first.first, first.rest + rest)  # (a + b) + c is one chain
    return tree.Chain(first, rest)


def chains(values):
    operators = st.lists(st.sampled_from("+-"), min_size=1, max_size=3) | st.lists(
        st.sampled_from(["*", "/", "//", "%"]), min_size=1, max_size=3
    )
    return st.builds(chain, values, operators, st.lists(values, min_size=3, max_size=3))


def ranges(values):
    return st.builds(tree.Range, values, values, st.none() | values)


def arguments(values):
    values = values | ranges(values)
    keywords = tuples(st.builds(tree.Keyword, names, values), most=2)
    return st.builds(lambda a, b: a + b, tuples(values), keywords)


def larger(values):
    comparisons = st.sampled_from(["==", "!=", "<=", ">=", "<", ">"])
    return st.one_of(
        chains(values),
        st.builds(tree.Signed, st.sampled_from("+-"), values),
        st.builds(tree.Power, values, values),
        st.builds(tree.Attribute, values, after_a_dot),
        st.builds(tree.Index, values, values),
        st.builds(tree.Compare, values, comparisons, values),
        st.builds(tree.Logic, st.sampled_from(["and", "or"]), values, values),
        st.builds(tree.Not, values),
        st.builds(tree.Function, dotted | st.just("if"), arguments(values)),
        st.builds(tree.Tuple, tuples(values, 1)),
        st.builds(tree.List, tuples(values)),
    )


values = st.recursive(atoms, larger, max_leaves=8)
declarations = st.builds(tree.Declaration, names, st.just("") | names, st.none() | values)
statements = st.one_of(
    st.builds(tree.Import, dotted, tuples(names)),
    st.builds(tree.Let, tuples(st.builds(tree.Binding, names, values), 1)),
    st.builds(tree.Param, tuples(declarations, 1)),
    st.builds(tree.Set, dotted, arguments(values)),
    st.builds(tree.Assume, tuples(values, 1)),
    st.builds(tree.Expect, values | st.builds(tree.Compare, values, st.just("~"), values)),
)


def conditions(blocks):
    ends = st.builds(tree.Condition, values, blocks, st.none() | blocks)
    return ends | st.builds(tree.Condition, values, blocks, ends)


def items(blocks):
    """What passes a tensor on; a count binds tighter than a label."""
    cores = st.one_of(
        st.builds(tree.Call, dotted, arguments(values), tuples(blocks)),
        st.builds(tree.Loop, tuples(names, 1), values | ranges(values), blocks),
        conditions(blocks),
    )
    counts = st.builds(tree.Number, whole) | values
    repeats = st.builds(tree.Repeat, counts, blocks | cores)
    cores = cores | repeats | st.builds(tree.Repeat, counts, repeats)
    return cores | st.builds(tree.Labelled, cores, names, st.none() | values)


def with_blocks(elements):
    blocks = st.builds(tree.Block, tuples(elements))
    definitions = st.builds(tree.Definition, st.sampled_from(["def", "net"]), names, tuples(declarations), blocks)
    return items(blocks) | definitions | st.builds(tree.Shared, names, blocks)


calls = st.builds(tree.Call, dotted, arguments(values))
elements = st.recursive(calls | statements, with_blocks, max_leaves=6)
programs = st.builds(tree.Program, tuples(elements, most=4))
