"""A table of a web page: the first `<table>` of HTML."""

from __future__ import annotations

from html.parser import HTMLParser

from symcnn.ask.audit.reading.contract import Reader
from symcnn.ask.audit.reading.grids import published

CELLS = ("td", "th")


class _Table(HTMLParser):
    """The rows of the first table."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.state = ""  # the cell, row or table that is open

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "table" and not self.rows:
            self.state = tag
        elif self.state and tag == "tr":
            self.rows.append([])
            self.state = "table"
        elif self.state and tag in CELLS and self.rows:
            self.rows[-1].append("")
            self.state = "cell"

    def handle_endtag(self, tag: str) -> None:
        if tag in CELLS and self.state:
            self.state = "table"
        elif tag == "table":
            self.state = ""

    def handle_data(self, data: str) -> None:
        if self.state == "cell":
            self.rows[-1][-1] += data


def _rows(text: str) -> list[list[str]]:
    table = _Table()
    try:
        table.feed(text)
    except AssertionError:  # how the parser refuses a marked section that it does not know, `<![x[`
        return []
    return [[" ".join(cell.split()) for cell in row] for row in table.rows if row]


READER = Reader(
    25,
    lambda text: "<table" in text.lower() and len(_rows(text)) > 1,
    lambda text, _: published(_rows(text), "HTML table"),
)
