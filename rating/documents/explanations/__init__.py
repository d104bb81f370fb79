"""How each number of a company comes about, and what one more point of it needs.

Computed from released counts and from nothing else, as counted: any reader could compute it, so it tells
nothing that the document does not tell anyway.
"""

from rating.documents.explanations.explain import Explained, Explainer, guide

__all__ = ["Explained", "Explainer", "guide"]
