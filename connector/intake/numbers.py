"""Numbers as people write them, with a decimal comma or a decimal point."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"[+-]?\d{1,15}([.,]\d{1,25})?")
# "1,234" is a thousand to some and a bit more than one to others; a point is always a decimal point
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}([ ,'\u2019\u00a0\u202f]\d{3})+")
# where only whole numbers belong, "1.234" is as doubtful
_POINTED = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+")


def read_number(text: str) -> float:
    """Read a decimal number with a point or a comma.

    Raises
    ------
    ValueError
        If the text is no number, or one that could be read in two ways ("1,234"); the message says which.

    Examples
    --------
    >>> read_number("48,2"), read_number("7")
    (48.2, 7.0)
    """
    if _GROUPED.fullmatch(text):
        raise ValueError(f"'{text}' could be read in two ways, with thousands or with decimals.")
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"'{text}' is not a number.")
    return float(text.replace(",", "."))


def read_whole(text: str) -> int:
    """Read a whole number.

    Raises
    ------
    ValueError
        If the text is no number, has decimals, or could be read in two ways ("1.234").

    Examples
    --------
    >>> read_whole("12"), read_whole("12.0")
    (12, 12)
    """
    if _POINTED.fullmatch(text):
        raise ValueError(f"'{text}' could be read in two ways, with thousands or with decimals.")
    number = read_number(text)
    if not number.is_integer():
        raise ValueError(f"'{text}' is not a whole number.")
    return int(number)
