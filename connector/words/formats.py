"""Numbers, sums, days and lists as a language writes them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent, parse_pattern
from babel.units import format_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from babel import Locale

    from connector.reasons import Money

#: How a language writes the first day of a month where it is no plain number; the CLDR has no place for it.
_FIRST_OF_MONTH = {"fr": "1er "}
#: A run says the same numbers again and again; to look one up is thirty times faster than to write it.
_remembered = lru_cache(maxsize=10_000)


@_remembered
def number(value: float, locale: Locale) -> str:
    """Write a number with its thousands separated, two decimals at most."""
    return str(format_decimal(value, format="#,##0.##", locale=locale))


@_remembered
def kilometres(value: float, locale: Locale) -> str:
    """Write a distance."""
    return str(format_unit(value, "length-kilometer", length="short", format="#,##0.##", locale=locale))


@_remembered
def percent(share: float, locale: Locale) -> str:
    """Write a share of 0 to 1 in percent, with the one kind of blank before the sign that texts have too."""
    return str(format_percent(share, locale=locale)).replace("\u00a0%", "\u202f%")


@_remembered
def money(sum_of_money: Money, locale: Locale) -> str:
    """Write a sum; whole sums without decimals."""
    value, currency = sum_of_money.value, sum_of_money.currency
    pattern = parse_pattern(locale.currency_formats["standard"].pattern)
    decimals = 0 if float(value).is_integer() else 2
    pattern.frac_prec = (decimals, decimals)
    text = str(pattern.apply(value, locale, currency=currency, currency_digits=False))
    # a currency that is written in letters stands apart from the digits (CLDR, currency spacing)
    return text.replace(currency, f"{currency}\u00a0") if text.startswith(currency) else text


@_remembered
def day(moment: date, locale: Locale) -> str:
    """Write a day in full."""
    text = str(format_date(moment, format="long", locale=locale))
    return _FIRST_OF_MONTH.get(locale.language, "1 ") + text[2:] if text.startswith("1 ") else text


def all_of(items: Sequence[str], locale: Locale) -> str:
    """Write a list with "and"."""
    return str(format_list(list(items), style="standard", locale=locale))


def one_of(items: Sequence[str], locale: Locale) -> str:
    """Write a list with "or"."""
    return str(format_list(list(items), style="or", locale=locale))


#: What may stand after the colon, for numbers.
NUMBERS: Mapping[str, Callable[[float, Locale], str]] = {"": number, "km": kilometres, "percent": percent}
#: What may stand after the colon, for lists.
LISTS: Mapping[str, Callable[[Sequence[str], Locale], str]] = {"": all_of, "or": one_of}
#: All that may stand after a colon without an entry of its own.
FORMATS = frozenset(NUMBERS) | frozenset(LISTS)
