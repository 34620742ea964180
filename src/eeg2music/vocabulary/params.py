"""Parameters of the two dictionaries (paper 3.1)."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from eeg2music.params.values import Count, Positive, Share
from eeg2music.strict import Section


def _in_order(weights: dict[str, float]) -> dict[str, float]:
    """By name: a projection must not depend on the order in which blocks were written down."""
    return dict(sorted(weights.items()))


class Blocks(Section):
    """What a modality's points are made of."""

    weights: Annotated[dict[str, Positive], AfterValidator(_in_order)] = Field(
        min_length=1, description="feature blocks (columns of the feature table): importance"
    )


class Codebook(Blocks):
    """One modality's clustering, and the search behind it (paper 3.1.1)."""

    method: Literal["dbscan", "kmeans", "none"] = Field(
        description="dbscan | kmeans, of as many entries as the search finds for dbscan "
        "| none: models take features as they are; entries stay what music is chosen from"
    )
    components: Count = Field(description="directions kept")
    min_points: list[Count] = Field(min_length=1, description="MinPts candidates (Eq. 2)")
    eps_quantiles: list[Share] = Field(
        min_length=2, max_length=2, description="eps range, as quantiles of the k-distance (Eq. 1)"
    )
    eps_steps: Count = Field(description="eps candidates in that range")
    target_perplexity: Positive = Field(description="effective number of entries aimed at")
    max_entries: Count = Field(description="entries above which a candidate is penalised")
    max_noise: Share = Field(description="share of noise above which a candidate is penalised")


class AudioCodebook(Codebook):
    """The audio's."""

    directions: Literal["principal", "whitened"] = Field(
        description="principal components | whitened: the same, of unit variance"
    )


class EegCodebook(Codebook):
    """The EEG's, which several listeners of one song may share."""

    directions: Literal["principal", "whitened", "correlated"] = Field(
        description="principal components | whitened: the same, of unit variance "
        "| correlated: what listeners of the same song share most, of unit variance"
    )
    shrinkage: Share = Field(
        description="share of the covariance within listeners taken to be independent features'; "
        "for correlated directions"
    )


class Vocabulary(Section):
    """What both dictionaries keep, and the limits of their health."""

    representatives: Count = Field(description="frames kept per entry")
    min_entries: Count = Field(description="entries that it must have")
    max_largest_share: Share = Field(description="share of frames that the largest entry may hold")
    max_top_five_share: Share = Field(
        description="share of frames that the five largest may hold: a guess's Hits@5"
    )
    min_evenness: Share = Field(description="perplexity / entries")
    accept_unhealthy: bool = Field(description="go on with a vocabulary beyond these limits")


SECTIONS: dict[str, type[Section]] = {
    "eeg_vocabulary": EegCodebook,
    "audio_vocabulary": AudioCodebook,
    "vocabulary": Vocabulary,
}
"""Names under which they stand in ``params.yaml``."""
