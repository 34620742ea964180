"""The typed model of ``params.yaml``: one section per stage, strict, with suggestions."""

from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import (
    BeforeValidator,
    Field,
    ValidationError,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from eeg2music.errors import DataError
from eeg2music.strict import Section, problems

Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
Count = Annotated[int, Field(ge=1)]
Seed = Annotated[int, Field(ge=0, description="of all its random numbers")]
Subject = Annotated[str, Field(pattern=r"^s\d\d$")]
Coupling = Annotated[
    Literal["planted", "null"],
    BeforeValidator(lambda told: "null" if told is None else told),  # YAML's null is the word too
    WithJsonSchema({"enum": ["planted", "null", None]}),
]
Band = Annotated[list[Positive], Field(min_length=2, max_length=2)]


class Compute(Section):
    """How numbers are computed. Part of the result: thread counts change float sums."""

    threads: Count = Field(description="threads of every numeric library")
    device: Literal["cpu", "cuda"] = Field(description="where models train and predict")


class DemoSize(Section):
    """How much demo data to generate."""

    subjects: list[Subject] = Field(min_length=4, description="s01-s22 Twente, s23-s32 Geneva")
    songs: int = Field(ge=6, le=40, description="music videos, one trial each per subject")


class Demo(Section):
    """The demo generator."""

    size: str = Field(description="a key of `sizes`")
    seed: Seed
    coupling: Coupling = Field(description="whether the brain follows the music")
    sizes: dict[str, DemoSize] = Field(description="subjects and songs of each size")

    @model_validator(mode="after")
    def _size_is_known(self) -> Self:
        if self.size not in self.sizes:
            raise ValueError(f"size {self.size!r} is none of {sorted(self.sizes)}")
        return self

    @property
    def chosen(self) -> DemoSize:
        """The size in force."""
        return self.sizes[self.size]


class Grid(Section):
    """The time grid that EEG and audio share: trial > slice > frame."""

    trial_s: Positive = Field(description="stimulus seconds per trial (paper 4.1: 60)")
    slice_s: Positive = Field(description="seconds per slice (paper 4.2.1: 4)")
    frame_s: Positive = Field(description="seconds per frame, one token each")

    @model_validator(mode="after")
    def _nests(self) -> Self:
        for whole, part in ((self.trial_s, self.slice_s), (self.slice_s, self.frame_s)):
            if abs(whole / part - round(whole / part)) > 1e-9:
                raise ValueError(f"{whole} s does not divide into parts of {part} s")
        return self

    @property
    def slices(self) -> int:
        """Slices per trial."""
        return round(self.trial_s / self.slice_s)

    @property
    def frames(self) -> int:
        """Frames per slice."""
        return round(self.slice_s / self.frame_s)


class Slices(Section):
    """Filtering and slicing of the recordings (paper 4.1, 4.2.1)."""

    sampling_rate_hz: Count = Field(description="after resampling")
    low_hz: Positive = Field(description="lower edge of the pass band")
    high_hz: Positive = Field(description="upper edge of the pass band")
    regress_eog: bool = Field(description="regress the bipolar eye channels out of the EEG")


class EegFeatures(Section):
    """Differential entropy of the EEG (paper 3.1.2)."""

    bands_hz: dict[str, Band] = Field(description="band name: [low, high], Hz")

    @field_validator("bands_hz")
    @classmethod
    def _lowest_first(cls, bands: dict[str, list[float]]) -> dict[str, list[float]]:
        """One order, whatever that of the file: it is the order of the features' columns."""
        return dict(sorted(bands.items(), key=lambda band: band[1]))


class Decode(Section):
    """Stimulus video to audio."""

    sampling_rate_hz: Count = Field(description="of the audio from here on")
    tolerance_s: Positive = Field(description="how much shorter than promised a decode may be")


class Vocals(Section):
    """Vocal separation by Demucs (paper 4.2.1)."""

    separator: Literal["demo", "htdemucs"] = Field(
        description="demo: the small model shipped | htdemucs: pretrained"
    )
    overlap: Share = Field(description="overlap of neighbouring segments")


class Reverb(Section):
    """Reverberation split by weighted prediction error (paper 4.2.1)."""

    sampling_rate_hz: Count = Field(description="at which the room is estimated")
    window_ms: Count = Field(description="of the short-time Fourier transform")
    hop_ms: Count = Field(description="from one window to the next")
    taps: Count = Field(description="filter length, hops")
    delay: Count = Field(description="prediction delay, hops: protects the direct sound")
    iterations: Count = Field(description="of the prediction")


class AudioFeatures(Section):
    """Audio features per frame (paper 3.1.3)."""

    mel_bands: Count = Field(description="number of mel filters")
    mfcc: Count = Field(description="coefficients, shown in Figure 2")
    patch_hops: Count = Field(description="spectrogram columns per frame")


class Split(Section):
    """Parts of subjects and songs, shares of each (paper 4.2.1: 8:2 over subjects)."""

    seed: Seed
    test_subjects: Share = Field(description="share that tests")
    validation_subjects: Share = Field(description="share for early stopping")
    test_songs: Share = Field(description="share that tests")
    validation_songs: Share = Field(description="share for early stopping")


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


class Report(Section):
    """The page."""

    title: str = Field(description="heading of the page")


class Params(Section):
    """All of ``params.yaml``."""

    dataset: Literal["demo", "deap"] = Field(
        description="demo: generated in DEAP's formats | deap: the recordings"
    )
    compute: Compute
    demo: Demo
    grid: Grid
    slices: Slices
    eeg_features: EegFeatures
    decode: Decode
    vocals: Vocals
    reverb: Reverb
    audio_features: AudioFeatures
    split: Split
    eeg_vocabulary: Codebook
    audio_vocabulary: Codebook
    vocabulary: Vocabulary
    model: Model
    train: Train
    experiments: Experiments
    evaluate: Evaluate
    compose: Compose
    report: Report

    @model_validator(mode="after")
    def _separator_fits(self) -> Self:
        if self.dataset != "demo" and self.vocals.separator == "demo":
            raise ValueError(
                "`vocals.separator: demo` knows generated music only;"
                f" set it to htdemucs for `dataset: {self.dataset}`"
            )
        return self


def parse(raw: dict[str, Any], source: Path | str = "params.yaml") -> Params:
    """Validate parameters already read from YAML.

    Raises
    ------
    DataError
        Naming every offending key, with the nearest known key for an unknown one.
    """
    try:
        return Params.model_validate(raw)
    except ValidationError as error:
        raise DataError(
            source,
            expected="parameters as described in workflow/schemas/params.schema.json",
            found=problems(Params, error),
            cure="Correct the keys named here.",
        ) from None


def load(path: Path) -> Params:
    """Read and validate a ``params.yaml``."""
    return parse(yaml.safe_load(path.read_text(encoding="utf-8")), path)
