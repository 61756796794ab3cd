"""Characters that the language does not have, and what is written instead."""

from __future__ import annotations

import re
import unicodedata

from symcnn.errors import Source, Span, SymcnnError


def odd_character(source: Source, at: int) -> SymcnnError:
    """A character that no word of the language has."""
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
