"""The shelf of indices: one file an index, each with its card. `shelf` finds them by looking."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from rating.indices.between_within import BetweenWithin, between_within
from rating.indices.blau import blau
from rating.indices.chao_wang_jost import chao_wang_jost
from rating.indices.coefficient_of_variation import coefficient_of_variation
from rating.indices.dissimilarity import dissimilarity
from rating.indices.effective_n import effective_n
from rating.indices.gini import gini
from rating.indices.hill import hill
from rating.indices.iqv import attainable_blau, iqv
from rating.indices.isolation import isolation
from rating.indices.jensen_shannon import jensen_shannon
from rating.indices.local_segregation import local_segregation
from rating.indices.mean_euclidean_distance import mean_euclidean_distance
from rating.indices.most_even import most_even
from rating.indices.mutual_information import mutual_information
from rating.indices.mutual_information_change import Change, mutual_information_change
from rating.indices.parity import parity
from rating.indices.rao import rao
from rating.indices.representation import representation
from rating.indices.richness import richness
from rating.indices.sampling_variance import blau_variance, shannon_variance
from rating.indices.shannon import shannon
from rating.indices.standard_deviation import standard_deviation
from rating.indices.teachman import teachman
from rating.indices.theil_h import theil_h
from rating.indices.unbiased_blau import unbiased_blau

if TYPE_CHECKING:
    from collections.abc import Callable

    from rating.data import Floats
    from rating.indices.card import Card

__all__ = [
    "BetweenWithin",
    "Change",
    "attainable_blau",
    "between_within",
    "blau",
    "blau_variance",
    "chao_wang_jost",
    "coefficient_of_variation",
    "dissimilarity",
    "effective_n",
    "gini",
    "hill",
    "iqv",
    "isolation",
    "jensen_shannon",
    "local_segregation",
    "mean_euclidean_distance",
    "most_even",
    "mutual_information",
    "mutual_information_change",
    "parity",
    "rao",
    "representation",
    "richness",
    "shannon",
    "shannon_variance",
    "shelf",
    "standard_deviation",
    "teachman",
    "theil_h",
    "unbiased_blau",
]


@dataclass(frozen=True, slots=True)
class Shelved:
    """An index with its card."""

    name: str
    card: Card
    compute: Callable[..., Floats]


@cache
def shelf() -> dict[str, Shelved]:
    """Return every index, by name: each module here that has a ``CARD`` and a function of its own name."""
    found = {}
    for module_info in iter_modules(__path__):
        module = import_module(f"{__name__}.{module_info.name}")
        if hasattr(module, "CARD"):
            found[module_info.name] = Shelved(
                module_info.name, module.CARD, getattr(module, module_info.name)
            )
    return found
