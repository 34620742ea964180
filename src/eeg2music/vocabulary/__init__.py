"""Discrete representations: DBSCAN dictionaries of EEG and audio (paper 3.1)."""
