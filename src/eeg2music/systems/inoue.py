"""Music that fits a feeling, which support vector machines read (section 4.2.3)."""

from eeg2music.registry import Trained

SYSTEM = Trained(
    title="Inoue, in his manner",
    about="affect by support vector machines, then retrieval",
    kind="system",
    place=34,
    network="eeg2music.peers.band_power:Sides",
    path="eeg2music.peers.band_power:boundaries",
    sees_whole_trials=True,
    electrodes="inoue",
)
