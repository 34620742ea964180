"""Stage ``split``: a cohort's trials to the parts of the split."""

import json
from pathlib import Path

from eeg2music import parquet
from eeg2music.corpora.tables import TRIALS
from eeg2music.evaluation.params import SubjectShares
from eeg2music.evaluation.split import parts, subject_parts
from eeg2music.evaluation.tables import SONG_SPLIT, SPLIT
from eeg2music.stages.runner import Output


def split(
    *,
    subjects: list[str],
    number: int,
    groups: str,
    song_split: Path,
    trials: list[Path],
    excluded: str,
    split: SubjectShares,
    table: Output,
) -> None:
    """Split subjects, all groups in every part as far as possible, and meet the songs' parts.

    ``number`` is that of the fold, ``groups`` the JSON text of a mapping of subjects to
    labels, ``excluded`` that of the [subject, video] pairs that must take no part. Nor does
    a trial that ``trials`` does not list as usable.
    """
    heard = parquet.read_many(trials, TRIALS).frame
    heard = heard[heard["excluded"] == ""]
    usable = set(zip(heard["subject"], heard["video"].tolist(), strict=True))
    unwanted = {(subject, video) for subject, video in json.loads(excluded)}
    known = parquet.read(song_split, SONG_SPLIT).frame
    songs = dict(zip(known["video"].tolist(), known["part"], strict=True))
    unwanted |= {(who, video) for who in subjects for video in songs} - usable
    people = subject_parts(subjects, split, number, json.loads(groups))
    assigned = parts(people, songs, unwanted)
    columns = {
        "subject": [subject for subject, _ in assigned],
        "video": [video for _, video in assigned],
        "part": list(assigned.values()),
    }
    parquet.write(table, SPLIT, columns, {"split": split.model_dump()})
