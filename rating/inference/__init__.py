"""From people seen to what may be said: finite workforces, partly observed, and the process behind them."""

from rating.inference.draws import completed_counts, process_shares
from rating.inference.estimate import CONFIDENCE, Estimate
from rating.inference.pooled_prior import FEWEST_PEERS, PooledPrior, fit_pooled_prior
from rating.inference.share import share_interval

__all__ = [
    "CONFIDENCE",
    "FEWEST_PEERS",
    "Estimate",
    "PooledPrior",
    "completed_counts",
    "fit_pooled_prior",
    "process_shares",
    "share_interval",
]
