"""What the model knows about music without any brain."""

from eeg2music.registry import Trained

SYSTEM = Trained(
    title="Without EEG",
    about="the same model, trained and run without EEG",
    kind="control",
    place=110,
    colour="amber",
    is_baseline=True,
    is_brainless=True,
    is_required=True,
    network="eeg2music.model.transformer:Transformer",
    fitted="eeg2music.training.pairing:without_eeg",
    shown="eeg2music.training.pairing:without_eeg",
)
