"""What training holds in memory at DEAP's size."""

from pathlib import Path

from benchmarks.speed.row import Change, Row, Work

SUBJECTS = 32
BOUND = "the signals of the training part, each held once, and PyTorch"


def prepare(folder: Path, subjects: int = SUBJECTS) -> None:
    import json

    from benchmarks.speed.drawn import draw

    told = draw(folder, subjects)
    (folder / "options.json").write_text(json.dumps(told, default=str))


def ours(folder: Path) -> Work:
    """An epoch, validation included."""
    import json

    from benchmarks.speed.stages import prepared

    options = json.loads((folder / "options.json").read_text())
    made = {name: folder / f"model.{name}" for name in ("weights", "settings", "curve")}
    changed = {"train.epochs": 1, "train.warmup_epochs": 0}
    return prepared("train", changed, system="ours", variant="", seed=0, code="", **options, **made)


ROW = Row(
    work="an epoch of training on 32 listeners of 40 songs",
    peer="none",
    ours=ours,
    prepare=prepare,
    pairs=1,
    aims={"peak_mib": 1500},
    changes=(
        Change(
            "a listener read at a time, of the parts asked for, held once",
            "4.43 GB to 1.5 GB: 117 MB a listener, three times",
            "1,472 MiB",
        ),
    ),
    bound=BOUND,
)
