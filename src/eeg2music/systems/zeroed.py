"""What the model does without the EEG that it was trained with."""

from eeg2music.registry import OURS, Spoilt

SYSTEM = Spoilt(
    title="Zeroed EEG",
    about="ours, given no EEG",
    kind="control",
    place=140,
    colour="teal",
    line=":",
    is_brainless=True,
    model=OURS,
    shown="eeg2music.training.pairing:without_eeg",
)
