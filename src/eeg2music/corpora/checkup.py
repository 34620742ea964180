"""What of a dataset is usable, subject by subject and stimulus by stimulus."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eeg2music.audio.decoding import decode_excerpt
from eeg2music.audio.params import Decode
from eeg2music.corpora.contract import EVERYONE, EVERYTHING, Corpus, Excluded
from eeg2music.errors import DataError
from eeg2music.params.grid import TrialLength

USABLE, PARTLY, PACKED, ABSENT, UNUSABLE = "usable", "partly", "packed", "absent", "unusable"


@dataclass(frozen=True)
class Finding:
    """One thing of a dataset.

    Attributes
    ----------
    what : str
        A subject, a stimulus, a table.
    state : str
        ``usable``; ``partly`` (some trials are not); ``packed`` (in an archive, to be
        unpacked by the run); ``absent`` (the run goes on without it); ``unusable``.
    told : str
        What it holds, or what is wrong and what to do.
    """

    what: str
    state: str
    told: str = ""


def subjects(
    corpus: Corpus, recordings: Mapping[str, Sequence[str]], metadata: Sequence[str]
) -> Iterator[Finding]:
    """Open every recording and look for its trials."""
    tables = [Path(file) for file in metadata]
    for subject in sorted(recordings):
        files = [Path(file) for file in recordings[subject]]
        if not all(path.is_file() for path in [*files, *tables]):
            yield Finding(subject, PACKED, "in an archive")
            continue
        try:
            trials = corpus.session(subject, files, tables).trials
        except DataError as error:
            yield Finding(subject, UNUSABLE, str(error))
            continue
        reasons = {trial.video: trial.reason for trial in trials if trial.reason}
        state = PARTLY if reasons else USABLE
        told = f"{len(trials) - len(reasons)} of {len(trials)} trials"
        yield Finding(subject, state, "; ".join([told, *_listed(reasons)]))


def stimuli(
    corpus: Corpus,
    files: Mapping[str, str],
    timetable: Sequence[str],
    grid: TrialLength,
    decode: Decode,
) -> Iterator[Finding]:
    """Decode the excerpt of every stimulus."""
    tables = [Path(file) for file in timetable]
    for number in sorted(files, key=int):
        what, movie = f"stimulus {number}", Path(files[number])
        if not all(path.is_file() for path in tables):
            yield Finding(what, PACKED, "its excerpt is told by a table in an archive")
            continue
        try:
            start_s = corpus.start_s(int(number), tables)
            decode_excerpt(
                movie,
                start_s=start_s,
                length_s=grid.trial_s,
                rate_hz=decode.sampling_rate_hz,
                tolerance_s=decode.tolerance_s,
            )
        except DataError as error:
            yield Finding(what, UNUSABLE, str(error))
        else:
            told = f"{movie.name}, {start_s:g} s to {start_s + grid.trial_s:g} s"
            yield Finding(what, USABLE, told)


def absent(excluded: Sequence[Excluded]) -> Iterator[Finding]:
    """Tell what does not take part; a subject's trials of one reason in one line."""
    trials: dict[tuple[str, str], list[int]] = {}
    for each in excluded:
        if each.subject != EVERYONE and each.video != EVERYTHING:
            trials.setdefault((each.subject, each.reason), []).append(each.video)
        else:
            what = each.subject or f"stimulus {each.video:02d}"
            yield Finding(what if each.subject or each.video else "file", ABSENT, each.reason)
    for (subject, reason), videos in trials.items():
        numbers = ", ".join(f"{video:02d}" for video in sorted(videos))
        yield Finding(subject, PARTLY, f"without {numbers}: {reason}")


def _listed(reasons: Mapping[int, str]) -> list[str]:
    """Each reason once, with the stimuli that it concerns."""
    return [
        f"without {', '.join(f'{n:02d}' for n, why in reasons.items() if why == reason)}: {reason}"
        for reason in dict.fromkeys(reasons.values())
    ]
