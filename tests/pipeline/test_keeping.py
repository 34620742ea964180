"""What jobs have made is in DVC's cache before anything replaces it, and recordings never."""

import pytest

from eeg2music.pipeline import keeping
from tests.pipeline.test_contents import forge
from tests.pipeline.test_review import FRAMES, PAGE, RAW, SLICES, finish, root
from tests.pipeline.test_verify import stored

assert root  # a fixture of those tests
IN_PAGE = [f"{PAGE}/index.html", f"{PAGE}/a.wav"]


@pytest.fixture
def unrecorded(root):
    """Three jobs and one that made raw data, and an empty cache."""
    (root / ".dvc").mkdir()
    finish(root, [RAW], [])
    return root


def kept(root):
    here = [path for path in (RAW, SLICES, FRAMES, *IN_PAGE) if (root / path).exists()]
    return [path for path in here if stored(root, path).exists()]


def test_all_that_jobs_have_made_is_kept_but_for_raw_data(unrecorded):
    keeping.keep(unrecorded)
    assert kept(unrecorded) == [SLICES, FRAMES, *IN_PAGE]
    for path in kept(unrecorded):
        assert stored(unrecorded, path).read_bytes() == (unrecorded / path).read_bytes()


def test_or_what_will_be_replaced_folders_as_a_whole(unrecorded):
    keeping.keep(unrecorded, [PAGE, RAW])
    assert kept(unrecorded) == IN_PAGE
    keeping.keep(unrecorded, [])
    assert kept(unrecorded) == IN_PAGE


def test_what_no_job_made_is_not(unrecorded):
    forge(unrecorded / SLICES, b"SLICED")
    keeping.keep(unrecorded)
    assert kept(unrecorded) == [FRAMES, *IN_PAGE]


def test_what_is_lost_is_no_error(unrecorded):
    (unrecorded / SLICES).unlink()
    keeping.keep(unrecorded)
    assert kept(unrecorded) == [FRAMES, *IN_PAGE]


def test_an_older_state_that_is_back_is_kept(unrecorded):
    finish(unrecorded, [SLICES], [RAW])
    forge(unrecorded / SLICES, b"SLICED")
    finish(unrecorded, [SLICES], [RAW])
    forge(unrecorded / SLICES, b"sliced")
    keeping.keep(unrecorded, [SLICES])
    assert kept(unrecorded) == [SLICES]


def test_without_dvc_nothing_is_kept_and_nothing_breaks(root):
    keeping.keep(root)
    assert not (root / ".dvc").exists()


def test_a_run_is_due_to_be_recorded_until_it_is(root):
    keeping.expect_record(root)
    assert not keeping.is_record_due(root)  # without DVC
    (root / ".dvc").mkdir()
    assert not keeping.is_record_due(root)
    keeping.expect_record(root)
    assert keeping.is_record_due(root)
    keeping.recorded(root)
    keeping.recorded(root)
    assert not keeping.is_record_due(root)
