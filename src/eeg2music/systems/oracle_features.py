"""How much the EEG features hold of what was planted: the limit of anything fitted on them."""

from eeg2music.registry import System

SYSTEM = System(
    title="Oracle, features",
    about="Bayes posterior from the EEG features",
    kind="oracle",
    place=200,
    colour="indigo",
)
