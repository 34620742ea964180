"""Fitting a model: what it sees, the loop, the checkpoint."""
