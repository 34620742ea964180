"""Tokens to music (paper 3.2)."""
