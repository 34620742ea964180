import hashlib
import json

import numpy as np
import pytest

from eeg2music.errors import DataError
from eeg2music.study.key import Key, read
from eeg2music.study.pairs import draw


@pytest.fixture
def key():
    pairs = draw({"s01_01": 24.0}, 2.0, 2, np.random.default_rng(1))
    return Key(source="results/planted/fold-0", seed="ab", excerpt_s=2.0, pairs=pairs)


def test_a_key_is_read_as_it_was_written(key, tmp_path):
    path = tmp_path / "key.json"
    path.write_text(key.text)
    assert read(path) == key
    assert key.seal == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_key_that_was_changed_has_another_seal(key):
    first = key.pairs[0]
    swapped = first.model_copy(update={"generated": first.other, "other": first.generated})
    assert key.model_copy(update={"pairs": [swapped, *key.pairs[1:]]}).seal != key.seal


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"pairs": 3}', "\x00"])
def test_what_is_no_key_is_refused(tmp_path, content):
    (tmp_path / "key.json").write_text(content)
    with pytest.raises(DataError, match=r"key\.json: expected the key\.json that"):
        read(tmp_path / "key.json")


def test_a_key_with_anything_else_in_it_is_refused(key, tmp_path):
    (tmp_path / "key.json").write_text(json.dumps(json.loads(key.text) | {"more": 1}))
    with pytest.raises(DataError, match="unknown key `more`"):
        read(tmp_path / "key.json")


def test_a_key_that_is_not_there_is_told(tmp_path):
    with pytest.raises(DataError, match="No such file"):
        read(tmp_path / "key.json")
