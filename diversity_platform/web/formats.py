"""Numbers and dates as a language writes them. Templates use them as filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

if TYPE_CHECKING:
    from datetime import datetime

    from babel import Locale

#: How a language writes the first day of a month where it is no plain number; the CLDR has no place for it.
_FIRST_OF_MONTH = {"fr": "1er "}
#: Shown where there is no number.
NOTHING = "–"


class Formats:
    """The formats of one language."""

    def __init__(self, locale: Locale) -> None:
        self._locale = locale

    def number(self, value: float | None, decimals: int | None = None) -> str:
        """Write a number with its thousands separated; as many decimals as it has, or as asked for."""
        if value is None:
            return NOTHING
        pattern = "#,##0.###" if decimals is None else "#,##0" + ("." + "0" * decimals if decimals else "")
        return str(format_decimal(value, format=pattern, locale=self._locale))

    def percent(self, share: float | None, decimals: int = 1) -> str:
        """Write a share of 0 to 1 in percent."""
        if share is None:
            return NOTHING
        head, zero, tail = str(self._locale.percent_formats[None].pattern).rpartition("0")
        pattern = head + zero + ("." + "0" * decimals if decimals else "") + tail
        # one kind of blank before the sign, the narrow one that texts have too
        return str(format_percent(share, format=pattern, locale=self._locale)).replace("\u00a0%", "\u202f%")

    @staticmethod
    def moment(value: datetime | None) -> str:
        """Write a moment in UTC to the second, alike in all languages: for lists of what happened when."""
        if value is None:
            return NOTHING
        return f"{value:%Y-%m-%d %H:%M:%S} UTC"

    def date(self, moment: datetime) -> str:
        """Write a day in full."""
        text = str(format_date(moment, format="long", locale=self._locale))
        return _FIRST_OF_MONTH.get(self._locale.language, "1 ") + text[2:] if text.startswith("1 ") else text
