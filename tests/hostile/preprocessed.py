"""Preprocessed files that are refused, in little memory, leaving no trace."""

import pickle
import tracemalloc

import numpy as np

from eeg2music.deap.preprocessed import read_preprocessed
from tests.refusals import refusal

MOST_MEMORY = 2_000_000
"""Bytes that refusing a small file may take."""
NEVER = "never unpickle this one, it may run code"
AGAIN = "Copy or download the file again."
IN_PLACE = "Put the file as DEAP distributes it"
AS_DISTRIBUTED = "Use the file as DEAP distributes it"


def refuse(path, content, **told):
    """Refuse a file's content, in little memory, leaving nothing beside it."""
    path.write_bytes(content)
    tracemalloc.start()
    try:
        refusal(lambda: read_preprocessed(path), file=path, **told)
        assert tracemalloc.get_traced_memory()[1] < MOST_MEMORY
    finally:
        tracemalloc.stop()
    assert list(path.parent.iterdir()) == [path]
    assert path.read_bytes() == content


def held(value, protocol=2):
    return pickle.dumps({"data": value, "labels": np.ones((1, 4))}, protocol)
