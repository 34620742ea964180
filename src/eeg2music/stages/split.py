"""Subjects and videos to the parts of the split."""

from eeg2music import tables
from eeg2music.deap.montage import site
from eeg2music.evaluation.split import parts
from eeg2music.params import Split
from eeg2music.stages.runner import Output


def split(*, subjects: list[str], videos: list[int], split: Split, table: Output) -> None:
    """Split subjects, both sites in every part as far as possible, and songs."""
    assigned = parts(subjects, videos, split, {subject: site(subject) for subject in subjects})
    columns = {
        "subject": [subject for subject, _ in assigned],
        "video": [video for _, video in assigned],
        "part": list(assigned.values()),
    }
    tables.write(table, tables.SPLIT, columns, {"split": split.model_dump()})
