"""Questions about networks: derivatives, growth, the largest value that fits, one against another."""

from __future__ import annotations

from typing import Any

from symcnn.algebra.exact import exact, free_names
from symcnn.algebra.printing import grouped
from symcnn.ask.compare import COMPARED
from symcnn.ask.compare import compare as compare_reports
from symcnn.cli import compare as comparing
from symcnn.cli import scaling
from symcnn.elaborate.values import did_you_mean
from symcnn.errors import SymcnnError
from symcnn.given import known
from symcnn.network import Network
from symcnn.quantities import QUANTITIES
from symcnn.repl.answers import SHOWN, Answer, own_symbols
from symcnn.repl.commands.contract import Command
from symcnn.repl.session import Session
from symcnn.text.parse import BRACKETS
from symcnn.views.contract import TITLES


def diff(session: Session, words: str) -> Answer:
    """The derivative of totals in a symbol."""
    symbol, quantities = _symbol(session, words, ":diff F")
    network = session.network_without([symbol])
    titles = [TITLES.get(name, name) for name in quantities]
    width = max(map(len, titles))
    values = [_derivative(network, name, symbol) for name in quantities]
    return Answer("\n".join(f"d {t.ljust(width)} / d {symbol}  {v}" for t, v in zip(titles, values, strict=True)))


def _derivative(network: Network, quantity: str, symbol: str) -> str:
    """The derivative as text.

    Raises SymcnnError where the total is rounded in the symbol.
    """
    total = getattr(network, quantity)
    if symbol not in free_names(total):
        return "0"
    from sympy import Derivative, Subs, Symbol, diff, floor

    found = diff(total, Symbol(symbol))
    if found.has(Derivative, Subs) or any(symbol in free_names(one) for one in _rounded(total, floor)):
        help_ = "without rounding it has one: type assume divisible"
        raise SymcnnError("E505", f"{quantity} is rounded in {symbol} and has no derivative", None, help_)
    return grouped(exact(found))


def _rounded(total: Any, floor: Any) -> Any:
    """The parts of a formula that are whole for being rounded."""
    from symcnn.algebra.floordiv import FloorDiv

    return total.atoms(FloorDiv, floor)


def degree(session: Session, words: str) -> Answer:
    """How totals grow with a symbol."""
    symbol, quantities = _symbol(session, words, ":degree F")
    network = session.network_without([symbol])
    asked = [name for name in quantities if symbol in free_names(getattr(network, name))] or quantities
    return Answer("\n".join(scaling.written(network.scaling(symbol, name)) for name in asked))


def _symbol(session: Session, words: str, example: str) -> tuple[str, list[str]]:
    """The symbol of the last network, and the quantities, that a question is about."""
    symbol, *quantities = words.split() or [""]
    symbols = own_symbols(session.network_without([symbol]))
    if symbol not in symbols:
        message = f"there is no symbol '{symbol}' in this network" if symbol else "a symbol is missing"
        listed = f"its symbols are {', '.join(symbols)}" if symbols else "it has no symbols"
        raise SymcnnError("E203", message, None, did_you_mean(symbol, symbols) or f"write {example}; {listed}")
    return symbol, [known("quantity", name, QUANTITIES) for name in quantities] or list(SHOWN)


def solve(session: Session, words: str) -> Answer:
    """The largest value of a symbol for which a condition holds."""
    claim, _, symbol = words.rpartition(" ")
    if not claim:
        raise SymcnnError("E602", ":solve needs a condition and a symbol", None, "write :solve params<=1M F")
    from symcnn.questions.solving import solve as solve_claim

    network = session.network_without([symbol])
    found = solve_claim(network, claim, symbol)
    own = own_symbols(network)  # other lines of the session may have defaults, too
    return Answer(str(found.replaced(defaults={n: v for n, v in found.defaults.items() if n in own})))


def compare(session: Session, words: str) -> Answer:
    """Two networks, the second seen from the first; one alone is seen from the last."""
    texts = _texts(words)
    if not 1 <= len(texts) <= 2:
        message = f":compare takes two networks; {len(texts)} given"
        raise SymcnnError("E602", message, None, "write :compare _1 _2, or :compare conv(F,5) | 2*conv(F,3) relu")
    a, b = (session.network(text) for text in (texts if len(texts) == 2 else ["", *texts]))
    found = compare_reports(a.report, b.report, COMPARED)
    return Answer("\n\n".join(comparing.written(one, grouped) for one in found))


def _texts(words: str) -> list[str]:
    """The networks of `a b`, or of `conv(F,5) | conv(F,3) relu`.

    >>> _texts("_1 conv(F, 3)"), _texts("conv(F,5) | res{ relu | id } bn"), _texts("")
    (['_1', 'conv(F, 3)'], ['conv(F,5)', 'res{ relu | id } bn'], [])
    """
    parts = _split(words, "|")
    return parts if len(parts) > 1 else _split(words, " ")


def _split(words: str, mark: str) -> list[str]:
    """Split at a mark that stands in no brackets."""
    depth, parts = 0, [""]
    for character in words:
        bracket = BRACKETS.fullmatch(character) is not None and character != "#"
        depth += (1 if character in "([{" else -1) if bracket else 0
        parts = [*parts, ""] if character == mark and depth == 0 else [*parts[:-1], parts[-1] + character]
    return [part.strip() for part in parts if part.strip()]


COMMANDS = (
    Command("diff", "SYMBOL [QUANTITY]", "the derivative of parameters and MACs", "F", diff),
    Command("degree", "SYMBOL [QUANTITY]", "how parameters and MACs grow", "F", degree),
    Command("solve", "CONDITION SYMBOL", "the largest value that fits", "params<=1M F", solve),
    Command("compare", "NET NET", "two networks: difference, ratio, break-even", "_1 _2", compare),
)
