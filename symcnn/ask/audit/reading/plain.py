"""Numbers without a heading: `320,0,540900,1010`; with spaces or semicolons between them, commas group digits."""

from __future__ import annotations

import re

from symcnn.ask.audit.numbers import read as number
from symcnn.ask.audit.published import Line, Published
from symcnn.ask.audit.reading.contract import Reader


def _parts(text: str) -> list[str]:
    """The numbers of a list, as they are printed.

    >>> _parts("320,0,540900"), _parts("18,496; 1,290"), _parts("320, 18,496")
    (['320', '0', '540900'], ['18,496', '1,290'], ['320', '18,496'])
    """
    plain = text.strip()
    if re.search("[A-Za-z]", plain) and number(plain) is not None:  # 542,230 parameters
        parts = [plain]
    elif ";" in plain:
        parts = plain.split(";")
    elif re.search(r",\s", plain) or "\n" in plain:
        parts = re.split(r",\s+|\n", plain)
    elif re.search(r"\d\s+[\d~]", plain):
        parts = plain.split()
    else:
        parts = plain.split(",")
    return [part.strip() for part in parts if part.strip(" ,")]


def _recognises(text: str) -> bool:
    parts = _parts(text)
    return bool(parts) and all(number(part) is not None for part in parts)


def _read(text: str, quantity: str) -> Published:
    numbers = [found for part in _parts(text) if (found := number(part)) is not None]
    if len(numbers) == 1:
        return Published((), ((quantity, numbers[0]),), "number")
    return Published(tuple(Line("", {quantity: found}) for found in numbers), read_as="numbers", open_end=True)


READER = Reader(90, _recognises, _read)
