"""Stage ``report``: the page (tables, figures, music), one folder that opens offline."""

import json
import shutil
from pathlib import Path

from eeg2music import tables
from eeg2music.params import Grid, Report
from eeg2music.report import gallery, listening, vocabulary
from eeg2music.report import hits as scoreboard
from eeg2music.report.findings import decisive, findings
from eeg2music.report.page import Page, render
from eeg2music.report.provenance import provenance
from eeg2music.stages.runner import Output


def report(
    *,
    hits: Path,
    metrics: Path,
    health: Path,
    curves: list[Path],
    eeg_dictionary: Path,
    audio_features: Path,
    compositions: list[Path],
    music: list[Path],
    split_table: Path,
    manifest: Path,
    exclusions: Path,
    report: Report,
    grid: Grid,
    page: Output,
) -> None:
    """Write the page of one twin; where both are scored, it is the null twin's."""
    scores = tables.read(hits, tables.HITS)
    scoreboard.require_controls(scores.frame, hits)
    boards = scoreboard.boards(scores.frame)
    coupling = scoreboard.couplings(scores.frame)[-1]
    learnt = {_experiment(path): tables.read(path, tables.CURVE) for path in curves}
    dictionary = tables.read(eeg_dictionary, tables.DICTIONARY)
    features = tables.read(audio_features, tables.AUDIO_FEATURES)
    composed = [tables.read(path, tables.COMPOSITION) for path in compositions]
    voices = listening.by_trial(music)
    split = tables.read(split_table, tables.SPLIT)
    material = gallery.Material(
        boards=boards,
        coupling=coupling,
        k=decisive(findings(boards[0])[coupling]).k,
        curves={name: table.frame for name, table in learnt.items()},
        mfcc=features.array("mfcc")[(features.frame["slice"] == 0).to_numpy()],
        slice_s=grid.slice_s,
        video=int(features.frame["video"].iloc[0]),
        dictionary=dictionary.array("features"),
        channels=dictionary.meta["channels"],
    )
    made_by = [scores, dictionary, features, split, *learnt.values(), *composed]
    figures = json.loads(health.read_text(encoding="utf-8"))
    content = Page(
        title=report.title,
        coupling=coupling,
        boards=boards,
        measures=vocabulary.measures(figures, _limits(dictionary)),
        unigrams=vocabulary.unigrams(figures),
        pictures=gallery.draw(material, page),
        trials=[listening.trial(table.frame, voices, page) for table in composed],
        provenance=provenance(
            [table.meta for table in made_by],
            tables.read(manifest, tables.MANIFEST).frame,
            split.frame,
            tables.read(exclusions, tables.EXCLUSIONS).frame,
        ),
        confidence=scores.meta["evaluate"]["confidence"],
        downloads=_downloads([hits, metrics, health, exclusions], page),
    )
    (page / "index.html").write_text(render(content), encoding="utf-8")


def _experiment(curve: Path) -> str:
    return curve.name.split(".")[0]


def _limits(dictionary: tables.Table) -> vocabulary.Limits:
    told = dictionary.meta["vocabulary"]
    return vocabulary.Limits(told["max_largest_share"], told["min_evenness"])


def _downloads(paths: list[Path], page: Path) -> list[str]:
    """Copy the tables behind the page into it; return their names there."""
    (page / "data").mkdir(parents=True)
    for path in paths:
        shutil.copyfile(path, page / "data" / path.name)
    return [f"data/{path.name}" for path in paths]
