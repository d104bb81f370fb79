"""Numbers as people write them: whole counts and percentages, with a decimal comma or a decimal point."""

from __future__ import annotations

import re

#: No workforce is larger; a larger figure is a slip of the keyboard.
LARGEST_COUNT = 50_000_000

_NUMBER = re.compile(r"[+-]?\d{1,15}([.,]\d{1,15})?")
# "1,234" is a thousand to some and a bit more than one to others; a point is always a decimal point
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}([ ,'\u2019\u00a0\u202f]\d{3})+")

_POINTED = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+")


class NotANumberError(ValueError):
    """The text cannot be read as the number that is asked for; the message says why and what to write."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message, self.remedy = message, remedy


def read_number(text: str) -> float:
    """Read a decimal number with a point or a comma.

    Raises
    ------
    NotANumberError
        If the text is no number, or one that could be read in two ways ("1,234").

    Examples
    --------
    >>> read_number("48,2"), read_number("7")
    (48.2, 7.0)
    """
    if _GROUPED.fullmatch(text):
        raise NotANumberError(
            f"'{text}' could be read in two ways, with thousands or with decimals.",
            "Write thousands without a separator.",
        )
    if not _NUMBER.fullmatch(text):
        raise NotANumberError(f"'{text}' is not a number.", "Write digits only.")
    return float(text.replace(",", "."))


def read_count(text: str) -> int:
    """Read a whole number of people, 0 or more.

    Raises
    ------
    NotANumberError
        If the text is no number, negative, fractional or larger than any workforce.

    Examples
    --------
    >>> read_count("12"), read_count("12.0")
    (12, 12)
    """
    remedy = "Write a whole number of people, or leave the entry empty where it is suppressed."
    if _POINTED.fullmatch(text):
        raise NotANumberError(f"'{text}' could be read in two ways, with thousands or with decimals.", remedy)
    try:
        number = read_number(text)
    except NotANumberError as error:
        raise NotANumberError(error.message, remedy) from error
    if number < 0:
        raise NotANumberError(f"'{text}' is negative.", remedy)
    if number != int(number):
        raise NotANumberError(f"'{text}' is not a whole number.", remedy)
    if number > LARGEST_COUNT:
        raise NotANumberError(f"'{text}' is larger than any workforce.", "Check the figure.")
    return int(number)
