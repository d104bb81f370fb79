"""Diversity beside results: power first, association and never cause."""

from rating.performance.association import FEWEST_COMPANIES, Association, associate
from rating.performance.power import companies_needed, smallest_detectable_r
from rating.performance.studies import Settings, Study, study

__all__ = [
    "FEWEST_COMPANIES",
    "Association",
    "Settings",
    "Study",
    "associate",
    "companies_needed",
    "smallest_detectable_r",
    "study",
]
