"""Folders that somebody has put elsewhere."""

from pathlib import Path


def move(root: Path, place: str) -> Path:
    """Put a folder where ``place``, as seen from the one that holds it, leads; into itself even."""
    there = (root.parent / place).resolve()
    aside = root.rename(root.with_name("aside"))
    there.parent.mkdir(parents=True, exist_ok=True)
    return aside.rename(there)
