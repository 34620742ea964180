"""Stage ``report``: the page (tables, figures, music), one folder that opens offline."""

import json
import shutil
from pathlib import Path

import numpy as np
import pandas as pd

from eeg2music import parquet
from eeg2music.audio.features import cepstrum
from eeg2music.audio.files import read_audio
from eeg2music.audio.params import AudioFeatures
from eeg2music.audio.tables import AUDIO_FEATURES
from eeg2music.compose.tables import COMPOSITION, MUSIC
from eeg2music.corpora.tables import EXCLUSIONS, INTERPOLATED, MANIFEST
from eeg2music.evaluation.tables import GAINS, HITS, IDENTIFICATION, LEADS, SPLIT
from eeg2music.params.grid import Framing, SliceLength
from eeg2music.report import comparisons as comparing
from eeg2music.report import evidence, gallery, listening, vocabulary
from eeg2music.report import hits as scoreboard
from eeg2music.report import leads as leading
from eeg2music.report import protocols as under
from eeg2music.report.findings import decisive, findings
from eeg2music.report.identification import Identified, identified
from eeg2music.report.music import judged
from eeg2music.report.page import RECORDINGS, Folds, Page, render
from eeg2music.report.params import Report
from eeg2music.report.provenance import Provenance, provenance
from eeg2music.report.reach import Reach, reach
from eeg2music.report.recordings import Recordings, recordings
from eeg2music.report.verdict import FILE, verdict
from eeg2music.stages.chosen import SystemName
from eeg2music.stages.runner import Output
from eeg2music.training.tables import CURVE
from eeg2music.vocabulary.params import Vocabulary
from eeg2music.vocabulary.tables import DICTIONARY


def report(
    *,
    cohort: str,
    cohorts: str,
    systems: list[SystemName],
    folds: list[str],
    of_folds: int,
    hits: Path,
    hits_of_folds: list[Path],
    gains: Path,
    leads: Path,
    identification: Path,
    metrics: Path,
    health: list[Path],
    curves: list[Path],
    eeg_dictionary: Path,
    audio_features: Path,
    dry: Path,
    compositions: list[Path],
    music: Path,
    sounds: list[Path],
    evidence_tables: list[Path],
    evidence_elsewhere: list[Path],
    comparisons: list[Path],
    protocols: list[Path],
    written: list[Path],
    maps: list[Path],
    split_table: Path,
    manifest: Path,
    exclusions: Path,
    interpolated: Path,
    recordings_page: Path,
    report: Report,
    grid: Framing,
    page: Output,
) -> None:
    """Write the page of one cohort: of one fold, or of several that are pooled.

    ``health`` and ``hits_of_folds`` are those of each fold; what else belongs to a fold is the
    first one's. ``cohorts`` is the JSON text of what is known of each that may be in the tables:
    of this one, and of another that it is held against, with that one's ``evidence_elsewhere``.
    ``written`` is what is handed out of ``comparisons`` and ``protocols``, where these are shown.
    """
    scores = parquet.read(hits, HITS)
    scoreboard.require_controls(scores.frame, systems, hits)
    asked = scores.meta["evaluate"]
    told = evidence.read(evidence_tables, systems)
    known = {each["name"]: scoreboard.Cohort(**each) for each in json.loads(cohorts)}
    boards = scoreboard.boards(scores.frame, parquet.read(gains, GAINS).frame, known.values())
    segments = parquet.read(identification, IDENTIFICATION)
    found = identified(segments.frame, known.values())
    learnt = {path.name.split(".")[0]: parquet.read(path, CURVE) for path in curves}
    dictionary = parquet.read(eeg_dictionary, DICTIONARY)
    features = parquet.read(audio_features, AUDIO_FEATURES)
    composed = [parquet.read(path, COMPOSITION) for path in compositions]
    voices = listening.by_trial(sounds)
    split = parquet.read(split_table, SPLIT)
    cepstra = _cepstra(dry, features, grid)
    material = _material(
        *(cohort, boards, found, told, learnt, features, cepstra, dictionary, asked, grid)
    )
    made_by = [scores, segments, dictionary, features, split, *learnt.values(), *composed]
    figures = [json.loads(path.read_text(encoding="utf-8")) for path in health]
    limits = _limits(dictionary)
    content = Page(
        title=report.title,
        cohort=known[cohort],
        boards=boards,
        leads=leading.leads(parquet.read(leads, LEADS).frame, known.values()),
        tables=[comparing.read(path, cohort) for path in comparisons],
        protocols=under.read(protocols[0]) if protocols else None,
        reached=_reached(cohort, folds, hits_of_folds, scores.frame),
        identified=found,
        measures=vocabulary.measures(figures[0], limits),
        ailing=vocabulary.ailing(folds, figures, limits),
        folds=Folds(folds, of_folds),
        unigrams=vocabulary.unigrams(figures[0]),
        sounds=figures[0]["audio"]["entries"],
        grid=grid,
        pictures=gallery.draw(material, page) | gallery.scalp_maps(maps, page),
        recordings=_recordings(known, cohort, told, evidence_elsewhere, systems),
        chords=scoreboard.of_chords(told["chord_hits"].frame, known[cohort]),
        judged=judged(parquet.read(music, MUSIC).frame),
        trials=[listening.trial(table.frame, voices, page) for table in composed],
        provenance=_provenance(made_by, split, manifest, exclusions, interpolated),
        confidence=asked["confidence"],
        power=asked["power"],
        downloads=_downloads(
            [
                *(hits, gains, leads, identification, *evidence_tables),
                *(music, metrics, health[0], exclusions),
                *(*comparisons, *protocols, *written),
            ],
            page,
        ),
    )
    shutil.copyfile(recordings_page, page / RECORDINGS)
    (page / "index.html").write_text(render(content), encoding="utf-8")
    answer = json.dumps(verdict(content), indent=2, ensure_ascii=False)
    (page / FILE).write_text(answer + "\n", encoding="utf-8")


def _material(
    cohort: str,
    boards: list[scoreboard.Board],
    found: list[Identified],
    told: dict[str, parquet.Table],
    learnt: dict[str, parquet.Table],
    features: parquet.Table,
    cepstra: np.ndarray,
    dictionary: parquet.Table,
    asked: dict[str, float],
    grid: SliceLength,
) -> gallery.Material:
    """What is drawn."""
    own = decisive(findings(boards[0])[cohort])
    return gallery.Material(
        boards=boards,
        identified=found,
        cohort=cohort,
        k=own.k,
        guess=own.baseline.value,
        confidence=asked["confidence"],
        curves={name: table.frame for name, table in learnt.items()},
        mfcc=cepstra,
        slice_s=grid.slice_s,
        video=int(features.frame["video"].iloc[0]),
        dictionary=dictionary.array("features"),
        channels=dictionary.meta["channels"],
        time_shifts=told["time_shifts"].frame,
        clusters=told["cluster_hits"].frame,
        planted=told["power"].frame,
        asked_power=asked["power"],
    )


def _cepstra(dry: Path, features: parquet.Table, grid: SliceLength) -> np.ndarray:
    """MFCC of a song's first slice, as its features were made."""
    samples, rate = read_audio(dry)
    settings = AudioFeatures.model_validate(features.meta["audio_features"])
    return cepstrum(samples[:, : round(grid.slice_s * rate)], rate, settings)


def _recordings(
    known: dict[str, scoreboard.Cohort],
    own: str,
    told: dict[str, parquet.Table],
    elsewhere: list[Path],
    systems: list[SystemName],
) -> list[tuple[scoreboard.Cohort, Recordings]]:
    """What recordings tell of the page's cohort, and of the one that it is held against."""
    others = [name for name in known if name != own]
    tables = [told, *([evidence.read(elsewhere, systems)] if others else [])]
    return [(known[n], recordings(t)) for n, t in zip([own, *others], tables, strict=True)]


def _reached(
    cohort: str, folds: list[str], hits_of_folds: list[Path], pooled: pd.DataFrame
) -> list[Reach]:
    tables = (parquet.read(path, HITS).frame for path in hits_of_folds)
    told = [reach(fold, table, cohort) for fold, table in zip(folds, tables, strict=True)]
    return [*told, reach("all", pooled, cohort)] if len(told) > 1 else told


def _provenance(
    made_by: list[parquet.Table],
    split: parquet.Table,
    manifest: Path,
    exclusions: Path,
    interpolated: Path,
) -> Provenance:
    accounts = ((exclusions, EXCLUSIONS), (interpolated, INTERPOLATED))
    return provenance(
        [table.meta for table in made_by],
        parquet.read(manifest, MANIFEST).frame,
        split.frame,
        *(parquet.read(path, schema).frame for path, schema in accounts),
    )


def _limits(dictionary: parquet.Table) -> Vocabulary:
    return Vocabulary.model_validate(dictionary.meta["vocabulary"])


def _downloads(paths: list[Path], page: Path) -> list[str]:
    """Copy the tables behind the page into it; return their names there."""
    (page / "data").mkdir(parents=True)
    for path in paths:
        shutil.copyfile(path, page / "data" / path.name)
    return [f"data/{path.name}" for path in paths]
