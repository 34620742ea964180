"""Whether anything more than the entropy of a stretch of time is needed."""

from eeg2music.registry import Trained

SYSTEM = Trained(
    title="Temporal convolutions",
    about="of the entropy of the whole trial",
    kind="system",
    place=52,
    colour="rose",
    network="eeg2music.decoders.convolutions:Convolutions",
    sees_whole_trials=True,
    is_simple=True,
)
