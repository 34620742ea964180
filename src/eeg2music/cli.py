"""The ``eeg2music`` command: what stands beside ``snakemake`` and ``dvc``."""

import argparse
import os
import signal
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import shtab

from eeg2music import __version__, cli_results
from eeg2music.errors import DataError
from eeg2music.pipeline import dvc_yaml, planned, schema, verify, versions


def main(argv: list[str] | None = None) -> int:
    """Run one command in the repository of the working directory."""
    options = vars(_parser().parse_args(argv))
    run, _ = options.pop("run"), options.pop("print_completion")
    try:
        _check(Path.cwd(), run)
        status: int = run(Path.cwd(), **options)
    except DataError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except BrokenPipeError:  # whoever read what was said has left
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return status


def _check(folder: Path, run: Callable[..., int]) -> None:
    """Refuse folders that are no repository, where one is needed."""
    needed = "params.yaml" if run in (schema.show, _doctor) else "Snakefile"
    if run not in (versions.record, *_ANYWHERE) and not (folder / needed).is_file():
        raise DataError(
            folder / needed,
            expected="a repository of eeg2music in the working directory",
            found="no such file",
            cure="Run the command in the folder that holds params.yaml and Snakefile.",
        )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("eeg2music", description=__doc__)
    parser.add_argument("--version", action="version", version=f"eeg2music {__version__}")
    shtab.add_argument_to(parser, help="print what makes a shell complete commands")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, run, told in (
        ("params", schema.show, "list every parameter of params.yaml, its value and what it is"),
        ("params-schema", schema.export, "write the JSON schema of params.yaml"),
        ("dvc-yaml", dvc_yaml.generate, "write dvc.yaml from the rules"),
        ("plan", planned.write, "write what each stage would run, for DVC"),
        ("record", versions.record, "tell DVC which stages Snakemake has finished"),
        ("sync", versions.sync, "tell Snakemake which outputs DVC has restored"),
        ("pull", versions.pull, "fetch results from DVC's remote, and tell Snakemake"),
        ("checkout", versions.checkout, "bring back what dvc.lock names, and tell Snakemake"),
        ("verify", verify.verify, "hash everything, name what differs, repair what can be"),
    ):
        command = commands.add_parser(name, help=told, description=told)
        command.set_defaults(run=run)
        if run in (versions.pull, versions.checkout):
            command.add_argument("stages", nargs="*", help="of dvc.yaml; all, if none is given")
            command.add_argument(
                "--force", action="store_true", help="replace files that no job has made"
            )
    told = "tell what of the dataset is there, missing, usable; run it before a long run"
    command = commands.add_parser("doctor", help=told, description=told)
    command.add_argument("--quick", action="store_true", help="open no recording, decode nothing")
    command.set_defaults(run=_doctor)
    told = "play a recording of EEG on a trained instrument; needs no repository"
    command = commands.add_parser("compose", help=told, description=told)
    command.add_argument("recording", type=Path, help="whatever MNE reads: BDF, EDF, FIF, …")
    command.add_argument("-o", "--output", type=Path, required=True, help="folder of the music")
    command.add_argument("--checkpoint", type=Path, help="folder of the instrument")
    command.add_argument("--start", type=float, default=0.0, help="where to begin, s")
    command.add_argument("--length", type=float, help="how much to play, s; all, if not given")
    command.set_defaults(run=_compose)
    told = "search a finished run for leaks: what must not tell is changed, the chain run again"
    command = commands.add_parser("audit", help=told, description=told)
    command.add_argument("--cohort", help="whose recordings; the first, if not given")
    command.add_argument("--fold", type=int, default=0, help="number of the fold, from 0")
    command.set_defaults(run=_audit)
    _add_live(commands)
    _add_study(commands)
    cli_results.add(commands)
    return parser


def _add_live(commands: Any) -> None:
    told = "play a stream of EEG (Lab Streaming Layer) on a trained instrument while it is recorded"
    command = commands.add_parser("live", help=told, description=told)
    where = command.add_mutually_exclusive_group(required=True)
    where.add_argument("-o", "--output", type=Path, help="new folder of the music")
    where.add_argument(
        "--dry-run",
        action="store_const",
        const=None,
        dest="output",
        help="tell which streams there are, and which electrodes",
    )
    command.add_argument(
        "--stream", help="name or source of the stream; the only one of EEG, if not given"
    )
    command.add_argument("--checkpoint", type=Path, help="folder of the instrument")
    command.add_argument(
        "--warm-up", type=_not_below_0, default=20.0, help="EEG to hear before music begins, s"
    )
    command.add_argument(
        "--delay", type=_not_below_0, default=1.5, help="how much later to play, to hear better, s"
    )
    command.add_argument(
        "--seconds", type=_above_0(float), help="when to stop; on Ctrl-C, if not given"
    )
    command.add_argument("--midi", default="eeg2music", help="name of the virtual MIDI port")
    command.add_argument("--no-midi", action="store_true", help="open no MIDI port")
    command.add_argument("--no-sound", action="store_true", help="play through no loudspeaker")
    command.set_defaults(run=_live)


def _add_study(commands: Any) -> None:
    told = "make a blind listening study of composed trials: a page, and a sealed key"
    command = commands.add_parser("listening-study", help=told, description=told)
    command.add_argument("results", type=Path, help="folder of a fold, results/COHORT/FOLD")
    command.add_argument("-o", "--output", type=Path, required=True, help="new folder")
    command.add_argument(
        "--seconds", type=_above_0(float), default=10.0, help="length of an excerpt"
    )
    command.add_argument(
        "--pairs", type=_above_0(int), default=3, help="of each trial and contrast"
    )
    command.set_defaults(run=_listening_study)
    told = "score the answers to a listening study"
    command = commands.add_parser("listening-score", help=told, description=told)
    command.add_argument("key", type=Path, help="key.json of the study")
    command.add_argument("answers", type=Path, nargs="+", help="CSV files that the page saved")
    command.add_argument("-o", "--output", type=Path, help="folder of the tables, if wanted")
    command.set_defaults(run=_listening_score)


def _not_below_0(text: str) -> float:
    value = float(text)
    if not 0 <= value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} must be 0 or more")
    return value


def _above_0(kind: Callable[[str], float]) -> Callable[[str], float]:
    def number(text: str) -> float:
        value = kind(text)
        if not value > 0:
            raise argparse.ArgumentTypeError(f"{text} must be above 0")
        return value

    return number


def _listening_study(root: Path, results: Path, output: Path, seconds: float, pairs: int) -> int:
    from eeg2music.study.study import KEY, PAGE, Plan, make

    key = make(results, output, Plan(excerpt_s=seconds, per_trial=pairs))
    print(f"{len(key.pairs)} pairs. Hand out the folder {output / PAGE}; keep {output / KEY}.")
    return 0


def _listening_score(root: Path, key: Path, answers: list[Path], output: Path | None) -> int:
    from eeg2music.study.report import report

    print(report(key, answers, output))
    return 0


def _compose(
    root: Path,
    recording: Path,
    output: Path,
    checkpoint: Path | None,
    start: float,
    length: float | None,
) -> int:
    from eeg2music.compose.instrument import only_one  # loads Torch, which only it needs
    from eeg2music.recital.recital import give

    programme = give(recording, output, checkpoint or only_one(root), start, length)
    if programme.caution:
        print(f"warning: {programme.caution}", file=sys.stderr)
    print(f"{programme.length_s:g} s of music: {(output / 'index.html').resolve().as_uri()}")
    return 0


def _live(
    root: Path,
    output: Path | None,
    stream: str | None,
    checkpoint: Path | None,
    warm_up: float,
    delay: float,
    seconds: float | None,
    midi: str,
    no_midi: bool,
    no_sound: bool,
) -> int:
    from eeg2music.compose.instrument import load, only_one  # loads Torch, and liblsl below
    from eeg2music.live.desk import Plan, live
    from eeg2music.live.lsl import LslStream, choose, find
    from eeg2music.live.survey import channel_map, streams
    from eeg2music.live.take import check_new

    if output is not None:
        check_new(output)
    found = find(stream)
    if output is None:
        print(streams(found))
    instrument = load(checkpoint or only_one(root))
    with closing(LslStream(choose(found, stream))) as chosen:
        if output is None:
            print(channel_map(chosen, instrument))
            return 0
        plan = Plan(warm_up, delay, seconds, None if no_midi else midi, not no_sound)
        print(live(chosen, instrument, output, plan))
    print(f"The music: {output.resolve().as_uri()}")
    return 0


def _doctor(root: Path, quick: bool) -> int:
    from eeg2music.pipeline.doctor import doctor  # loads decoders, which only it needs

    return doctor(root, quick=quick)


def _audit(root: Path, cohort: str | None, fold: int) -> int:
    from eeg2music.pipeline.audit import run  # loads Torch, which only it needs

    return run(root, cohort=cohort, fold=fold)


_ANYWHERE = (
    _compose,
    _live,
    _listening_study,
    _listening_score,
    *cli_results.ANYWHERE,
)
"""Commands that need no repository."""
