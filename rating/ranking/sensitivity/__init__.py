"""How far ranks depend on choices that could have been made otherwise; data are uncertain besides."""

from rating.ranking.sensitivity.choices import Choices
from rating.ranking.sensitivity.model import ScoreModel
from rating.ranking.sensitivity.sensitivity import LeftOut, Sensitivity, analyse

__all__ = ["Choices", "LeftOut", "ScoreModel", "Sensitivity", "analyse"]
