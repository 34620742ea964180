"""Splits, scores and their statistics."""
