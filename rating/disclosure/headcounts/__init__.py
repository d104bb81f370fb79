"""Headcounts of a period through the gate, and back: headcounts that agree with what was released."""

from rating.disclosure.headcounts.counted import MANAGEMENT, lattice_of, tables_of_headcount
from rating.disclosure.headcounts.gate import PassedHeadcount, pass_headcount, release_headcount
from rating.disclosure.headcounts.possible import possible_headcounts
from rating.disclosure.headcounts.shown import public_form, public_shares

__all__ = [
    "MANAGEMENT",
    "PassedHeadcount",
    "lattice_of",
    "pass_headcount",
    "possible_headcounts",
    "public_form",
    "public_shares",
    "release_headcount",
    "tables_of_headcount",
]
