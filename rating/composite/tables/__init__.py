"""The composite engine on any table: units by indicators in, scores at every level out, step by step."""

from rating.composite.tables.compose import Composed, compose, replay
from rating.composite.tables.framework import TableFramework
from rating.composite.tables.table import Table

__all__ = ["Composed", "Table", "TableFramework", "compose", "replay"]
