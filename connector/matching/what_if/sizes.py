"""How large each change is, for all start-ups and options at once: the table of `suggestions`.

Each function takes the columns of n start-ups, and of k profiles that state an option and nothing else. It
returns sizes of shape (n, k), nan where an option is not tried.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from connector.matching.columns.codes import LEVELS, flags, with_descendants
from connector.matching.columns.startups import PERMISSIONS
from connector.parties import Permission
from connector.taxonomies import taxonomy

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from connector.matching.columns import StartUpColumns
    from connector.matching.columns.types import Doubles, Flags, Floats

_STATING = 0.0
_STATING_A_LEVEL = 0.1
_FINDING_OUT = 1.0
_OTHER_CURRENCY = 1.0
_LEVEL = 1.0
_PERSON = 1.0
_STAGE = 2.0
_REGISTERING = 3.0
_BEING_ALLOWED = 6.0


def of_registering(own: StartUpColumns, _: StartUpColumns) -> Doubles:
    """Return the sizes of stating that a company is registered, or of registering it."""
    sizes = _by_code({-1: _STATING, 0: _REGISTERING})
    return sizes[own.is_registered, np.newaxis]


def of_permission(own: StartUpColumns, _: StartUpColumns) -> Doubles:
    """Return the sizes of stating, finding out or obtaining that a company may be registered."""
    unsure, not_yet = PERMISSIONS[Permission.UNSURE], PERMISSIONS[Permission.NOT_YET]
    sizes = _by_code({-1: _STATING, unsure: _FINDING_OUT, not_yet: _BEING_ALLOWED})
    return sizes[own.may_register, np.newaxis]


def _by_code(sizes: Mapping[int, float]) -> Doubles:
    """Return sizes by code; the last one, which -1 points to, is that of stating."""
    found = np.full(len(PERMISSIONS) + 1, np.nan)
    found[list(sizes)] = list(sizes.values())
    return found


def of_stages(own: StartUpColumns, option: StartUpColumns) -> Doubles:
    """Return the sizes of stating a stage, or of being at another one."""
    now = own.stage[:, np.newaxis]
    size = np.where(now < 0, _STATING, _STAGE * abs(option.stage - now))
    return _tried(now != option.stage, size)


def of_sectors(own: StartUpColumns, option: StartUpColumns) -> Doubles:
    """Return the sizes of stating a sector: the first one, or a part of what is stated."""
    sector = option.sectors.argmax(axis=1)
    is_first = ~own.sectors.any(axis=1, keepdims=True)
    is_part = own.sectors.astype(np.float32) @ _with_all_below()[:, sector] > 0
    return _tried(~own.sectors[:, sector] & (is_first | is_part), _STATING)


@cache
def _with_all_below() -> Floats:
    """Return which sector (column) is another one (row) or a part of it, shape (sectors, sectors)."""
    tree = taxonomy("sectors")
    return flags((with_descendants((code,)) for code in tree.codes), tree.number_of).astype(np.float32)


def of_places(own: StartUpColumns, option: StartUpColumns) -> Doubles:
    """Return the sizes of stating a country, or an exact place that lies in the country that is stated."""
    country = own.country[:, np.newaxis]
    is_located = ~np.isnan(own.latitude[:, np.newaxis])
    is_here = (country < 0) | (option.country < 0) | (country == option.country)
    return _tried(np.where(np.isnan(option.latitude), country < 0, ~is_located & is_here), _STATING)


def of_languages(own: StartUpColumns, option: StartUpColumns) -> Doubles:
    """Return the sizes of stating a first language, learning another one, or more of one."""
    language = option.languages.argmax(axis=1)
    steps = np.rint(len(LEVELS) * (option.languages.max(axis=1) - own.languages[:, language]))
    is_first = ~own.languages.any(axis=1, keepdims=True)
    return _tried(steps > 0, steps * np.where(is_first, _STATING_A_LEVEL, _LEVEL))


def of_tickets(own: StartUpColumns, option: StartUpColumns) -> Doubles:
    """Return the sizes of stating a sum, or of seeking another one."""
    now, currency = own.ticket[:, np.newaxis], own.currency[:, np.newaxis]
    is_same = currency == option.currency
    size = np.where(is_same, abs(np.log2(option.ticket / now)), _OTHER_CURRENCY)
    return _tried(~is_same | (now != option.ticket), np.where(currency < 0, _STATING, size))


def of_team_sizes(own: StartUpColumns, option: StartUpColumns) -> Doubles:
    """Return the sizes of stating how many work in a start-up, or of growing or shrinking."""
    now = own.team_size[:, np.newaxis]
    size = np.where(np.isnan(now), _STATING, _PERSON * abs(option.team_size - now))
    return _tried(now != option.team_size, size)


def _tried(is_tried: Flags, size: npt.ArrayLike) -> Doubles:
    return np.where(is_tried, size, np.nan)
