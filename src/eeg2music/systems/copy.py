"""What remembering the training songs explains."""

from eeg2music.registry import Blind

SYSTEM = Blind(
    title="Copy look-up",
    about="stretches of training songs that match what is left to hear; nothing left: all alike",
    kind="control",
    place=150,
    line="--",
    is_brainless=True,
    guess="eeg2music.evaluation.controls:copy",
)
