"""Stimulus videos to audio features (paper 3.1.3, 4.2.1)."""
