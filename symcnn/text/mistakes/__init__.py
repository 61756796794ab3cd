"""What a syntax mistake probably is, in words of the user: what was read, what to write instead.

The parser says only at which token it could not go on. The rules below are tried in order; each
knows one habit (a comma between layers, an arrow, `32C5`) and what the language writes instead.
"""

from __future__ import annotations

from collections.abc import Callable

from lark import Token
from lark.exceptions import UnexpectedCharacters, UnexpectedInput

from symcnn.errors import Source, SymcnnError
from symcnn.text.mistakes.brackets import space_before_bracket, too_early, word_at_bracket, wrong_closer
from symcnn.text.mistakes.characters import odd_character
from symcnn.text.mistakes.layers import (
    anything_else,
    arrows,
    colon_range,
    dot_between_layers,
    foreign_comment,
    fraction_of_blocks,
    in_body,
    missing_braces,
    missing_name,
    not_a_layer,
    unfinished_let,
    value_without_let,
    where,
)
from symcnn.text.mistakes.notations import hyphen_notation, vgsl_notation
from symcnn.text.mistakes.place import END, Place, Rule, open_brackets
from symcnn.text.mistakes.values import (
    chained_comparison,
    choice_in_values,
    joined_number,
    keyword_as_name,
    missing_argument,
    missing_argument_name,
    missing_comma,
    separator_in_values,
    unfinished_index,
)

Lexer = Callable[[Source, int], list[Token]]


def explain(source: Source, mistake: UnexpectedInput, lex: Lexer) -> SymcnnError:
    """Turn what lark says into an error that says what to write."""
    other = hyphen_notation(source) or vgsl_notation(source)
    if other is not None:
        return other
    if isinstance(mistake, UnexpectedCharacters):
        return odd_character(source, mistake.pos_in_stream or 0)
    token: Token = mistake.token  # type: ignore[attr-defined]
    ended = token.type == END
    before = lex(source, len(source.text) if ended else token.start_pos or 0)
    place = Place(source, token, before, open_brackets(before))
    return next(error for rule in RULES if (error := rule(place)) is not None)


RULES: tuple[Rule, ...] = (
    space_before_bracket,
    missing_braces,
    too_early,
    wrong_closer,
    joined_number,
    word_at_bracket,
    missing_argument,
    missing_argument_name,
    unfinished_index,
    chained_comparison,
    separator_in_values,
    choice_in_values,
    keyword_as_name,
    missing_name,
    unfinished_let,
    arrows,
    foreign_comment,
    dot_between_layers,
    where,
    colon_range,
    missing_comma,
    not_a_layer,
    value_without_let,
    in_body,
    fraction_of_blocks,
    anything_else,
)
