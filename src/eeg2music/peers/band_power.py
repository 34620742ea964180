"""Linear readers of band power: by regression, or by the sides of a boundary."""

import numpy as np
import torch
from torch import Tensor, nn

from eeg2music.model.network import Batch, Shapes
from eeg2music.model.params import Model
from eeg2music.peers.retrieval import Retrieval, States, candidates, feelings
from eeg2music.training.windows import Windows


class Linear(Retrieval):
    """In the manner of Tiraboschi et al. (2021): supervised estimates of affect from band power."""

    def __init__(self, shapes: Shapes, model: Model) -> None:
        super().__init__(shapes, model)
        self.linear = nn.Linear(shapes.channels * shapes.eeg_bands, 2)

    def feeling(self, batch: Batch) -> Tensor:
        """By the mean band power of a span, shape (B, spans, 2)."""
        felt: Tensor = self.linear(self.power(batch.entropy))
        return felt

    def power(self, entropy: Tensor) -> Tensor:
        """Mean over spans, (B, T, channels, bands) -> (B, spans, channels * bands)."""
        return self.spans(entropy.flatten(-2)).mean(dim=2)


class Sides(Linear):
    """In the manner of Inoue (2024): support vector machines tell high from low."""

    def feeling(self, batch: Batch) -> Tensor:
        """Valence and arousal, each as high (1) or low (-1), shape (B, spans, 2)."""
        return super().feeling(batch).sign()


def regressions(network: Linear, windows: Windows) -> States:
    """Ridge regressions of what was rated on mean band power."""
    from sklearn.linear_model import Ridge

    power, felt = _rated(network, windows)
    readers = (
        (penalty, _state(fit.coef_, fit.intercept_))
        for penalty in sorted(network.chosen.penalties, reverse=True)
        for fit in [Ridge(alpha=penalty).fit(power, felt)]
    )
    yield from candidates(network, windows, readers, network.chosen.trusts)


def boundaries(network: Sides, windows: Windows) -> States:
    """Linear support vector machines between what was rated above and below the middle."""
    from sklearn.svm import LinearSVC

    power, felt = _rated(network, windows)
    readers = []
    for penalty in sorted(network.chosen.penalties, reverse=True):
        fits = [LinearSVC(C=1 / penalty, random_state=0).fit(power, side) for side in (felt > 0).T]
        weight, intercept = (np.concatenate([getattr(f, name) for f in fits]) for name in _FITTED)
        readers.append((penalty, _state(weight, intercept)))
    yield from candidates(network, windows, readers, network.chosen.trusts)


_FITTED = ("coef_", "intercept_")


def _rated(network: Linear, windows: Windows) -> tuple[np.ndarray, np.ndarray]:
    """Mean band power and feeling of each span that was rated, with its trial."""
    felt = feelings(windows)
    rated = felt.isfinite().all(dim=1)
    power = network.power(windows.entropy[rated])
    felt = felt[rated].repeat_interleave(power.shape[1], dim=0)
    return power.flatten(0, 1).double().numpy(), felt.double().numpy()


def _state(weight: np.ndarray, bias: np.ndarray) -> dict[str, Tensor]:
    told = {"linear.weight": weight, "linear.bias": bias}
    return {name: torch.tensor(values, dtype=torch.float32) for name, values in told.items()}
