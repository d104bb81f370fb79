"""Diversity beside results: power first, association and never cause."""

from rating.performance.association import FEWEST_COMPANIES, Association, associate
from rating.performance.power import companies_needed, smallest_detectable_r

__all__ = ["FEWEST_COMPANIES", "Association", "associate", "companies_needed", "smallest_detectable_r"]
