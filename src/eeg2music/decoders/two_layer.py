"""A two-layer network on a few frames."""

from torch import Tensor, nn

from eeg2music.decoders.decoder import Decoder
from eeg2music.decoders.lagged import features_of, lagged
from eeg2music.model.dropout import Dropout
from eeg2music.model.network import Shapes
from eeg2music.model.params import Model


class TwoLayer(Decoder):
    """One hidden layer between a few frames' entropy and the entries."""

    def __init__(self, shapes: Shapes, model: Model) -> None:
        super().__init__()
        chosen = model.decoders
        self.ahead = chosen.frames_ahead
        self.layers = nn.Sequential(
            Dropout(chosen.dropout),
            nn.Linear(features_of(shapes, chosen), chosen.two_layer_hidden),
            nn.GELU(),
            Dropout(chosen.dropout),
            nn.Linear(chosen.two_layer_hidden, shapes.audio_entries),
        )

    def logits(self, entropy: Tensor) -> Tensor:
        """(B, T, channels, bands) -> (B, T, entries)."""
        logits: Tensor = self.layers(lagged(entropy, self.ahead))
        return logits
