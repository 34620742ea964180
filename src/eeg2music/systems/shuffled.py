"""Whether the model looks at the EEG at all: it gets that of another trial."""

from eeg2music.registry import OURS, Spoilt

SYSTEM = Spoilt(
    title="Shuffled EEG",
    about="ours, given the EEG of another trial",
    kind="control",
    place=130,
    model=OURS,
    shown="eeg2music.training.pairing:with_eeg_of_other_songs",
)
