"""Whether it matters when anything happened in the EEG, or its spectrum is enough."""

from eeg2music.registry import OURS, Spoilt

SYSTEM = Spoilt(
    title="EEG of random phases",
    about="ours, given EEG and entropy of the same spectra, without their timing",
    kind="control",
    place=134,
    model=OURS,
    shown="eeg2music.training.pairing:with_random_phases",
)
