"""What a syntax mistake probably is, in words of the user: what was read, what to write instead.

The parser says only at which token it could not go on. The rules below are tried in order; each
knows one habit (a comma between layers, an arrow, `32C5`) and what the language writes instead.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from lark import Token
from lark.exceptions import UnexpectedCharacters, UnexpectedInput

from symcnn.errors import Note, Source, Span, SymcnnError

PAIRS = {"(": ")", "[": "]", "{": "}"}
VALUES = ("INT", "FLOAT", "UNIT", "DIMS", "NAME", "RPAR", "RSQB", "ATTR", "TRUE", "FALSE")
STATEMENTS = ("import", "let", "param", "def", "net", "shared", "set", "assume", "expect")
OPERATORS = ("EQUAL", "ADD", "STAR", "DIVIDE", "POWER", "COMPARE")
WORDS = frozenset((*STATEMENTS, "as", "for", "in", "by", "if", "else", "and", "or", "not", "true", "false"))
END = "$END"

Lexer = Callable[[Source, int], list[Token]]
Rule = Callable[["Place"], SymcnnError | None]


class Place(NamedTuple):
    """Where the parser stopped: the token it refused, those before it, the brackets still open."""

    source: Source
    token: Token
    before: list[Token]
    open: list[Token]

    @property
    def previous(self) -> Token | None:
        """The token before the place."""
        return self.before[-1] if self.before else None

    @property
    def inside(self) -> str:
        """The bracket around the place: `(`, `[`, `{` or nothing."""
        return _bracket(self.open[-1]) if self.open else ""

    @property
    def in_values(self) -> bool:
        """Whether values stand here rather than layers."""
        return self.inside in ("(", "[")

    def kind(self, token: Token | None) -> str:
        """The name of a token's terminal in the grammar files."""
        return token.type.removeprefix("expression__") if token is not None else ""

    def error(
        self, code: str, message: str, at: Token | Span, help: str = "", notes: tuple[Note, ...] = ()
    ) -> SymcnnError:
        """The error that a rule gives."""
        span = at if isinstance(at, Span) else self.span(at, at)
        return SymcnnError(code, message, span, help, notes)

    def span(self, first: Token, last: Token) -> Span:
        """The span from one token to another."""
        return Span(self.source, first.start_pos or 0, last.end_pos or 0)


def explain(source: Source, mistake: UnexpectedInput, lex: Lexer) -> SymcnnError:
    """Turn what lark says into an error that says what to write."""
    other = _hyphen_notation(source) or _vgsl_notation(source)
    if other is not None:
        return other
    if isinstance(mistake, UnexpectedCharacters):
        return _character(source, mistake.pos_in_stream or 0)
    token: Token = mistake.token  # type: ignore[attr-defined]
    ended = token.type == END
    before = lex(source, len(source.text) if ended else token.start_pos or 0)
    place = Place(source, token, before, _open_brackets(before))
    return next(error for rule in RULES if (error := rule(place)) is not None)


def word_as_name(word: str, span: Span) -> SymcnnError:
    """The error for `not(a)` and the like, where a word of the language is taken for a name."""
    message = f"'{word}' is a word of the language and cannot be a name"
    return SymcnnError("E108", message, span, f"before a bracket it needs a space: {word} (…)")


def _bracket(token: Token) -> str:
    return str(token)[-1]  # "conv(" opens with its last character


def _open_brackets(tokens: list[Token]) -> list[Token]:
    opened: list[Token] = []
    for token in tokens:
        if _bracket(token) in PAIRS:
            opened.append(token)
        elif token in (")", "]", "}") and opened:
            opened.pop()
    return opened


# ----------------------------------------------------------------- characters


def _character(source: Source, at: int) -> SymcnnError:
    character, span = source.text[at], Span(source, at, at + 1)
    number = re.compile(r"\.\d+").match(source.text, at)
    if number:
        span = Span(source, at, number.end())
        return SymcnnError("E102", "a number cannot start with a point", span, f"write 0{number.group()}")
    shown = f"'{character}'" if character.isprintable() else f"U+{ord(character):04X}"
    help_ = _quotes(source, at) if character in QUOTES else CHARACTERS.get(character) or _foreign(character)
    return SymcnnError("E102", f"unexpected character {shown}", span, help_)


QUOTES = "'\"`“”‘’"


def _quotes(source: Source, at: int) -> str:
    """`'same'`, `'relu'`, or the quotes of a shell that came along."""
    quoted = re.compile(r".(\w+)['\"`”’]").match(source.text, at)
    before = source.text[:at].rstrip()
    if quoted and before.endswith("="):
        if re.search(r"activation\s*=$", before):
            return f"an activation is a layer of its own: conv(32,3) {quoted[1]}"
        return f"strings do not occur in the language; write {quoted[1]}"
    if not before or source.text[at] not in "'\"":
        return "remove the quotes: they belong around the network in a shell, not into it"
    return "strings do not occur in the language"


def _foreign(character: str) -> str:
    """What to write for a character from beyond ASCII."""
    if not character.isprintable():
        return "it cannot be seen: remove it, or write an ordinary space"
    name = unicodedata.name(character, "")
    greek = re.fullmatch(r"GREEK (?:SMALL|CAPITAL) LETTER (?:FINAL )?(\w+)", name)
    if greek:
        return f"names are made of A-Z, a-z, 0-9 and _: write {greek[1].lower()}"
    plain = unicodedata.normalize("NFKD", character)[0]
    if name.startswith("SUPERSCRIPT"):
        return f"a power is written ^{plain}"
    if character.isalnum():
        return "names are made of A-Z, a-z, 0-9 and _" + (f": write {plain}" if plain.isascii() else "")
    return "the language has no such character; it uses A-Z a-z 0-9 _ ( ) { } [ ] , ; = | . and + - * / % ^"


CHARACTERS = {
    "$": "names need no '$'; a shell may have put it there: put the network in single quotes",
    "→": "layers follow each other separated by spaces",
    "\\": "a line may end anywhere, without a mark",
    "&": "layers follow each other separated by spaces; and is written 'and'",
    "!": "not equal is written !=, and not is written 'not'",
    "?": "in the prompt, ?conv shows the page of a layer; a network has no '?'; a choice is written if(test,a,b)",
    "@": "a product is written a*b",
    "≤": "write <=",
    "≥": "write >=",
    "≠": "write !=",
    "÷": "a quotient is written a/b",
    "⋅": "a product is written a*b",
    "∗": "a product is written a*b",
    "…": "a range is written 1..n",
    ".": "a size of the tensor at hand is written .c, a range 1..n",
    "·": "a product is written a*b",
    "×": "a product is written a*b, sizes 3x5",
    "–": "minus is written -",
    "−": "minus is written -",
}


# ------------------------------------------------------------- whole notations

LONGEST_HELP = 200  # characters of a translation
HYPHENS = re.compile(r"\s*\w+(-\w+)+\s*")
HYPHEN_PARTS: tuple[tuple[str, str], ...] = (
    (r"(\d+)[xX](\d+)[xX](\d+)", "input({1},{2},{0})"),
    (r"(\d+)[xX](\d+)", "input({0},{1},1)"),
    (r"(\d+)[cC](\d+)", "conv({0},{1})"),
    (r"[cC](\d+)[kK](\d+)", "conv({0},{1})"),
    (r"(?:MP|mp|P|p|M)(\d+)", "pool({0})"),
    (r"(?:AP|ap|A)(\d+)", "avgpool({0})"),
    (r"(\d+)[nNfF]?(?:[cC])?", "dense({0})"),
    (r"(?:FC|fc)(\d+)", "dense({0})"),
)


def _hyphen_notation(source: Source) -> SymcnnError | None:
    """`1x29x29-20C4-MP2-150N`: channels first, then maps and kernel, one layer a hyphen."""
    text = source.text.strip()
    if not HYPHENS.fullmatch(text):
        return None
    words = text.split("-")
    written = [_from_hyphens(word) or "…" for word in words]
    if not re.search(r"\d", words[0]) or written[0] == "…" or written.count("…") > len(written) // 2:
        return None
    return _notation(source, "this is the hyphen notation for networks", " ".join(written))


def _notation(source: Source, message: str, meant: str) -> SymcnnError:
    """The error for a whole text in another notation."""
    start = len(source.text) - len(source.text.lstrip())
    span = Span(source, start, len(source.text.rstrip()))
    shown = meant if len(meant) <= LONGEST_HELP else f"{meant[:LONGEST_HELP]} …"
    return SymcnnError("E111", message, span, f"write: {shown}")


def _from_hyphens(word: str) -> str | None:
    return _translated(word, HYPHEN_PARTS)


def _translated(word: str, parts: tuple[tuple[str, str], ...]) -> str | None:
    for pattern, template in parts:
        match = re.fullmatch(pattern, word)
        if match:
            return template.format(*match.groups())
    return None


VGSL = re.compile(r"\[(?P<n>\d+),(?P<h>\d+),(?P<w>\d+),(?P<c>\d+)\s+(?P<layers>[^\[\]]*)\]?")
VGSL_PARTS: tuple[tuple[str, str], ...] = (
    (r"Cs(\d+),(\d+),(\d+)", "conv({2},({0},{1}),pad=same) sigmoid"),
    (r"Ct(\d+),(\d+),(\d+)", "conv({2},({0},{1}),pad=same) tanh"),
    (r"Cr(\d+),(\d+),(\d+)", "conv({2},({0},{1}),pad=same) relu"),
    (r"Cl(\d+),(\d+),(\d+)", "conv({2},({0},{1}),pad=same)"),
    (r"Mp(\d+),(\d+)", "pool(({0},{1}))"),
    (r"F[strlm](\d+)", "dense({0})"),
)


def _vgsl_notation(source: Source) -> SymcnnError | None:
    """`[1,48,0,1 Cr3,3,32 Mp2,2]`: batch, height, width, channels; 0 is a size left open."""
    match = VGSL.fullmatch(source.text.strip())
    if not match:
        return None
    height, width = (size if int(size) else name for name, size in (("H", match["h"]), ("W", match["w"])))
    layers = [_translated(word, VGSL_PARTS) or "…" for word in match["layers"].split()]
    meant = " ".join([f"input({height},{width},{match['c']})", *layers])
    return _notation(source, "this is the VGSL notation for networks", meant)


# --------------------------------------------------------------------- tokens


def _space_before_bracket(p: Place) -> SymcnnError | None:
    """`conv (32,3)`: the name is taken for a layer, the bracket for a count."""
    for name, bracket in pairwise([*p.before, p.token]):
        touches = name.end_pos == bracket.start_pos
        if bracket.type == "LPAR" and p.kind(name) == "NAME" and not touches and _fails_inside(p, bracket):
            help_ = f"write {name}(…); a '(' after a space starts a repeat count: relu (n-1)*{{ … }}"
            return p.error("E103", f"no space is allowed between '{name}' and '('", p.span(name, bracket), help_)
    return None


def _fails_inside(p: Place, bracket: Token) -> bool:
    """Whether the refused token stands inside this bracket or directly behind its end."""
    if any(b is bracket for b in p.open):
        return True
    inner = [t for t in p.before if (t.start_pos or 0) >= (bracket.start_pos or 0)]
    return p.previous == ")" and not _open_brackets(inner) and len(_open_brackets(inner[:-1])) == 1


def _end(p: Place) -> SymcnnError | None:
    if p.token.type != END:
        return None
    if p.open:
        bracket = p.open[-1]
        at = (bracket.end_pos or 1) - 1
        mark = _bracket(bracket)
        return p.error("E101", f"'{mark}' is never closed", Span(p.source, at, at + 1), f"add '{PAIRS[mark]}'")
    if _is_unused_count(p):
        return _not_a_layer(p)
    last = p.previous
    if last is None:
        return p.error(
            "E106",
            "nothing is written here",
            Span(p.source, 0, 0),
            "write a network, for example conv(32,3) pool(2) dense(10)",
        )
    if last == "*":
        help_ = "after 'n *' comes a block or a layer: 3*{ … } or 3*conv(64,3)"
    else:
        form = _form(p)
        help_ = f"something is missing after '{last}'" + (f"; write for example: {form}" if form else "")
    return p.error("E106", "the text ends too early", last, help_)


FORMS = {
    "import": "import resnet",
    "let": "let F = 32",
    "param": "param F = 32",
    "def": "def block(c) { conv(c,3) relu }",
    "net": "net small(n) { conv(n,3) dense(10) }",
    "shared": "shared tower { conv(64,3) relu }",
    "set": "set conv(pad=same,bias=false)",
    "assume": "assume divisible",
    "expect": "expect params == 542_230",
    "as": "conv(64,3) as stem",
    "for": "for i in 1..3 { conv(64,3) relu }",
    "in": "for i in 1..3 { conv(64,3) relu }",
    "by": "for i in 1..9 by 2 { conv(64,3) relu }",
    "if": "if n >= 2 { relu }",
    "else": "if n >= 2 { relu } else { gelu }",
    "and": "if n >= 2 and k >= 3 { relu }",
    "or": "if n >= 2 or k >= 3 { relu }",
    "not": "if not (n >= 2) { relu }",
    "true": "conv(64,3,bias=true)",
    "false": "conv(64,3,bias=false)",
}


def _form(p: Place) -> str:
    """An example of the statement that stands in front of the place."""
    words = (str(t) for t in reversed(p.before) if t in FORMS or t in ("{", "}"))
    return FORMS.get(next(words, ""), "")


def _closer(p: Place) -> SymcnnError | None:
    if p.token not in (")", "]", "}"):
        return None
    if not p.open:
        return p.error("E101", f"'{p.token}' closes nothing", p.token, "remove it, or add the opening bracket")
    wanted = PAIRS[p.inside]
    if p.token != wanted:
        at = (p.open[-1].end_pos or 1) - 1
        opened = Note(Span(p.source, at, at + 1), "opened here")
        return p.error(
            "E101", f"'{p.token}' does not close '{p.inside}'", p.token, f"'{wanted}' is needed first", (opened,)
        )
    if p.kind(p.previous) in ("LPAR", "LSQB"):
        return p.error(
            "E106", f"nothing stands between '{p.previous}' and '{p.token}'", p.token, "write a value between them"
        )
    if p.kind(p.previous) in ("COMMA", *OPERATORS):
        return p.error(
            "E106", f"something is missing before '{p.token}'", p.token, f"remove the '{p.previous}', or write a value"
        )
    return None


def _word_at_bracket(p: Place) -> SymcnnError | None:
    """`a and(b)`, which lark reads as a call."""
    word = p.token[:-1]
    if p.kind(p.token) != "CALL" or word not in WORDS:
        return None
    start = p.token.start_pos or 0
    return word_as_name(word, Span(p.source, start, start + len(word)))


def _keyword_as_name(p: Place) -> SymcnnError | None:
    if p.in_values and p.previous == "shared":  # read as the beginning of `shared=true`
        return _not_a_name(p, p.previous)
    if p.token not in WORDS or p.kind(p.previous) in VALUES:
        return None
    if not p.in_values and p.kind(p.previous) not in (
        "LET",
        "PARAM",
        "DEF",
        "NET",
        "SHARED",
        "FOR",
        "AS",
        "COMMA",
        "EQUAL",
    ):
        return None
    return _not_a_name(p, p.token)


def _not_a_name(p: Place, word: Token) -> SymcnnError:
    other = "for example 'in_' or 'I'" if word == "in" else f"for example '{word}_'"
    return p.error("E108", f"'{word}' is a word of the language and cannot be a name", word, f"rename it, {other}")


def _missing_argument(p: Place) -> SymcnnError | None:
    opened = p.previous is not None and _bracket(p.previous) in "(["
    if p.token == "," and p.in_values and p.kind(p.previous) in OPERATORS:
        help_ = f"remove the '{p.previous}', or write a value"
        return p.error("E106", "something is missing before ','", p.token, help_)
    if p.token == "," and p.in_values and (opened or p.previous == ","):
        help_ = "write a value; a shell takes $F away unless the network is in single quotes"
        return p.error("E106", "an argument is missing before ','", p.token, help_)
    return None


def _missing_argument_name(p: Place) -> SymcnnError | None:
    """`conv(=1)`, `conv(32,3,=1)`."""
    opened = p.previous is not None and _bracket(p.previous) in "([,"
    if p.token == "=" and p.in_values and opened:
        return p.error("E106", "the name of an argument is missing before '='", p.token, "write for example stride=2")
    return None


def _joined_number(p: Place) -> SymcnnError | None:
    """`3c`: a number and a name that touch."""
    last = p.previous
    if last is None or p.kind(last) not in ("INT", "FLOAT") or p.kind(p.token) not in ("NAME", "CALL"):
        return None
    if last.end_pos != p.token.start_pos:
        return None
    name = p.token.rstrip("(")
    span = Span(p.source, last.start_pos or 0, (last.end_pos or 0) + len(name))
    layer = _from_hyphens(span.text) if not p.in_values else None
    help_ = f"write {layer}" if layer else f"for a product write {last}*{name}"
    if name == "x":
        help_ = f"for sizes write {last}x{last} or ({last},k), for a product {last}*{name}"
    return p.error("E104", f"'{last}{name}' is not a number", span, help_)


def _missing_comma(p: Place) -> SymcnnError | None:
    starts_value = p.kind(p.token) in (*VALUES, "CALL", "LPAR", "LSQB", "LBRACE") and p.token not in (")", "]")
    if p.in_values and p.kind(p.previous) in VALUES and starts_value:
        shown = p.token.rstrip("(") or "("
        help_ = f"write ',' between arguments, or close the '{p.inside}' before '{shown}'"
        if p.token == "x":
            help_ = "sizes that are not digits go in brackets: (k,k)"
        return p.error("E104", f"',' or an operator is missing before '{shown}'", p.token, help_)
    return None


def _colon_range(p: Place) -> SymcnnError | None:
    if p.token != ":":
        return None
    if re.compile(r":\s*(\n|$|[A-Za-z_{])").match(p.source.text, p.token.start_pos or 0) and _header(p) is not None:
        return p.error("E107", "':' does not start a block", p.token, f"blocks stand in braces: {_form(p)}")
    if p.in_values and p.kind(p.previous) == "NAME" and p.inside == "(":
        return p.error("E107", "':' does not give an argument", p.token, f"write {p.previous}=…")
    if not p.open and p.kind(p.previous) == "NAME" and _header(p) is None:
        help_ = "the arguments of a layer stand in round brackets: conv(32,3)"
        return p.error("E107", "':' does not follow a layer", p.token, help_)
    return p.error("E107", "':' does not make a range", p.token, "ranges are written 1..10, both ends included")


def _where(p: Place) -> SymcnnError | None:
    """`... where F=3`."""
    if p.token == "=" and len(p.before) > 1 and p.before[-2] == "where":
        name = p.before[-1]
        return p.error("E105", "there is no 'where'", p.before[-2], f"write in front: let {name} = …")
    return None


def _value_without_let(p: Place) -> SymcnnError | None:
    if p.token != "=" or p.in_values:
        return None
    header = _header(p)
    if header is not None and header == "for":
        return p.error("E107", "'=' does not start a range", p.token, f"write: {FORMS['for']}")
    if header is not None and header == "if":
        return p.error("E107", "'=' does not compare", p.token, f"write {p.previous} == …")
    name = p.previous if p.kind(p.previous) == "NAME" else "F"
    help_ = f"write: let {name} = …"
    if re.compile(r"=\s*[A-Za-z_.]+[0-9]?d?\(").match(p.source.text, p.token.start_pos or 0):
        help_ = "layers need no names; where one is wanted it stands behind: conv(32,3) as x"
    return p.error("E105", "a value is given a name with 'let'", p.token, help_)


HEADERS = ("FOR", "IF", "ELSE", "DEF", "NET", "SHARED")


def _header(p: Place) -> Token | None:
    """The `for`, `if`, `def` ... whose braces have not been written yet."""
    ends = (*HEADERS, "LBRACE", "RBRACE", "LET", "PARAM", "ASSUME", "EXPECT")
    last = next((t for t in reversed(p.before) if t.type in ends), None)
    return last if last is not None and last.type in HEADERS else None


def _missing_braces(p: Place) -> SymcnnError | None:
    """`for i in 1..3 conv(8,3)`."""
    header = _header(p)
    ended = p.token.type == END
    starts_layer = p.kind(p.token) in ("NAME", "CALL", "INT", *(s.upper() for s in (*STATEMENTS, "for", "if")))
    complete = p.kind(p.previous) in VALUES or p.previous == "else"
    if header is None or p.in_values or not complete or not (starts_layer or ended):
        return None
    if header.type in ("FOR", "IF") and p.kind(p.previous) == "NAME" and "in" not in p.before and header.type == "FOR":
        return None  # `for i` lacks more than braces
    written = p.source.text[header.start_pos : p.previous.end_pos if p.previous is not None else None]
    written = written if len(written) <= LONGEST_HELP else f"{header} …"
    if ended:
        help_ = f"write: {written} {{ … }}"
        return p.error("E106", "the text ends too early: a block is missing", p.previous or p.token, help_)
    return p.error("E105", f"braces are missing before '{p.token}'", p.token, f"write: {written} {{ … }}")


def _missing_name(p: Place) -> SymcnnError | None:
    """`let 3 = F`, `conv(32,3) as 3`, `let f(x) = x`, `set conv`."""
    before = str(p.previous)
    if before == "set" and p.token.type != END and not p.in_values:
        return p.error("E107", "'set' needs a layer and its arguments in brackets", p.token, f"write: {FORMS['set']}")
    names = ("let", "param", "def", "net", "shared", "as", "import", "for")
    if before not in names or p.in_values or p.token in WORDS or p.token.type == END:
        return None
    shown = p.token.rstrip("(") or "("
    if before in ("let", "param") and p.kind(p.token) == "CALL":
        help_ = "a block with arguments is written: def f(x) { … }"
        return p.error("E107", f"'{before}' names a value, not a call", p.token, help_)
    message = f"a name is expected after '{before}', not '{shown}'"
    return p.error("E107", message, p.token, f"write for example: {FORMS[before]}")


def _dot_between_layers(p: Place) -> SymcnnError | None:
    """`conv(32,3).pool(2)`."""
    if p.kind(p.token) == "ATTR" and not p.in_values and p.previous is not None:
        help_ = f"layers follow each other separated by spaces: … {p.token[1:]}"
        return p.error("E105", "'.' does not join layers", p.token, help_)
    return None


COMMENTS = re.compile(r"/\*|\*/|--|%|<!--|//|;;")


def _foreign_comment(p: Place) -> SymcnnError | None:
    """`/* ... */`, `-- ...`, `% ...`."""
    mark = COMMENTS.match(p.source.text, p.token.start_pos or 0)
    if mark is None or p.in_values or re.compile(r"-+>").match(p.source.text, mark.start()):
        return None
    span = Span(p.source, mark.start(), mark.end())
    return p.error("E105", f"'{mark.group()}' does not start a comment", span, "a comment starts with #")


def _unfinished_let(p: Place) -> SymcnnError | None:
    """`let F 32`, `let F := 32`, `let F = 32, conv(F,3)`."""
    if p.in_values or len(p.before) < 2:
        return None
    shown = p.token.rstrip("(") or "("
    if p.before[-2] == "let" and p.token != "=":
        return p.error("E107", f"'=' is expected here, not '{shown}'", p.token, f"write: let {p.previous} = 32")
    if p.previous == "," and p.kind(p.token) in ("CALL", "INT"):
        help_ = "remove the ','; what follows is separated by a space"
        return p.error("E107", f"a name is expected after ',', not '{shown}'", p.token, help_)
    return None


def _unfinished_index(p: Place) -> SymcnnError | None:
    """`w[1,3)`."""
    if p.inside == "[" and p.token == ",":
        return p.error("E101", "']' is missing before ','", p.token, "an index is one number: w[1]")
    return None


def _chained_comparison(p: Place) -> SymcnnError | None:
    """`1 < n < 3`."""
    if p.kind(p.token) == "COMPARE" and any(p.kind(t) == "COMPARE" for t in p.before[-4:]):
        help_ = "comparisons are joined with 'and': 1 < n and n < 3"
        return p.error("E107", f"a second '{p.token}' is not expected here", p.token, help_)
    return None


def _separator_in_values(p: Place) -> SymcnnError | None:
    """`conv(32;3)`."""
    if p.in_values and p.token in (";", "|"):
        return p.error("E107", f"'{p.token}' does not separate arguments", p.token, "write ',' between arguments")
    return None


def _choice_in_values(p: Place) -> SymcnnError | None:
    """`F if test else G`."""
    if p.in_values and p.token in ("if", "else"):
        help_ = "a choice between values is written if(test,a,b)"
        return p.error("E107", f"'{p.token}' is not expected here", p.token, help_)
    return None


def _is_unused_count(p: Place) -> bool:
    """Whether a number or a `(…)` stands where a layer should, without its `*`."""
    if p.kind(p.previous) == "INT" and not p.in_values:
        return _header(p) is None
    return p.previous == ")" and p.kind(_opener(p)) == "LPAR" and not p.in_values


def _opener(p: Place) -> Token | None:
    """The bracket that the last token closes."""
    opened = _open_brackets(p.before[:-1])
    return opened[-1] if opened else None


def _not_a_layer(p: Place) -> SymcnnError | None:
    if not _is_unused_count(p):
        return None
    last = p.before[-1]
    first = _opener(p) if last == ")" else last
    span = p.span(first or last, last)
    return p.error("E106", f"'{span.text}' is not a layer", span, f"to repeat what follows write {span.text}*{{ … }}")


def _arrow(p: Place) -> SymcnnError | None:
    arrow = re.compile(r"-+>|=+>|>+").match(p.source.text, p.token.start_pos or 0)
    if arrow and not p.in_values:
        span = Span(p.source, arrow.start(), arrow.end())
        return p.error("E105", "arrows are not needed", span, "layers follow each other separated by spaces")
    return None


BODY: dict[str, tuple[str, str]] = {
    ",": ("layers are separated by spaces, not by commas", "remove the ','"),
    "*": ("a repeat count goes in front", "write 3*conv(64,3) or 3*{ conv(64,3) relu }"),
    "{": (
        "a block needs a head",
        "n*{…} repeats, seq{…} groups, add{…|…} concat{…|…} split{…|…} res{…} branch",
    ),
    "[": ("'[' does not start a layer", "arguments go in ( ); n*{…} repeats; concat{a|b} branches"),
    "|": ("'|' separates branches inside { }", "for example concat{ conv(64,1) | conv(64,3,pad=same) }"),
    "+": ("'+' does not join layers", "to add two paths write add{ … | … } or res{ … }"),
    "-": ("'-' does not join layers", "layers follow each other separated by spaces; sub{ … | … } subtracts"),
    "/": ("'/' does not join layers", "layers follow each other separated by spaces"),
    "<": ("'<' is not expected between layers", "layers follow each other: conv(32,3) pool(2) dense(10)"),
}  # fmt: skip


def _in_body(p: Place) -> SymcnnError | None:
    if p.in_values or str(p.token) not in BODY or (p.token == "{" and _header(p) is not None):
        return None
    message, help_ = BODY[str(p.token)]
    return p.error("E105", message, p.token, help_)


def _fraction_of_blocks(p: Place) -> SymcnnError | None:
    """`3.5*{ ... }`."""
    if p.kind(p.token) in ("FLOAT", "UNIT") and not p.in_values:
        help_ = "a count is a whole number or a symbol"
        return p.error("E302", f"a block cannot be repeated {p.token} times", p.token, help_)
    return None


def _anything_else(p: Place) -> SymcnnError:
    shown = p.token.rstrip("(") or "("
    help_ = "layers follow each other: conv(32,3) pool(2) dense(10)"
    if p.token in FORMS or (_header(p) is not None and not p.in_values):
        help_ = f"write for example: {FORMS.get(str(p.token)) or _form(p)}"
    elif p.in_values:
        help_ = "arguments are values separated by commas: conv(32,3,pad=same)"
    return p.error("E107", f"'{shown}' is not expected here", p.token, help_)


RULES: tuple[Rule, ...] = (
    _space_before_bracket,
    _missing_braces,
    _end,
    _closer,
    _joined_number,
    _word_at_bracket,
    _missing_argument,
    _missing_argument_name,
    _unfinished_index,
    _chained_comparison,
    _separator_in_values,
    _choice_in_values,
    _keyword_as_name,
    _missing_name,
    _unfinished_let,
    _arrow,
    _foreign_comment,
    _dot_between_layers,
    _where,
    _colon_range,
    _missing_comma,
    _not_a_layer,
    _value_without_let,
    _in_body,
    _fraction_of_blocks,
    _anything_else,
)
