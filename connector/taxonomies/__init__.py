"""Needs, sectors and stages: what parties are described with, as data."""

from connector.taxonomies.taxonomy import Taxonomy, Term, taxonomy

__all__ = ["Taxonomy", "Term", "taxonomy"]
