"""Tables of systems at the tiny size, with one that is made up here."""

import pandas as pd
import pytest

from eeg2music import parquet
from eeg2music.evaluation.tables import COMPARISON
from eeg2music.evidence.tables import MODEL_DETECTION
from eeg2music.training.tables import TUNING
from tests.tiny import call, commit, duplicate, is_clean, told

pytestmark = pytest.mark.end_to_end

MADE_UP = '''"""Whether electrodes need to be told apart."""

from torch import Tensor, nn

from eeg2music.decoders.decoder import Decoder
from eeg2music.registry import Trained


class Mean(Decoder):
    """From the mean entropy over electrodes alone."""

    def __init__(self, shapes, model) -> None:
        super().__init__()
        self.out = nn.Linear(shapes.eeg_bands, shapes.audio_entries)

    def logits(self, entropy: Tensor) -> Tensor:
        return self.out(entropy.mean(dim=-2))


SYSTEM = Trained(
    title="Mean", about="over electrodes", kind="system", place=55,
    network="eeg2music.systems.mean:Mean",
)
'''
CHANGES = "experiments: {tables: {systems: {systems: [ours, miyamoto, ours_inoue, mean]}}}"
OVERLAY = "eeg2music.pipeline.overlay"
DETECTED = "results/planted/fold-0/detectability"
TARGETS = ("tables", "tune", "power")


def files(folder):
    return {path: path.stat().st_mtime_ns for path in (folder / "results").rglob("*.safetensors")}


@pytest.mark.takes(370)
def test_a_system_of_ones_own_is_one_file_and_a_name_in_the_parameters(finished, tmp_path):
    copy = duplicate(finished, tmp_path / "repository")
    commit(copy)
    (copy / "src/eeg2music/systems/mean.py").write_text(MADE_UP)
    (copy / "changes.yaml").write_text(CHANGES)
    overlaid = call(copy, "python", "-m", OVERLAY, "params.yaml", "changes.yaml")
    assert overlaid.returncode == 0, told(overlaid)
    changed = call(copy, "git", "status", "--porcelain").stdout.split()
    assert {*changed[1::2]} == {
        "changes.yaml",
        "params.yaml",
        "src/eeg2music/systems/mean.py",
    }
    done = call(copy, "snakemake", "--cores", "2", *TARGETS)
    assert done.returncode == 0, told(done)

    folder = copy / "results/planted/tables"
    rows = parquet.read(folder / "systems.parquet", COMPARISON).frame
    own = [cell for cell in dict.fromkeys(rows["cell"]) if "+" in cell]
    assert own == ["ours+grid", "miyamoto+grid", "ours_inoue+grid", "mean+grid"]
    assert {"ours", "unigram"} <= {*rows["cell"]}
    first = rows[(rows["protocol"] == "headline") & (rows["k"] == 1)].set_index("cell")
    assert first["hits"].between(0, 1).all()
    assert first["hits"].nunique() > 2
    assert pd.isna(first.loc["ours+grid", "p"])
    assert first["p"].drop("ours+grid").between(0, 1).all()
    assert "Mean, grid" in (folder / "systems.md").read_text()
    page = (copy / "results/planted/fold-0/report_with_tables/index.html").read_text()
    assert page.count('data-cell="mean+grid"') == page.count('data-cell="ours+grid"') > 1
    depths = parquet.read(folder / "depths.parquet", COMPARISON).frame
    assert "ours+grid+narrow+depth_8" in set(depths["cell"])
    for protocol in ("headline", "paper", "within_subject", "calibration", "slice"):
        assert f'data-cell="{protocol}"' in page
    tried = parquet.read(copy / "results/planted/fold-0/tuning/tuning.parquet", TUNING).frame
    assert tried["system"].tolist() == ["cnn", "miyamoto"]

    found = parquet.read(copy / f"{DETECTED}/model.parquet", MODEL_DETECTION).frame
    assert {"no_eeg", "unigram"} <= {*found["system"]}

    trained = files(copy)
    again = call(copy, "snakemake", "--cores", "2", *TARGETS)
    assert "Nothing to be done" in told(again), told(again)
    other = call(copy, "snakemake", "--cores", "2")
    assert other.returncode == 0, told(other)
    assert files(copy) == trained  # a run of the report leaves what tables hold
    assert is_clean(copy)
