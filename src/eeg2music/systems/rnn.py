"""A recurrent network in the Transformer's place (section 4.2.3)."""

from eeg2music.registry import Trained

SYSTEM = Trained(
    title="RNN",
    about="a recurrent network in the Transformer's place",
    kind="system",
    place=10,
    network="eeg2music.model.recurrent:Rnn",
)
