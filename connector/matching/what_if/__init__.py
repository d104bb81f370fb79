"""What if the profile said something else: the smallest single changes that open more offers.

``what_if(startup, offers, today)`` tries every change of one field that could matter, and none is left to
chance. Which fields may be suggested, which of their values are tried and how large a change is, stands in
one table (`connector.matching.what_if.suggestions`). For many start-ups: `offered`, then `changes`.
"""

from connector.matching.what_if.offered import Offered, offered
from connector.matching.what_if.search import Change, changes, what_if
from connector.matching.what_if.suggestions import SUGGESTIONS, Option, Suggestion

__all__ = ["SUGGESTIONS", "Change", "Offered", "Option", "Suggestion", "changes", "offered", "what_if"]
