"""Texts of parties as vectors: one that comes with the product, and room for a deployment's own."""

from connector.matching.text.embedder import Embedder, text_vectors
from connector.matching.text.tf_idf import TfIdfEmbedder

__all__ = ["Embedder", "TfIdfEmbedder", "text_vectors"]
