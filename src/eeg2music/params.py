"""The typed model of ``params.yaml``: one section per stage, strict, with suggestions."""

import difflib
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from eeg2music.errors import DataError

Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
Count = Annotated[int, Field(ge=1)]
Seed = Annotated[int, Field(ge=0)]
Subject = Annotated[str, Field(pattern=r"^s\d\d$")]
Band = Annotated[list[Positive], Field(min_length=2, max_length=2)]


class Section(BaseModel):
    """A strict, immutable group of parameters."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


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
    coupling: Literal["planted", "null"] = Field(description="whether the brain follows the music")
    sizes: dict[str, DemoSize]

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

    sampling_rate_hz: Count
    low_hz: Positive
    high_hz: Positive
    regress_eog: bool = Field(description="regress the bipolar eye channels out of the EEG")


class EegFeatures(Section):
    """Differential entropy of the EEG (paper 3.1.2)."""

    bands_hz: dict[str, Band] = Field(description="band name: [low, high], Hz")


class Decode(Section):
    """Stimulus video to audio."""

    sampling_rate_hz: Count
    tolerance_s: Positive = Field(description="how much shorter than promised a decode may be")


class Vocals(Section):
    """Vocal separation by Demucs (paper 4.2.1)."""

    separator: Literal["demo", "htdemucs"]
    overlap: Share = Field(description="overlap of neighbouring segments")


class Reverb(Section):
    """Reverberation split by weighted prediction error (paper 4.2.1)."""

    sampling_rate_hz: Count
    window_ms: Count
    hop_ms: Count
    taps: Count = Field(description="filter length, hops")
    delay: Count = Field(description="prediction delay, hops: protects the direct sound")
    iterations: Count


class AudioFeatures(Section):
    """Audio features per frame (paper 3.1.3)."""

    mel_bands: Count
    mfcc: Count = Field(description="coefficients, shown in Figure 2")
    patch_hops: Count = Field(description="spectrogram columns per frame")


class Split(Section):
    """Parts of subjects and songs, shares of each (paper 4.2.1: 8:2 over subjects)."""

    seed: Seed
    test_subjects: Share
    validation_subjects: Share
    test_songs: Share
    validation_songs: Share


class Codebook(Section):
    """One modality's DBSCAN search (paper 3.1.1)."""

    weights: dict[str, Positive] = Field(
        min_length=1, description="feature blocks (columns of the feature table): importance"
    )
    components: Count = Field(description="principal components kept")
    whiten: bool
    min_points: list[Count] = Field(min_length=1, description="MinPts candidates (Eq. 2)")
    eps_quantiles: list[Share] = Field(
        min_length=2, max_length=2, description="eps range, as quantiles of the k-distance (Eq. 1)"
    )
    eps_steps: Count
    target_perplexity: Positive = Field(description="effective number of entries aimed at")
    max_entries: Count
    max_noise: Share = Field(description="share of noise above which a candidate is penalised")


class Vocabulary(Section):
    """The two dictionaries and the limits of their health."""

    eeg: Codebook
    audio: Codebook
    representatives: Count = Field(description="frames kept per entry")
    max_largest_share: Share
    min_evenness: Share = Field(description="perplexity / entries")
    accept_unhealthy: bool


class Model(Section):
    """The encoder-decoder Transformer (paper 3.2)."""

    depth: Count
    width: Count
    heads: Count
    feedforward: Count
    dropout: Share
    context_slices: Count = Field(description="consecutive slices that one prediction sees")
    spatial_filters: Count
    temporal_filters: Count


class Train(Section):
    """Training and the composite loss (paper 3.3)."""

    max_epochs: Count
    batch_slices: Count
    learning_rate: Positive
    weight_decay: Annotated[float, Field(ge=0)]
    warmup_epochs: Annotated[int, Field(ge=0)]
    label_smoothing: Share
    input_noise: Annotated[float, Field(ge=0)] = Field(description="SD added to whitened EEG")
    alpha: Share = Field(description="weight of the unmasked positions (Eq. 13)")
    full_mask_share: Share = Field(description="share of windows with all audio masked")
    patience: Count = Field(description="epochs without a better validation loss")
    gradient_clip: Positive


System = Literal["ours", "no_eeg", "permuted"]


class Experiments(Section):
    """The grid: one trained model per system and seed."""

    systems: list[System] = Field(min_length=1)
    seeds: list[Seed] = Field(min_length=1)


class Evaluate(Section):
    """Hits@k and its intervals (paper 4.2.2)."""

    k: list[Count] = Field(min_length=1)
    mask_ratios: list[Share] = Field(min_length=1)
    confidence: Share
    resamples: Count = Field(description="bootstrap resamples over subjects and songs")
    seed: Seed


class Compose(Section):
    """Music out of the trained model."""

    trials: Count = Field(description="held-out trials to compose")
    steps: Count = Field(description="iterations of unmasking")
    temperature: Positive
    crossfade_ms: Count
    seed: Seed


class Report(Section):
    """The page."""

    title: str


class Params(Section):
    """All of ``params.yaml``."""

    dataset: Literal["demo", "deap"]
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
    vocabulary: Vocabulary
    model: Model
    train: Train
    experiments: Experiments
    evaluate: Evaluate
    compose: Compose
    report: Report


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
        problems = "; ".join(_problem(issue) for issue in error.errors())
        raise DataError(
            source,
            expected="parameters as described in workflow/schemas/params.schema.json",
            found=problems,
            cure="Correct the keys named here.",
        ) from None


def load(path: Path) -> Params:
    """Read and validate a ``params.yaml``."""
    return parse(yaml.safe_load(path.read_text(encoding="utf-8")), path)


def flatten(tree: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """Nested mappings to one mapping keyed by dotted names; lists are leaves."""
    flat: dict[str, Any] = {}
    for key, value in tree.items():
        name = f"{prefix}{key}"
        flat |= flatten(value, f"{name}.") if isinstance(value, dict) else {name: value}
    return flat


def nest(flat: dict[str, Any]) -> dict[str, Any]:
    """Undo `flatten`."""
    tree: dict[str, Any] = {}
    for name, value in flat.items():
        *path, leaf = name.split(".")
        node = tree
        for key in path:
            node = node.setdefault(key, {})
        node[leaf] = value
    return tree


def _problem(issue: Any) -> str:
    path = ".".join(str(part) for part in issue["loc"])
    if issue["type"] != "extra_forbidden":
        return f"`{path}`: {issue['msg']} (got {issue['input']!r})"
    known = _fields_at(issue["loc"][:-1])
    near = difflib.get_close_matches(str(issue["loc"][-1]), known, n=1, cutoff=0.5)
    hint = f", did you mean `{near[0]}`?" if near else f", known here: {', '.join(known)}"
    return f"unknown key `{path}`{hint}"


def _fields_at(path: tuple[int | str, ...]) -> list[str]:
    model: type[BaseModel] = Params
    for key in path:
        field = model.model_fields.get(str(key))
        if field is None or not (isinstance(field.annotation, type)):
            return []
        if not issubclass(field.annotation, BaseModel):
            return []
        model = field.annotation
    return sorted(model.model_fields)
