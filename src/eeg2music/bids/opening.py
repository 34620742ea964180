"""Opening of a subject's runs, and joining them with what was heard."""

import logging
from collections.abc import Sequence
from pathlib import Path

from eeg2music.bids import checks, layout, ratings
from eeg2music.bids.events import WHOLE_RECORDING, Heard, Presentation, heard
from eeg2music.bids.names import Stimuli
from eeg2music.bids.params import Bids
from eeg2music.bids.placing import place
from eeg2music.bids.run import Run, open_run
from eeg2music.bids.session import BidsSession
from eeg2music.corpora.contract import Trial
from eeg2music.errors import DataError

logger = logging.getLogger(__name__)


def open_session(
    subject: str,
    recording: Sequence[Path],
    metadata: Sequence[Path],
    stimuli: Stimuli,
    settings: Bids,
    trial_s: float,
) -> BidsSession:
    """Open the runs in which a subject heard a stimulus.

    Parameters
    ----------
    recording, metadata
        The files that the inventory named for the subject, and for everyone.
    trial_s : float
        What of a stimulus must have been recorded.

    Raises
    ------
    DataError
        If no event names a stimulus, a run is unreadable, its channels do not fit, or too
        many of them are bad.
    """
    paths = [path for path in recording if path.suffix.lower() in layout.RECORDINGS]
    told = {path: _heard(path, recording, stimuli, settings) for path in paths}
    first = _first_presentations(told)
    if not first:
        raise _nothing_heard(recording, told, stimuli, settings)
    used = dict.fromkeys(path for path, _ in first.values())
    runs = {path: open_run(path, recording, settings.channels) for path in paths if path in used}
    names = _common_eeg(list(runs.values()), settings.channels)
    for run in runs.values():
        checks.bad_channels(run, names)
    placed = [place(runs[path], what, told[path].cuts_s, trial_s) for path, what in first.values()]
    tables = [p for p in [*recording, *metadata] if _holds_answers(p)]
    answers = ratings.of_tables(tables, subject, settings.stimulus_column, stimuli)
    trials = []
    for (path, what), where in zip(first.values(), placed, strict=True):
        rated = ratings.of_event(what.row, path)
        rated = {k: v if v == v else answers.get(what.video, rated)[k] for k, v in rated.items()}
        trials.append(Trial(video=what.video, reason=where.reason, **rated))
    return BidsSession(names, _common_eyes(list(runs.values())), tuple(placed), tuple(trials))


def _heard(path: Path, files: Sequence[Path], stimuli: Stimuli, settings: Bids) -> Heard:
    found = heard(path, layout.sidecar(path, "events.tsv", files), stimuli, settings)
    if found.unknown:
        logger.warning("%s: no file for %s", path.name, ", ".join(found.unknown))
    return found


def _first_presentations(told: dict[Path, Heard]) -> dict[int, tuple[Path, Presentation]]:
    """The first time that each stimulus was heard, sorted by its number."""
    first: dict[int, tuple[Path, Presentation]] = {}
    for path, run in told.items():
        for what in run.presentations:
            if what.video in first:
                logger.warning(
                    "%s: stimulus %d again at %g s: the first time counts",
                    path.name,
                    what.video,
                    what.onset_s,
                )
            first.setdefault(what.video, (path, what))
    return dict(sorted(first.items()))


def _common_eeg(runs: Sequence[Run], wanted: Sequence[str]) -> tuple[str, ...]:
    """EEG channels by name as wanted, or those that all runs have, ordered as in the first."""
    for run in runs:
        missing = [name for name in wanted if name not in run.channels.eeg]
        if missing:
            raise DataError(
                run.path,
                expected=f"the EEG channels of `bids.channels`, {', '.join(wanted)}",
                found=f"none of type EEG named {', '.join(missing)}",
                cure="Name channels that every recording has, or none.",
            )
    first, *others = (run.channels.eeg for run in runs)
    return tuple(wanted) or tuple(name for name in first if all(name in o for o in others))


def _common_eyes(runs: Sequence[Run]) -> tuple[str, ...]:
    first, *others = (run.channels.eyes for run in runs)
    return tuple(name for name in first if all(name in other for other in others))


def _holds_answers(path: Path) -> bool:
    return path.name.endswith("_beh.tsv") or path.parent.name == "phenotype"


def _nothing_heard(
    recording: Sequence[Path], told: dict[Path, Heard], stimuli: Stimuli, settings: Bids
) -> DataError:
    if not told:
        return _refusal(
            recording[0] if recording else "recording", "an EEG recording", "none of the formats"
        )
    path = next(iter(told))
    names = list(dict.fromkeys(name for run in told.values() for name in run.unknown))
    table = layout.sidecar(path, "events.tsv", recording)
    files = f"{len(stimuli.files)} files under stimuli"
    if settings.onset_event == WHOLE_RECORDING:
        return _refusal(path, f"a session, run or task named like one of {files}", path.name)
    if table is None:
        return _refusal(path, "a table of events beside it", "no events.tsv that belongs to it")
    found = f"names without a file: {', '.join(names)}" if names else "no event that names one"
    wanted = f"events whose {settings.stimulus_column} names one of {files}"
    if settings.onset_event:
        wanted += f", and {settings.onset_event} where it starts"
    return _refusal(table, wanted, found)


def _refusal(file: Path | str, expected: str, found: str) -> DataError:
    return DataError(
        file,
        expected=expected,
        found=found,
        cure="See docs/corpora.md for how events name stimuli, or leave the subject out.",
    )
