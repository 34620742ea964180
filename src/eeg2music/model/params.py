"""Parameters of the Transformer (paper 3.2) and of the decoders that it is held against."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from eeg2music.params.values import Count, Positive, Share
from eeg2music.strict import Section


class Decoders(Section):
    """Simple decoders of differential entropy, which the Transformer must beat."""

    frames_ahead: Annotated[int, Field(ge=0)] = Field(
        description="frames after its own that a prediction sees: brains answer late"
    )
    dropout: Share = Field(description="share of inputs and activations dropped in training")
    two_layer_hidden: Count = Field(description="hidden units of the two-layer network")
    convolution_bottleneck: Count = Field(
        description="weightings of electrodes and bands before the convolutions"
    )
    convolution_width: Count = Field(description="features per frame between the convolutions")
    convolution_kernel: Count = Field(description="frames that a convolution weighs")
    convolution_dilations: list[Count] = Field(
        min_length=1, description="frames from one weighed frame to the next, layer by layer"
    )
    ridge_penalties: list[Positive] = Field(
        min_length=1, description="weights of the squared weights; validation chooses one"
    )


class Peers(Section):
    """Systems in the manner of others, which read valence and arousal from the EEG."""

    span_frames: Count = Field(description="of which one feeling is read; at most the context")
    penalties: list[Positive] = Field(
        min_length=1, description="weights of the squared weights; validation chooses one"
    )
    trusts: list[Share] = Field(
        min_length=1, description="in the feelings that are read; validation chooses one"
    )
    learning_rate: Positive = Field(description="of the network that reads them from signals")
    epochs: Count = Field(description="of its training; validation chooses one")


class Model(Section):
    """The encoder-decoder Transformer (paper 3.2)."""

    depth: Count = Field(description="layers of the encoder, and of the decoder")
    width: Count = Field(description="features per token")
    heads: Count = Field(description="attention heads per layer")
    feedforward: Count = Field(description="hidden units between attentions")
    dictionaries: list[Literal["eeg", "audio"]] = Field(
        description="modalities that are seen as entries, beside their signals; without audio's, "
        "where its frames lie is predicted"
    )
    dropout: Share = Field(description="share of activations dropped")
    context_s: Positive = Field(
        description="of EEG and music that one prediction sees, s; at most the trial"
    )
    positions: Literal["bar", "trial"] = Field(
        description="where tokens are told to be: in a bar | in the trial (Eq. 7)"
    )
    metres: list[Annotated[int, Field(ge=2)]] = Field(
        description="frames after which bars may begin anew; validation songs choose one, or none"
    )
    kernel: Count = Field(description="frames that a convolution over EEG tokens weighs")
    dilations: list[Count] = Field(
        description="frames from one weighed frame to the next, layer by layer; may be none"
    )
    spatial_filters: Count = Field(description="weightings of the EEG channels, learned")
    temporal_filters: Count = Field(description="convolution kernels over time, learned")
    filter_dropout: Share = Field(description="share of the learned filters' outputs dropped")
    contrast_features: Count = Field(
        description="in which moments of brain and music are held against each other"
    )
    decoders: Decoders
    peers: Peers

    @model_validator(mode="after")
    def _heads_share_the_width(self) -> Self:
        if self.width % self.heads:
            raise ValueError(f"width {self.width} is not shared evenly by {self.heads} heads")
        return self


SECTIONS: dict[str, type[Section]] = {"model": Model}
"""Names under which they stand in ``params.yaml``."""
