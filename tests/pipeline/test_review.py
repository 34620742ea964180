"""Files against receipts, and what Snakemake hears of it."""

import json
import shutil

import pytest
from snakemake.persistence import MetadataRecord
from snakemake.persistence.file import FilePersistence

from eeg2music.pipeline import receipts
from eeg2music.pipeline.contents import look
from eeg2music.pipeline.receipts import Receipt
from eeg2music.pipeline.review import findings, review
from tests.pipeline.test_contents import forge

RAW, SLICES, FRAMES = "data/s01.bdf", "results/a/slices.parquet", "results/a/frames.parquet"
PAGE = "results/a/report"


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def remember(root, outputs, command):
    """Leave Snakemake's account of a job."""
    kept = FilePersistence(path=root / ".snakemake", nolock=True)
    told = MetadataRecord(shellcmd=f"python -m eeg2music.pipeline.job {command} 2> logs/a.log")
    for output in outputs:
        kept._write_record(output, told)


def finish(root, outputs, read, command="slices --code 1"):
    """Leave the receipt of a job, and Snakemake's account of it."""
    remember(root, outputs, command)
    made = receipts.files_of(root, outputs)
    seen = {path: look(root / path) for path in [*read, *made]}
    told = Receipt(
        job="",
        command=receipts.digest_of(command),
        outputs=outputs,
        read={path: seen[path].md5 for path in read},
        made={path: seen[path].md5 for path in made},
    )
    receipts.issue(root, told, seen)


@pytest.fixture
def root(tmp_path):
    """Three jobs in a row, done."""
    write(tmp_path / RAW, b"recorded")
    write(tmp_path / SLICES, b"sliced")
    finish(tmp_path, [SLICES], [RAW])
    write(tmp_path / FRAMES, b"framed")
    finish(tmp_path, [FRAMES], [SLICES])
    write(tmp_path / PAGE / "index.html", b"shown")
    write(tmp_path / PAGE / "a.wav", b"heard")
    finish(tmp_path, [PAGE], [FRAMES])
    return tmp_path


def test_what_agrees_is_current(root):
    found = review(root)
    assert sorted(found.current) == sorted([SLICES, FRAMES, PAGE])
    assert list(found.lines()) == []


def test_an_input_with_another_content_and_an_old_date_makes_outdated(root):
    forge(root / RAW, b"RECORDED")
    found = findings(root)
    assert found.outdated == [SLICES]
    assert sorted(found.current) == sorted([FRAMES, PAGE])
    assert list(found.lines()) == [f"{SLICES}: made of inputs that have changed since"]
    forge(root / RAW, b"recorded")
    assert findings(root).outdated == []


def test_an_output_with_another_content_is_distrusted_and_what_was_made_of_it_is_not(root):
    forge(root / SLICES, b"SLICED")
    found = findings(root)
    assert found.changed == [SLICES]
    assert sorted(found.current) == sorted([FRAMES, PAGE])


@pytest.mark.parametrize("lost", ["a.wav", "index.html"])
def test_a_folder_is_an_output_as_a_whole(root, lost):
    (root / PAGE / lost).unlink()
    assert findings(root).changed == [PAGE]


def test_an_absent_output_excuses_no_other_of_a_similar_name(root):
    names = ["results/a/train/ours-1", "results/a/train/ours-1.json"]
    for name in names:
        write(root / name, b"trained")
    finish(root, names, [FRAMES])
    (root / names[0]).unlink()
    assert findings(root).changed == []
    forge(root / names[1], b"TRAINED")
    assert findings(root).changed == [names[1]]


def test_a_lost_result_is_told_and_lost_raw_data_are_not(root):
    finish(root, [RAW], [])
    (root / SLICES).unlink()
    (root / RAW).unlink()
    assert findings(root).lost == []  # no longer wanted
    found = findings(root, [RAW, SLICES, FRAMES, PAGE])
    assert sorted(found.current) == sorted([FRAMES, PAGE])
    (line,) = found.lines()
    assert line.startswith(f"{SLICES}: no longer here")


@pytest.mark.parametrize("account", ["slices --code 2", "slices --code 1 --more", ""])
def test_a_result_of_another_run_than_snakemake_remembers_is_distrusted(root, account):
    remember(root, [SLICES], account)
    found = review(root)
    assert found.unproven == [SLICES]
    assert sorted(found.current) == sorted([FRAMES, PAGE])
    assert len(marks(root)) == 1
    remember(root, [SLICES], "slices --code 1")
    assert sorted(review(root).current) == sorted([SLICES, FRAMES, PAGE])
    assert marks(root) == set()


def test_so_is_one_of_which_snakemake_remembers_nothing(root):
    shutil.rmtree(root / ".snakemake/metadata")
    assert sorted(findings(root).unproven) == sorted([SLICES, FRAMES, PAGE])


def test_of_several_runs_that_made_the_same_the_remembered_one_counts(root):
    finish(root, [SLICES], [RAW], "slices --code 2")
    assert SLICES in findings(root).current
    remember(root, [SLICES], "slices --code 1")
    assert SLICES in findings(root).current


def test_declared_raw_data_without_a_receipt_are_distrusted_too(root):
    assert findings(root, [RAW]).unknown == [RAW]
    assert findings(root).unknown == []
    finish(root, [RAW], [])
    assert findings(root, [RAW]).unknown == []


def test_a_result_that_nobody_vouches_for_is_told(root):
    write(root / "results/a/train/ours-0.safetensors", b"from elsewhere")
    assert findings(root).unknown == ["results/a/train/ours-0.safetensors"]
    write(root / "results/code.json", b"of no job")
    write(root / "results/a/train/.ours-1.resume.safetensors", b"of a job that has not ended")
    assert len(findings(root).unknown) == 1


def test_an_older_receipt_counts_when_its_state_is_back(root):
    forge(root / RAW, b"RECORDED")
    forge(root / SLICES, b"SLICED")
    finish(root, [SLICES], [RAW])
    assert findings(root).outdated == [FRAMES]
    forge(root / RAW, b"recorded")
    forge(root / SLICES, b"sliced")
    assert sorted(findings(root).current) == sorted([SLICES, FRAMES, PAGE])


def test_a_damaged_receipt_proves_nothing(root):
    path = root / receipts.FOLDER / f"{SLICES}.json"
    for damaged in (
        "",
        "[]",
        "{}",
        json.dumps({"retired": False, "seen": {}, "receipts": [{"job": ""}]}),
    ):
        path.write_text(damaged)
        assert findings(root).unknown == [SLICES]


def marks(root):
    return {path.name for path in (root / ".snakemake/incomplete").rglob("*") if path.is_file()}


def test_snakemake_is_told_until_all_is_well(root):
    forge(root / SLICES, b"SLICED")
    review(root)
    (mark,) = marks(root)
    forge(root / SLICES, b"sliced")
    review(root)
    assert marks(root) == set()
    assert mark
