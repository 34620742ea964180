"""Parameters of the Transformer (paper 3.2)."""

from pydantic import Field

from eeg2music.params.values import Count, Share
from eeg2music.strict import Section


class Model(Section):
    """The encoder-decoder Transformer (paper 3.2)."""

    depth: Count = Field(description="layers of the encoder, and of the decoder")
    width: Count = Field(description="features per token")
    heads: Count = Field(description="attention heads per layer")
    feedforward: Count = Field(description="hidden units between attentions")
    dropout: Share = Field(description="share of activations dropped")
    context_slices: Count = Field(description="consecutive slices that one prediction sees")
    spatial_filters: Count = Field(description="weightings of the EEG channels, learned")
    temporal_filters: Count = Field(description="convolution kernels over time, learned")
    filter_dropout: Share = Field(description="share of the learned filters' outputs dropped")
    entropy_patterns: Count = Field(description="weightings of electrodes and bands, learned")


SECTIONS: dict[str, type[Section]] = {"model": Model}
"""Names under which they stand in ``params.yaml``."""
