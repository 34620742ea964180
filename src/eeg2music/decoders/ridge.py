"""Ridge regression of the entries on a few frames, in closed form.

Each entry's indicator (1 where it is the frame's, else 0) is regressed on the features, so
the estimate is one of the entry's probability; as a linear one it may be negative.
"""

import math
from collections.abc import Iterator, Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from eeg2music.decoders.decoder import Decoder
from eeg2music.decoders.lagged import features_of, lagged
from eeg2music.model.network import Shapes
from eeg2music.model.params import Model
from eeg2music.training.windows import Windows

SHARPNESS = 2.0
"""How sharply `log_floored` bends, in units of a blind guess's probability."""
_ROWS = 8192
_LOGARITHMIC = -15.0


class Ridge(Decoder):
    """A linear estimate of every entry's probability."""

    def __init__(self, shapes: Shapes, model: Model) -> None:
        super().__init__()
        self.ahead = model.decoders.frames_ahead
        self.penalties = model.decoders.ridge_penalties
        self.linear = nn.Linear(features_of(shapes, model.decoders), shapes.audio_entries)

    def logits(self, entropy: Tensor) -> Tensor:
        """(B, T, channels, bands) -> (B, T, entries)."""
        return log_floored(self.linear(lagged(entropy, self.ahead)))


def log_floored(estimate: Tensor) -> Tensor:
    """Logarithm of estimated probabilities, of which some may be negative.

    ``log(softplus(beta p) / beta)``, ``beta`` being `SHARPNESS` times the number of entries:
    well above a blind guess it is ``log p``, below it falls smoothly, so that the order
    stays that of the estimates and nothing is infinite.

    Parameters
    ----------
    estimate : Tensor, shape (..., entries)

    Returns
    -------
    Tensor, shape (..., entries)
    """
    beta = SHARPNESS * estimate.shape[-1]
    scaled = beta * estimate
    # Far below zero softplus(x) is exp(x), and becomes zero in float32 where x does not.
    above = F.softplus(scaled.clamp(min=_LOGARITHMIC)).log()
    return torch.where(scaled < _LOGARITHMIC, scaled, above) - math.log(beta)


def path(network: Ridge, windows: Windows) -> Iterator[tuple[float, dict[str, Tensor]]]:
    """Fit a network's weights to windows, once for each of its penalties.

    Yields
    ------
    (float, dict of Tensor)
        A penalty and the network's state under it, from the strongest penalty on.
    """
    features = lagged(windows.entropy, network.ahead).flatten(0, 1)
    entries = network.linear.out_features
    fits = fit(features, windows.audio_token.flatten(), entries, network.penalties)
    for penalty, (weight, intercept) in fits.items():
        yield penalty, {"linear.weight": weight.float(), "linear.bias": intercept.float()}


def fit(
    features: Tensor, targets: Tensor, entries: int, penalties: Sequence[float]
) -> dict[float, tuple[Tensor, Tensor]]:
    """Least squares with a penalty on the squared weights, but none on the intercept.

    Parameters
    ----------
    features : Tensor, shape (N, F)
    targets : Tensor of int, shape (N,)
        Entry of each row.

    Returns
    -------
    dict of (Tensor, shape (entries, F)), (Tensor, shape (entries,))
        Weights and intercepts, float64, by penalty; the strongest comes first.
    """
    mean = features.mean(dim=0, dtype=torch.float64)
    share = torch.bincount(targets, minlength=entries).double() / len(targets)
    gram, cross = _moments(features, targets, entries, mean)
    values, vectors = torch.linalg.eigh(gram)
    turned = vectors.T @ cross
    found = {}
    for penalty in sorted(penalties, reverse=True):
        weight = (vectors @ (turned / (values + penalty)[:, None])).T
        found[penalty] = weight, share - weight @ mean
    return found


def _moments(
    features: Tensor, targets: Tensor, entries: int, mean: Tensor
) -> tuple[Tensor, Tensor]:
    """Centred ``X'X`` and ``X'Y`` in float64, block by block: a copy of all would be large."""
    gram = mean.new_zeros(len(mean), len(mean))
    cross = mean.new_zeros(entries, len(mean))
    for rows, drawn in zip(features.split(_ROWS), targets.split(_ROWS), strict=True):
        centred = rows.double() - mean
        gram += centred.T @ centred
        cross.index_add_(0, drawn, centred)
    return gram, cross.T
