"""What our model makes of the electrodes of Tiraboschi and others (section 4.2.3)."""

from eeg2music.registry import Trained

SYSTEM = Trained(
    title="Ours, electrodes of Tiraboschi et al.",
    about="EEG to music, on 6 electrodes",
    kind="system",
    place=31,
    network="eeg2music.model.transformer:Transformer",
    electrodes="tiraboschi",
)
