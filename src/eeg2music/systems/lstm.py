"""A recurrent network with a long memory in the Transformer's place (section 4.2.3)."""

from eeg2music.registry import Trained

SYSTEM = Trained(
    title="LSTM",
    about="a long short-term memory in the Transformer's place",
    kind="system",
    place=11,
    network="eeg2music.model.recurrent:Lstm",
)
