"""From rows of answers to cubes, once: what comes after needs the counts and never the rows."""

from rating.tabulate.rows import MOST_CELLS, TooManyCellsError, tabulate, tabulate_attributes
from rating.tabulate.tabulation import Tabulation, Unplaced

__all__ = [
    "MOST_CELLS",
    "Tabulation",
    "TooManyCellsError",
    "Unplaced",
    "tabulate",
    "tabulate_attributes",
]
