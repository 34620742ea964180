"""From features to figures and music: split, vocabularies, model, evaluation."""

from typing import Annotated, Literal

from pydantic import Field

from eeg2music.params.values import Count, Positive, Seed, Share
from eeg2music.strict import Section


class Split(Section):
    """Parts of subjects and songs, shares of each (paper 4.2.1: 8:2 over subjects)."""

    seed: Seed
    test_subjects: Share = Field(description="share that tests")
    validation_subjects: Share = Field(
        description="share for early stopping; 0: training subjects, on the validation songs"
    )
    test_songs: Share = Field(description="share that tests")
    validation_songs: Annotated[Share, Field(gt=0)] = Field(description="share for early stopping")


class Codebook(Section):
    """One modality's DBSCAN search (paper 3.1.1)."""

    weights: dict[str, Positive] = Field(
        min_length=1, description="feature blocks (columns of the feature table): importance"
    )
    components: Count = Field(description="principal components kept")
    whiten: bool = Field(description="scale every component to unit variance")
    min_points: list[Count] = Field(min_length=1, description="MinPts candidates (Eq. 2)")
    eps_quantiles: list[Share] = Field(
        min_length=2, max_length=2, description="eps range, as quantiles of the k-distance (Eq. 1)"
    )
    eps_steps: Count = Field(description="eps candidates in that range")
    target_perplexity: Positive = Field(description="effective number of entries aimed at")
    max_entries: Count = Field(description="entries above which a candidate is penalised")
    max_noise: Share = Field(description="share of noise above which a candidate is penalised")


class Vocabulary(Section):
    """What both dictionaries keep, and the limits of their health."""

    representatives: Count = Field(description="frames kept per entry")
    max_largest_share: Share = Field(description="share of frames that the largest entry may hold")
    min_evenness: Share = Field(description="perplexity / entries")
    accept_unhealthy: bool = Field(description="go on with a vocabulary beyond these limits")


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


class Train(Section):
    """Training and the composite loss (paper 3.3)."""

    max_epochs: Count = Field(description="epochs, unless patience ends first")
    batch_slices: Count = Field(description="windows per step")
    learning_rate: Positive = Field(description="peak, before the cosine decay")
    weight_decay: Annotated[float, Field(ge=0)] = Field(description="of AdamW, on matrices only")
    warmup_epochs: Annotated[int, Field(ge=0)] = Field(description="epochs of rising learning rate")
    label_smoothing: Share = Field(description="share of the target spread over all entries")
    input_noise: Annotated[float, Field(ge=0)] = Field(
        description="SD added to whitened EEG and entropy"
    )
    alpha: Share = Field(description="weight of the unmasked positions (Eq. 13)")
    full_mask_share: Share = Field(description="share of windows with all audio masked")
    patience: Count = Field(description="epochs without a better validation loss")
    gradient_clip: Positive = Field(description="largest L2 norm of the gradient")


System = Literal["ours", "no_eeg", "permuted"]


class Experiments(Section):
    """The grid: one trained model per system and seed."""

    systems: list[System] = Field(min_length=1, description="our model and its trained controls")
    seeds: list[Seed] = Field(min_length=1, description="of initial weights, order and masks")


class Evaluate(Section):
    """Hits@k and its intervals (paper 4.2.2)."""

    k: list[Count] = Field(min_length=1, description="entries that may hold the true one")
    mask_ratios: list[Share] = Field(min_length=1, description="shares of audio tokens hidden")
    confidence: Share = Field(description="level of the intervals")
    resamples: Count = Field(description="bootstrap resamples over subjects and songs")
    seed: Seed


class Compose(Section):
    """Music out of the trained model."""

    trials: Count = Field(description="held-out trials to compose")
    steps: Count = Field(description="iterations of unmasking")
    temperature: Positive = Field(
        description="of sampling; above 1 more varied, towards 0 the likeliest"
    )
    crossfade_ms: Count = Field(description="overlap of neighbouring sounds")
    seed: Seed
