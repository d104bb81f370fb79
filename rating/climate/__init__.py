"""Climate scales: what people answered, as sums; how reliable a scale is, and what may be scored."""

from rating.climate.agreement import ScaleAgreement, agreement_of
from rating.climate.item_rest import item_rest
from rating.climate.scale import Item, Scale
from rating.climate.score import RELIABLE_FROM, ScaleScore, score_scale
from rating.climate.sums import ScaleSums, sums_of

__all__ = [
    "RELIABLE_FROM",
    "Item",
    "Scale",
    "ScaleAgreement",
    "ScaleScore",
    "ScaleSums",
    "agreement_of",
    "item_rest",
    "score_scale",
    "sums_of",
]
