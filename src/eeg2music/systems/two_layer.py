"""Whether anything more than one hidden layer on a few frames is needed."""

from eeg2music.registry import Trained

SYSTEM = Trained(
    title="Two-layer network",
    about="on the entropy of a frame and those after it",
    kind="system",
    place=51,
    colour="olive",
    network="eeg2music.decoders.two_layer:TwoLayer",
    sees_whole_trials=True,
    is_simple=True,
)
