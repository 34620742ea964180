"""A blind guess."""

from eeg2music.registry import Blind

SYSTEM = Blind(
    title="Random",
    about="a blind guess among all tokens",
    kind="control",
    place=160,
    line=":",
    is_brainless=True,
    is_required=True,
    guess="eeg2music.evaluation.controls:guess",
)
