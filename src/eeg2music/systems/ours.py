"""The encoder-decoder Transformer from EEG to music (paper 3)."""

from eeg2music.registry import Trained

SYSTEM = Trained(
    title="Ours",
    about="EEG to music, as trained",
    kind="system",
    place=0,
    colour="teal",
    is_required=True,
    network="eeg2music.model.transformer:Transformer",
)
