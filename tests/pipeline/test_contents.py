import hashlib
import os

import pytest

from eeg2music.pipeline import contents
from eeg2music.pipeline.contents import Contents, look


@pytest.fixture
def hashed(monkeypatch):
    """Names of the files that were read."""
    read = []

    def spied(path):
        read.append(path.name)
        return look(path)

    monkeypatch.setattr(contents, "look", spied)
    return read


def forge(path, content):
    """Write other bytes in place, and put the old date back, as ``cp -p`` does."""
    before = path.stat()
    with path.open("r+b") as stream:
        stream.write(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_mtime_ns == before.st_mtime_ns


def test_a_digest_is_the_md5_of_the_bytes(tmp_path):
    (tmp_path / "a").write_bytes(b"some")
    assert Contents(tmp_path).md5("a") == hashlib.md5(b"some").hexdigest()
    assert Contents(tmp_path).md5("b") is None
    assert Contents(tmp_path).md5("a/b") is None


def test_a_file_is_hashed_again_only_after_something_touched_it(tmp_path, hashed):
    path = tmp_path / "a"
    path.write_bytes(b"some")
    first = Contents(tmp_path)
    first.md5("a")
    first.remember()
    assert Contents(tmp_path).md5("a") == hashlib.md5(b"some").hexdigest()
    assert hashed == ["a"]
    path.chmod(0o600)
    assert Contents(tmp_path).md5("a") == hashlib.md5(b"some").hexdigest()
    assert hashed == ["a", "a"]


def test_a_date_put_back_hides_nothing(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"some")
    before = look(path)
    forge(path, b"else")
    assert Contents(tmp_path, [{"a": before}]).md5("a") == hashlib.md5(b"else").hexdigest()
    assert not contents.untouched(path, before)
    forge(path, b"some")
    assert contents.untouched(path, before)


def test_the_latest_look_counts(tmp_path, hashed):
    path = tmp_path / "a"
    path.write_bytes(b"some")
    older = look(path)
    forge(path, b"else")
    newer = look(path)
    for known in ([older, newer], [newer, older]):
        assert Contents(tmp_path, [{"a": seen} for seen in known]).seen("a") == newer
    assert hashed == []


def test_a_damaged_memory_is_forgotten(tmp_path):
    (tmp_path / "a").write_bytes(b"some")
    (tmp_path / ".snakemake").mkdir()
    for damaged in ("", "[]", '{"a": 1}', '{"a": [1]}', '{"b": [1, 2, 3, 4, 5]}'):
        (tmp_path / contents.MEMORY).write_text(damaged)
        assert Contents(tmp_path).md5("a") == hashlib.md5(b"some").hexdigest()
