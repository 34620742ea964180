"""Music that fits a feeling, which a convolutional network reads (section 4.2.3)."""

from eeg2music.registry import Trained

SYSTEM = Trained(
    title="Miyamoto et al., in their manner",
    about="affect by a convolutional network, then retrieval",
    kind="system",
    place=32,
    network="eeg2music.peers.regression:Regression",
    path="eeg2music.peers.regression:descent",
    sees_whole_trials=True,
    electrodes="miyamoto",
)
