"""What our model makes of the electrodes of Inoue (section 4.2.3)."""

from eeg2music.registry import Trained

SYSTEM = Trained(
    title="Ours, electrodes of Inoue",
    about="EEG to music, on 5 electrodes",
    kind="system",
    place=35,
    network="eeg2music.model.transformer:Transformer",
    electrodes="inoue",
)
