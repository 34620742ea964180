"""EEG to music: a reproducible pipeline from recorded brain activity to generated music."""

__version__ = "0.1.0"
