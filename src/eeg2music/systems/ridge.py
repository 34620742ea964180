"""Whether anything more than a linear map is needed."""

from eeg2music.registry import Trained

SYSTEM = Trained(
    title="Ridge regression",
    about="linear, on the entropy of a frame and those after it",
    kind="system",
    place=50,
    colour="sky",
    network="eeg2music.decoders.ridge:Ridge",
    sees_whole_trials=True,
    path="eeg2music.decoders.ridge:path",
    is_simple=True,
)
