"""Music that fits a feeling, which a regression on band power reads (section 4.2.3)."""

from eeg2music.registry import Trained

SYSTEM = Trained(
    title="Tiraboschi et al., in their manner",
    about="affect by regression on band power, then retrieval",
    kind="system",
    place=30,
    network="eeg2music.peers.band_power:Linear",
    path="eeg2music.peers.band_power:regressions",
    sees_whole_trials=True,
    electrodes="tiraboschi",
)
