"""What the label asks: schemes as data, versioned, and stricter ones derived from them."""

from connector.label.scheme.deriving import derived
from connector.label.scheme.files import read_scheme
from connector.label.scheme.model import HIGHEST, Criterion, Level, Pillar, Scheme, Validity, Variant
from connector.label.scheme.reading import digest_of, scheme_from
from connector.label.scheme.shelf import declared_scheme, scheme_labels

__all__ = [
    "HIGHEST",
    "Criterion",
    "Level",
    "Pillar",
    "Scheme",
    "Validity",
    "Variant",
    "declared_scheme",
    "derived",
    "digest_of",
    "read_scheme",
    "scheme_from",
    "scheme_labels",
]
