"""What of a dataset is usable, subject by subject and stimulus by stimulus."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eeg2music.audio.decoding import decode_excerpt
from eeg2music.audio.params import Decode
from eeg2music.corpora.contract import EVERYONE, EVERYTHING, Corpus, Excluded, usable
from eeg2music.eeg.params import Slices
from eeg2music.errors import DataError
from eeg2music.params.grid import TrialLength

USABLE, PARTLY, PACKED, ABSENT, UNUSABLE = "usable", "partly", "packed", "absent", "unusable"
_WORST_FIRST = (UNUSABLE, ABSENT, PARTLY, PACKED, USABLE)


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
    channels : tuple of str
        Of a subject's recording.
    """

    what: str
    state: str
    told: str = ""
    channels: tuple[str, ...] = ()


def subjects(
    corpus: Corpus,
    recordings: Mapping[str, Sequence[str]],
    metadata: Sequence[str],
    grid: TrialLength,
    settings: Slices,
) -> Iterator[Finding]:
    """Open and clean every recording, as the run will."""
    tables = [Path(file) for file in metadata]
    first = Finding("", ABSENT)
    for subject in sorted(recordings):
        files = [Path(file) for file in recordings[subject]]
        found = _subject(subject, files, tables, corpus, grid, settings)
        if found.channels and not first.channels:
            first = found
        yield _alike(found, first)


def _subject(
    subject: str,
    files: Sequence[Path],
    tables: Sequence[Path],
    corpus: Corpus,
    grid: TrialLength,
    settings: Slices,
) -> Finding:
    if not all(path.is_file() for path in [*files, *tables]):
        return Finding(subject, PACKED, "in an archive")
    try:
        session = corpus.session(subject, files, tables)
        usable(session, files[0])
        session.cleaned(grid, settings)
    except DataError as error:
        return Finding(subject, UNUSABLE, str(error))
    reasons = {trial.video: trial.reason for trial in session.trials if trial.reason}
    told = f"{len(session.trials) - len(reasons)} of {len(session.trials)} trials"
    repaired = {video: f"interpolated {', '.join(n)}" for video, n in session.repair.found.items()}
    return Finding(
        subject,
        PARTLY if reasons else USABLE,
        "; ".join([told, *_listed("without", reasons), *_listed("in", repaired)]),
        tuple(session.channels),
    )


def _alike(found: Finding, first: Finding) -> Finding:
    """A finding, which is of no use where channels differ from those of the first subject."""
    if not found.channels or found.channels == first.channels:
        return found
    own, others = set(found.channels), set(first.channels)
    differing = ", ".join(sorted(own ^ others)) or "their order"
    told = (
        f"other channels than {first.what} has ({differing}): name those that all subjects share"
        " in `bids.channels`, or leave the subject out"
    )
    return Finding(found.what, UNUSABLE, told, found.channels)


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
    """Tell what does not take part; a subject's trials of one reason in one finding."""
    trials: dict[tuple[str, str], dict[int, str]] = {}
    for each in excluded:
        if each.subject != EVERYONE and each.video != EVERYTHING:
            trials.setdefault((each.subject, each.reason), {})[each.video] = each.reason
        else:
            what = each.subject or f"stimulus {each.video:02d}"
            yield Finding(what if each.subject or each.video else "file", ABSENT, each.reason)
    for (subject, _), reasons in trials.items():
        (told,) = _listed("without", dict(sorted(reasons.items())))
        yield Finding(subject, PARTLY, told)


def grouped(findings: Iterable[Finding]) -> list[Finding]:
    """Findings of which the same is told as one, the worst first."""
    alike: dict[tuple[str, str], list[str]] = {}
    for each in findings:
        alike.setdefault((each.state, each.told), []).append(each.what)
    told = [Finding(_spans(what), state, reason) for (state, reason), what in alike.items()]
    return sorted(told, key=lambda each: _WORST_FIRST.index(each.state))


def _listed(how: str, reasons: Mapping[int, str]) -> list[str]:
    """Each reason once, with the stimuli that it concerns."""
    return [
        f"{how} {_spans([f'{n:02d}' for n, why in reasons.items() if why == reason])}: {reason}"
        for reason in dict.fromkeys(reasons.values())
    ]


def _spans(names: Sequence[str]) -> str:
    """Names that end in numbers, those that follow one another as the first and the last."""
    spans: list[list[str]] = []
    for name in names:
        if spans and _next(spans[-1][-1]) == name:
            spans[-1].append(name)
        else:
            spans.append([name])
    return ", ".join(
        f"{span[0]} to {span[-1]}" if len(span) > 2 else ", ".join(span) for span in spans
    )


def _next(name: str) -> str:
    """The name after one: s10 after s09."""
    stem = name.rstrip("0123456789")
    number = name[len(stem) :]
    return f"{stem}{int(number) + 1:0{len(number)}d}" if number else ""
