"""What remembering the training songs explains."""

from eeg2music.registry import Blind

SYSTEM = Blind(
    title="Copy look-up",
    about="stretches of training songs that match what is heard",
    kind="control",
    place=150,
    ranker="eeg2music.evaluation.controls:copy",
)
