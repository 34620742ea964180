"""A null that works on any recordings: brains paired with music that they did not hear."""

from eeg2music.registry import Trained

SYSTEM = Trained(
    title="Permuted pairing",
    about="the same model, trained on the EEG of other songs",
    kind="control",
    place=120,
    is_required=True,
    network="eeg2music.model.transformer:Transformer",
    fitted="eeg2music.training.pairing:with_eeg_of_other_songs",
)
