"""All of ``params.yaml``, and its reading."""

from pathlib import Path
from typing import Any, Literal, Self

import yaml
from pydantic import Field, ValidationError, model_validator

from eeg2music.errors import DataError
from eeg2music.params.data import Bids, Demo, Download, Exclusion
from eeg2music.params.learning import (
    Codebook,
    Compose,
    Evaluate,
    Experiments,
    Model,
    Split,
    Train,
    Vocabulary,
)
from eeg2music.params.signals import (
    AudioFeatures,
    Decode,
    EegFeatures,
    Grid,
    Reverb,
    Slices,
    Vocals,
)
from eeg2music.params.values import Count
from eeg2music.strict import Section, problems


class Compute(Section):
    """How numbers are computed. Part of the result: thread counts change float sums."""

    threads: Count = Field(description="threads of every numeric library")
    device: Literal["cpu", "cuda"] = Field(description="where models train and predict")


class Report(Section):
    """The page."""

    title: str = Field(description="heading of the page")


class Params(Section):
    """All of ``params.yaml``."""

    dataset: Literal["demo", "deap", "bids"] = Field(
        description="demo: generated in DEAP's formats | deap: the recordings | bids: any other"
    )
    eeg_source: Literal["bdf", "dat", "mat"] = Field(
        description="of DEAP: original recordings, or preprocessed for Python or MATLAB"
    )
    exclude: list[Exclusion] = Field(description="subjects and videos to leave out, and why")
    compute: Compute
    demo: Demo
    download: Download
    bids: Bids
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
