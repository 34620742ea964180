"""Movies against the pipeline's own decoder, which knows nothing of the generator."""

import av
import numpy as np
import pytest

from eeg2music.audio.decoding import decode_excerpt
from eeg2music.demo import movie
from eeg2music.demo.band import RATE_HZ, accompaniment
from eeg2music.demo.latent import Latent

SECONDS = 4
STATES = Latent(*np.array([[0, 1, 2], [1, 0, 2], [3, 1, 5]]).repeat(3, axis=1)[:, :8], 0)


@pytest.fixture(scope="module")
def audio():
    return 2 * accompaniment(STATES, 0.0, np.random.default_rng(1))


@pytest.fixture(scope="module")
def path(audio, tmp_path_factory):
    written = tmp_path_factory.mktemp("stimuli") / "01.mp4"
    movie.write(written, audio, STATES)
    return written


@pytest.mark.parametrize(("start_s", "length_s"), [(0, SECONDS), (1.5, 2)])
def test_an_excerpt_decodes_to_what_was_written_at_the_same_time(path, audio, start_s, length_s):
    decoded = decode_excerpt(
        path, start_s=start_s, length_s=length_s, rate_hz=RATE_HZ, tolerance_s=0.1
    )
    first = round(start_s * RATE_HZ)
    written = audio[:, first : first + decoded.shape[1]]
    assert decoded.shape == (2, length_s * RATE_HZ)
    for heard, meant in zip(decoded, written, strict=True):
        assert np.corrcoef(heard, meant)[0, 1] > 0.98
    np.testing.assert_allclose(decoded.std(), written.std(), rtol=0.02)


def test_the_picture_lasts_as_long_and_its_hue_tells_valence(path):
    with av.open(str(path)) as container:
        pictures = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    assert len(pictures) == SECONDS * movie.PICTURES_PER_S
    red, green, blue = np.mean(pictures, axis=(1, 2)).T
    valence = STATES.valence.repeat(2)
    assert (blue > red)[valence == 0].all()
    assert (green > np.maximum(red, blue))[valence == 1].all()
    assert (red > green)[valence == 2].all()


def test_the_same_song_gives_the_same_bytes(path, audio, tmp_path):
    movie.write(tmp_path / "again.mp4", audio, STATES)
    assert (tmp_path / "again.mp4").read_bytes() == path.read_bytes()
