"""The nearest of many, exactly: products of vectors, and the best of each row among those allowed."""

from connector.matching.nearest.allowed import packed
from connector.matching.nearest.best import best
from connector.matching.nearest.products import nearest

__all__ = ["best", "nearest", "packed"]
