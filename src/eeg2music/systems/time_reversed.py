"""Whether it matters in which order the EEG came."""

from eeg2music.registry import OURS, Spoilt

SYSTEM = Spoilt(
    title="Reversed EEG",
    about="ours, given the trial's EEG from its end to its beginning",
    kind="control",
    place=132,
    model=OURS,
    shown="eeg2music.training.pairing:reversed_in_time",
)
