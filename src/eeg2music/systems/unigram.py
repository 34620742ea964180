"""How often training songs use each token: the least that can be known about music."""

from eeg2music.registry import Blind

SYSTEM = Blind(
    title="Unigram",
    about="how often training songs use each token",
    kind="control",
    place=100,
    colour="amber",
    line=":",
    is_baseline=True,
    is_brainless=True,
    is_required=True,
    guess="eeg2music.evaluation.controls:unigram",
)
