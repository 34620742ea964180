"""How a stage is found and run: ``python -m eeg2music.stages NAME --option value ...``."""
