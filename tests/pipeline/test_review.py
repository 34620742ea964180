"""Files against receipts, and what Snakemake hears of it."""

import json

import pytest

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


def finish(root, outputs, read):
    """Leave the receipt of a job."""
    made = receipts.files_of(root, outputs)
    seen = {path: look(root / path) for path in [*read, *made]}
    told = Receipt(
        job="",
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


def test_what_is_absent_is_left_to_snakemake(root):
    (root / SLICES).unlink()
    (root / RAW).unlink()
    found = findings(root)
    assert sorted(found.current) == sorted([FRAMES, PAGE])
    assert list(found.lines()) == []


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
