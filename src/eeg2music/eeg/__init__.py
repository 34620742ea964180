"""From EEG recordings to differential entropy."""
