"""The typed model of ``params.yaml``: one section per stage, strict, with suggestions."""

from eeg2music.params.data import Bids, Demo, DemoSize, Download, Exclusion
from eeg2music.params.learning import (
    Codebook,
    Compose,
    Evaluate,
    Experiments,
    Model,
    Split,
    System,
    Train,
    Vocabulary,
)
from eeg2music.params.root import Compute, Params, Report, load, parse
from eeg2music.params.signals import (
    AudioFeatures,
    Decode,
    EegFeatures,
    Grid,
    Reverb,
    Slices,
    Vocals,
)
from eeg2music.strict import Section

__all__ = [
    "AudioFeatures",
    "Bids",
    "Codebook",
    "Compose",
    "Compute",
    "Decode",
    "Demo",
    "DemoSize",
    "Download",
    "EegFeatures",
    "Evaluate",
    "Exclusion",
    "Experiments",
    "Grid",
    "Model",
    "Params",
    "Report",
    "Reverb",
    "Section",
    "Slices",
    "Split",
    "System",
    "Train",
    "Vocabulary",
    "Vocals",
    "load",
    "parse",
]
