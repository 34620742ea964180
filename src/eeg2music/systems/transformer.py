"""The Transformer without what the paper adds to it (section 4.5)."""

from eeg2music.registry import Trained

SYSTEM = Trained(
    title="Transformer",
    about="of dictionary vectors alone: no CNN, no feature mask",
    kind="system",
    place=13,
    network="eeg2music.model.transformer:PlainTransformer",
)
