"""Damage of every kind, found and mended."""

import pytest

from eeg2music.pipeline import objects
from eeg2music.pipeline.contents import look
from eeg2music.pipeline.review import findings
from eeg2music.pipeline.verify import verify
from tests.pipeline.test_contents import forge
from tests.pipeline.test_review import FRAMES, PAGE, RAW, SLICES, finish, remember, root, write

assert root  # a fixture of those tests


def stored(root, path):
    """The object of a file in DVC's cache."""
    md5 = look(root / path).md5
    return root / ".dvc/cache/files/md5" / md5[:2] / md5[2:]


@pytest.fixture
def kept(root):
    """The three jobs, with what they made in DVC's cache."""
    (root / ".dvc").mkdir()
    for path in (SLICES, FRAMES, f"{PAGE}/index.html", f"{PAGE}/a.wav"):
        objects.keep(stored(root, path), root / path)
    return root


def said(capsys, root):
    status = verify(root)
    return status, capsys.readouterr().out.splitlines()


def test_where_all_is_well_nothing_is_said(kept, capsys):
    assert said(capsys, kept) == (0, ["0 put right, 0 left"])


@pytest.mark.parametrize("path", [SLICES, f"{PAGE}/a.wav"])
def test_a_damaged_result_is_brought_back(kept, capsys, path):
    before = (kept / path).read_bytes()
    forge(kept / path, b"X")
    output = PAGE if path.startswith(PAGE) else path
    told = [f"{output}: not what its job made; put right", "1 put right, 0 left"]
    assert said(capsys, kept) == (0, told)
    assert (kept / path).read_bytes() == before


def test_damage_that_no_date_tells_of_is_found(kept, capsys, monkeypatch):
    """As when a disk reads wrong: what was seen last is not believed."""
    seen = look(kept / SLICES)
    forge(kept / SLICES, b"X")
    finish(kept, [FRAMES], [SLICES])  # a receipt that vouches for the damage
    assert findings(kept).changed == [SLICES]
    assert said(capsys, kept)[1][0] == f"{SLICES}: not what its job made; put right"
    assert look(kept / SLICES).md5 == seen.md5


def test_a_lost_result_is_brought_back(kept, capsys):
    (kept / SLICES).unlink()
    assert said(capsys, kept) == (0, [f"{SLICES}: lost; put right", "1 put right, 0 left"])
    assert findings(kept).lines()


def test_a_damaged_object_is_replaced_by_the_result(kept, capsys):
    path = stored(kept, SLICES)
    forge(path, b"X")
    status, told = said(capsys, kept)
    assert status == 0
    assert told[0].endswith(f"not what its name says ({SLICES}); put right")
    assert path.read_bytes() == (kept / SLICES).read_bytes()


def test_a_damaged_object_of_nothing_known_is_removed(kept, capsys):
    path = kept / ".dvc/cache/files/md5/ab/cdef"
    write(path, b"something")
    assert said(capsys, kept)[0] == 0
    assert not path.exists()


def test_what_is_damaged_twice_is_left_for_the_next_run(kept, capsys):
    forge(stored(kept, SLICES), b"X")
    forge(kept / SLICES, b"X")
    status, told = said(capsys, kept)
    assert status == 1
    assert f"{SLICES}: not what its job made; to be made again by the next run" in told
    assert told[-1] == "1 put right, 1 left"


def test_an_input_that_has_changed_is_left_for_the_next_run(kept, capsys):
    forge(kept / RAW, b"RECORDED")
    told = [f"{SLICES}: its inputs have changed; to be made again by the next run"]
    assert said(capsys, kept) == (1, [*told, "0 put right, 1 left"])


def test_what_was_taken_away_is_not_missed(kept, capsys):
    from eeg2music.pipeline.tidy import tidy

    tidy(kept, ["a"], {SLICES, PAGE})
    capsys.readouterr()
    assert said(capsys, kept) == (0, ["0 put right, 0 left"])
    assert not (kept / FRAMES).exists()


def test_what_snakemake_remembers_otherwise_is_left_for_the_next_run(kept, capsys):
    remember(kept, [SLICES], "slices --code 2")
    told = f"{SLICES}: of another run than Snakemake remembers; to be made again by the next run"
    assert said(capsys, kept) == (1, [told, "0 put right, 1 left"])


def test_what_no_job_made_is_named_and_left(kept, capsys):
    foreign = "results/a/train/mine.safetensors"
    write(kept / foreign, b"mine")
    told = f"{foreign}: no job is known to have made it; left as it is"
    assert said(capsys, kept) == (1, [told, "0 put right, 1 left"])
    assert (kept / foreign).read_bytes() == b"mine"
