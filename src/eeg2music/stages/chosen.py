"""Arguments of stages that name a module: which code a stage runs depends on them."""

from typing import Annotated

SystemName = Annotated[str, "eeg2music.systems"]
"""A system of the tables (`registry`)."""
ReaderName = Annotated[str, "eeg2music.corpora.readers"]
"""What reads a dataset's files (`corpora.adapters`)."""
