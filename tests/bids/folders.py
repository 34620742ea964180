"""Small BIDS folders, written by mne-bids, with signals that tests know."""

import json

import mne
import mne_bids
import numpy as np

from eeg2music.bids.corpus import BidsCorpus
from eeg2music.bids.params import Bids
from eeg2music.eeg.params import Slices
from eeg2music.params.grid import Grid

GRID = Grid(trial_s=4.0, slice_s=2.0, frame_s=0.5)
SETTINGS = Slices(sampling_rate_hz=128, low_hz=4.0, high_hz=45.0, regress_eog=True)
NET = [f"E{number}" for number in range(1, 9)]
RATE_HZ = 250
"""Of what is recorded, unless told."""
CAP = ["Fz", "Cz", "Pz", "C3", "C4", "O1", "O2", "T7"]


def events(*told, **more):
    return [{"onset": onset, "duration": 0, "stim_file": name, **more} for onset, name in told]


def bids(**changed):
    told = {"task": "all", "stimulus_column": "stim_file", "onset_event": "", "channels": []}
    return Bids(**{**told, **changed})


def corpus(root, trial_s=GRID.trial_s, **changed):
    return BidsCorpus(root, bids(**changed), trial_s)


def session(root, subject="01", trial_s=GRID.trial_s, **changed):
    """Open a subject as the pipeline does: by the files that the inventory names."""
    from pathlib import Path

    reader = corpus(root, trial_s, **changed)
    found = reader.inventory()
    files = [Path(file) for file in found.recordings[subject]]
    return reader.session(subject, files, [Path(file) for file in found.metadata])


def noise(channels, seconds, rate_hz, seed=0, size_uv=10.0):
    samples = round(seconds * rate_hz)
    return size_uv * np.random.default_rng(seed).standard_normal((channels, samples))


def burst(rate_hz, samples, at_s, frequency_hz=10.0, size_uv=200.0):
    """A short oscillation, its peak at a time: shape (samples,), µV."""
    time = np.arange(samples) / rate_hz - at_s
    return size_uv * np.cos(2 * np.pi * frequency_hz * time) * np.exp(-((time / 0.1) ** 2))


def write_stimuli(root, *paths):
    for path in paths:
        file = root / "stimuli" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"music")


def write_run(
    root,
    signals_uv,
    rate_hz,
    names,
    events=None,
    *,
    subject="01",
    session=None,
    run=None,
    task="listening",
    kind="BrainVision",
    types=None,
    unit_v=1e-6,
    bads=(),
):
    """Write one recording with its tables; return its data file."""
    root.mkdir(parents=True, exist_ok=True)
    info = mne.create_info(list(names), rate_hz, types or ["eeg"] * len(names))
    raw = mne.io.RawArray(np.asarray(signals_uv) * unit_v, info, verbose="error")
    raw.info["line_freq"] = 50
    raw.info["bads"] = list(bads)
    path = mne_bids.BIDSPath(
        subject=subject, session=session, run=run, task=task, datatype="eeg", root=root
    )
    with mne.utils.use_log_level("error"):
        mne_bids.write_raw_bids(
            raw, path, format=kind, allow_preload=True, overwrite=True, verbose="error"
        )
    suffix = {"BrainVision": ".vhdr", "EDF": ".edf", "EEGLAB": ".set"}[kind]
    data = path.copy().update(suffix="eeg", extension=suffix).fpath
    write_events(data, events)
    return data


def sidecar(data, kind):
    return data.with_name(data.name.rpartition("_")[0] + f"_{kind}")


def write_events(data, events):
    """Write rows (mappings, with the same keys) as events.tsv, or none."""
    file = sidecar(data, "events.tsv")
    file.unlink(missing_ok=True)
    if events is not None:
        write_table(file, events)
    return file


def write_table(file, rows):
    file.parent.mkdir(parents=True, exist_ok=True)
    header = list(rows[0])
    lines = ["\t".join(header), *("\t".join(str(row[key]) for key in header) for row in rows)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def edit_channels(data, change):
    """Apply ``change`` to each row of channels.tsv."""
    file = sidecar(data, "channels.tsv")
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    header = lines[0].split("\t")
    rows = [dict(zip(header, line.split("\t"), strict=True)) for line in lines[1:]]
    return write_table(file, [change(dict(row)) for row in rows])


def write_description(root):
    told = {"Name": "test", "BIDSVersion": "1.8.0"}
    (root / "dataset_description.json").write_text(json.dumps(told))
