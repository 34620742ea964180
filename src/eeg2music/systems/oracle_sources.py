"""How much the brains hold of what was planted."""

from eeg2music.registry import System

SYSTEM = System(
    title="Oracle, sources",
    about="Bayes posterior from the planted brain sources",
    kind="oracle",
    place=210,
    colour="indigo",
)
