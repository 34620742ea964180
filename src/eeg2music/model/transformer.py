"""The encoder-decoder Transformer, with and without what the paper adds to it (section 3.2)."""

from torch import Tensor, nn

from eeg2music.model.attention import DecoderLayer, EncoderLayer, RelativeBias
from eeg2music.model.encoder_decoder import Decoder, Encoder, EncoderDecoder
from eeg2music.model.network import Shapes
from eeg2music.model.params import Model


class AttentionEncoder(Encoder):
    """Self-attention, layer by layer; what it finds last is told beside."""

    def __init__(self, shapes: Shapes, model: Model) -> None:
        super().__init__()
        self.bias = RelativeBias(shapes.length, model.heads)
        self.layers = nn.ModuleList(
            EncoderLayer(model.width, model.heads, model.feedforward, model.dropout)
            for _ in range(model.depth)
        )

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """(B, T, width) -> hidden features and the last attention's output, both so shaped."""
        bias, attended = self.bias(x.shape[1]), x
        for layer in self.layers:
            x, attended = layer(x, bias)
        return x, attended


class AttentionDecoder(Decoder):
    """Self-attention and attention over the encoder's features, layer by layer."""

    def __init__(self, shapes: Shapes, model: Model) -> None:
        super().__init__()
        self.bias = RelativeBias(shapes.length, model.heads)
        self.cross_bias = RelativeBias(shapes.length, model.heads)
        self.layers = nn.ModuleList(
            DecoderLayer(model.width, model.heads, model.feedforward, model.dropout)
            for _ in range(model.depth)
        )

    def forward(self, x: Tensor, memory: Tensor) -> Tensor:
        """(B, T, width), (B, T, width) -> (B, T, width)."""
        biases = self.bias(x.shape[1]), self.cross_bias(x.shape[1])
        for layer in self.layers:
            x = layer(x, memory, *biases)
        return x


class Transformer(EncoderDecoder):
    """The paper's model."""

    def make_encoder(self, shapes: Shapes, model: Model) -> AttentionEncoder:
        """EEG tokens attend to each other."""
        return AttentionEncoder(shapes, model)

    def make_decoder(self, shapes: Shapes, model: Model) -> AttentionDecoder:
        """Audio tokens attend to each other and to the encoder's features."""
        return AttentionDecoder(shapes, model)


class PlainTransformer(Transformer):
    """Attention over dictionary vectors: no CNN sees a signal, no feature mask gates."""

    is_convolutional = has_feature_mask = False
