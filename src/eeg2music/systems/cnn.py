"""Convolutions alone (section 4.5)."""

from eeg2music.registry import Trained

SYSTEM = Trained(
    title="CNN",
    about="convolutions, and nothing in the Transformer's place",
    kind="system",
    place=12,
    network="eeg2music.model.cnn:Cnn",
)
