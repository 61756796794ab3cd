"""The words of the language that are no layers: statements, repeats, joins, paddings.

A word is a row of the table: what it does, and a network in which it does it.
"""

from __future__ import annotations

from symcnn.record import Record
from symcnn.reference.example import Example, written


class Word(Record):
    """A word of the language, how it is written, what it does, and an example."""

    kind: str
    form: str
    about: str
    example: str


def _words(kind: str, rows: dict[str, tuple[str, str, str]]) -> dict[str, Word]:
    return {name: Word(kind, *row) for name, row in rows.items()}


STATEMENTS = {
    "let": ("let NAME = value, …", "Give a value a name, to the end of the braces.", "let f = 2*w conv(f,3) conv(f,3)"),
    "param": (
        "param NAME: kind = default, …",
        "Declare symbols: int (positive, what undeclared ones are), nat (from 0), rational, real; perhaps with a "
        "default, at which numbers are shown beside the formula.",
        "param a: rational = 1, F = 32 conv(floor(F*a),3)",
    ),
    "def": (
        "def NAME(arguments) { layers }",
        "Name a block; every use has weights of its own.",
        "def unit(c,s=1) { conv(c,3,s,pad=same) relu } unit(F) unit(2*F,2)",
    ),
    "net": ("net NAME(arguments) { layers }", "Name a network, which can be shown by itself: file.cnn:NAME.",
            "net small(n) { input(28,28,1) n*{ conv(8,3,pad=same) relu } dense(10) }"),
    "shared": (
        "shared NAME { layers }",
        "Name a block with one set of weights, however often it is used.",
        "shared tower { conv(8,3,pad=same) relu } input(H,W,8) add{ tower | tower }",
    ),
    "set": ("set LAYER(argument=value, …)", "Other defaults for the calls that follow, to the end of the braces.",
            "set conv(pad=same,bias=false) conv(F,3) conv(F,3)"),
    "assume": (
        "assume FACT, …",
        "State what holds for the symbols: n >= 2, H % 32 == 0, H == W, or divisible (sizes divide evenly, so that "
        "no floors are left). It is printed with the conditions.",
        "assume H % 4 == 0, W % 4 == 0 pool(2) pool(2)",
    ),
    "expect": (
        "expect CLAIM",
        "Claim something of the totals, for all values of the symbols; `symcnn check` tells whether it holds. "
        "`~` compares rounded numbers: expect macs ~ 4.09G.",
        "conv(16,3) expect params == 16*(9*C + 1)",
    ),
    "import": (
        "import MODULE, or import MODULE: names",
        "Take blocks of another file: beside this one, in the folders of SYMCNN_PATH, in the zoo.",
        "import resnet: stem, bottleneck input(224,224,3) stem n*bottleneck(64)",
    ),
}  # fmt: skip
FLOW = {
    "repeat": (
        "n*{ layers }, n*layer",
        "Repeat layers, with new weights each time; the count stands in front, in brackets where it is no number "
        "or name: (n-1)*{ … }. It may be a symbol: costs are then summed in closed form.",
        "input(H,W,F) n*{ res{ conv(F,3,pad=same) relu } }",
    ),
    "for": (
        "for i in 1..n { layers }",
        "Repeat with an index, over a range with both its ends, a list or the rows of a table.",
        "input(H,W,f) for i in 1..d { conv(f*2^i,3,pad=same) }",
    ),
    "in": ("for i in list { layers }", "What an index runs over: a range, a list, rows of a table.",
           "for c, s in [(16,1), (32,2)] { conv(c,3,s,pad=same) }"),
    "by": ("for i in 4..1 by -1 { layers }", "The step of a range.", "for i in 3..1 by -1 { conv(2^i,1) }"),
    "if": ("if condition { layers } else { layers }", "Choose layers by a condition that can be decided.",
           "def unit(s) { if s > 1 { pool(s) } conv(F,3,pad=same) } unit(1) unit(2)"),
    "else": ("if condition { layers } else { layers }", "What is there where the condition does not hold.",
             "let s = 2 if s == 1 { id } else { conv(C,1,s) }"),
    "and": ("a and b", "Both conditions hold.", "let s = 2 if s > 1 and s < 4 { pool(s) }"),
    "or": ("a or b", "One of the conditions holds, or both.", "let s = 2 if s == 2 or s == 4 { pool(s) }"),
    "not": ("not a", "The condition does not hold.", "let s = 2 if not (s == 1) { pool(s) }"),
    "true": ("LAYER(flag=true)", "A switch is on.", "input(L,C) lstm(U,seq=true)"),
    "false": ("LAYER(flag=false)", "A switch is off.", "conv(F,3,bias=false)"),
    "as": (
        "layer as NAME, layer as NAME[i]",
        "Label a tensor, for from(NAME), for a join (concat(NAME)) and for its sizes (NAME.c).",
        "conv(F,3,pad=same) as a relu conv(F,3,pad=same) add(a)",
    ),
    "from": ("from(LABEL)", "Go on from a labelled tensor.", "conv(8,3) as a pool(2) as b from(a) conv(16,1)"),
    "output": ("output(LABEL, …)", "Name the outputs of a network that has several.",
               "conv(8,3) as a pool(2) as b output(a,b)"),
    "seq": ("seq{ layers }", "Group layers, for a label or for --depth.", "seq{ conv(8,3) relu } as stem pool(2)"),
}  # fmt: skip
JOINS = {
    "add": ("add{ path | path }", "Run every path on the same input and add: shapes must be equal, or one a value a "
            "channel.", "add{ conv(F,3,pad=same) | conv(F,1) }"),
    "res": ("res{ path }", "A residual block: add{ path | id }; res{ path | shortcut } is add.",
            "input(H,W,F) res{ conv(F,3,pad=same) relu conv(F,3,pad=same) }"),
    "mul": ("mul{ path | path }", "Multiply value by value, as gates do.",
            "input(H,W,C) mul{ id | gap linear(r) relu linear(C) sigmoid }"),
    "sub": ("sub{ path | path }", "Subtract value by value.", "sub{ conv(F,1) | conv(F,1) }"),
    "max": ("max{ path | path }", "The larger value of each.", "max{ conv(F,1) | conv(F,1) }"),
    "mean": ("mean{ path | path }", "The mean of the paths.", "mean{ conv(F,1) | conv(F,1) }"),
    "concat": ("concat{ path | path }, concat(LABEL)", "Put the channels behind each other.",
               "concat{ conv(F,1) | conv(G,3,pad=same) }"),
    "split": ("split{ path | path }", "Cut the channels into equal parts, one a path, and put them together again.",
              "input(H,W,2*F) split{ conv(F,3,pad=same) | id }"),
}  # fmt: skip
PADDINGS = {
    "valid": ("LAYER(pad=valid)", "No padding: the window stays inside.", "conv(F,K,pad=valid)"),
    "same": ("LAYER(pad=same)", "As much padding that the output has ceil(n/stride) positions.",
             "conv(F,K,S,pad=same)"),
    "causal": ("LAYER(pad=causal)", "As same, all of it before the first position (one axis).",
               "input(L,C) conv(F,K,pad=causal)"),
    "full": ("LAYER(pad=full)", "Every position of which the window sees anything.", "conv(F,K,pad=full)"),
}  # fmt: skip
WORDS = {
    **_words("statements", STATEMENTS),
    **_words("flow", FLOW),
    **_words("joins", JOINS),
    **_words("padding", PADDINGS),
}


def page(name: str) -> str:
    """Write the page of a word.

    >>> page("seq").splitlines()[0]
    'seq{ layers }'
    """
    import textwrap

    word, one = WORDS[name], Example(WORDS[name].example)
    about = textwrap.fill(word.about, 79, initial_indent="  ", subsequent_indent="  ")
    return f"{word.form}\n\n{about}\n\n$ {one.command}\n{written(one.facts())}"


def sections() -> dict[str, tuple[str, ...]]:
    """The words by kind, as the table has them."""
    kinds = dict.fromkeys(word.kind for word in WORDS.values())
    return {kind: tuple(name for name, word in WORDS.items() if word.kind == kind) for kind in kinds}
