"""What our model makes of the electrodes of Miyamoto and others (section 4.2.3)."""

from eeg2music.registry import Trained

SYSTEM = Trained(
    title="Ours, electrodes of Miyamoto et al.",
    about="EEG to music, on 29 electrodes",
    kind="system",
    place=33,
    network="eeg2music.model.transformer:Transformer",
    electrodes="miyamoto",
)
