"""Music of anybody's recording on an instrument, without any repository (`eeg2music compose`)."""
