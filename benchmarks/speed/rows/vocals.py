"""What separating the voice of a demo song costs as a job, against the separation alone."""

from pathlib import Path

from benchmarks.speed.row import Change, Row, Work

VIDEO = 1


def prepare(folder: Path) -> None:
    from eeg2music.audio.files import write_audio
    from eeg2music.demo import studio
    from eeg2music.params.root import load

    params = load(Path("params.yaml"))
    rate_hz = params.decode.sampling_rate_hz
    mix = studio.record(params.demo.seed, VIDEO).mix[:, : round(params.grid.trial_s * rate_hz)]
    write_audio(folder / "song.flac", mix, rate_hz)


def ours(folder: Path) -> Work:
    from benchmarks.speed.stages import prepared

    return prepared(
        "vocals", audio=folder / "song.flac",
        accompaniment=folder / "played.flac", voice=folder / "sung.flac",
    )  # fmt: skip


ROW = Row(
    work="a job that separates the voice of one of the demo's songs (60 s)",
    peer="none",
    ours=ours,
    prepare=prepare,
    aims={"cpu_s": 3},
    changes=(
        Change(
            "no meta device, which imports PyTorch’s compiler",
            "5 s to 3.75 s",
            "3.87 s",
        ),
    ),
    bound="importing PyTorch, a quarter of it, and convolutions (several songs a job would import"
    " it once, and separate all again when one changes)",
)
