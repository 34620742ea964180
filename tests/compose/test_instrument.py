import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from eeg2music import parquet
from eeg2music.audio.files import read_audio, write_audio
from eeg2music.compose import instrument as instruments
from eeg2music.compose.performance import brain_of, collage, perform, score, written_chords
from eeg2music.compose.tables import ENTRIES
from eeg2music.corpora.tables import TRIALS
from eeg2music.errors import DataError
from eeg2music.vocabulary.tables import DICTIONARY
from tests.compose.instruments import FRAMES, RATE, SHAPES, make, song
from tests.pipeline.parameters import ROOT


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return make(tmp_path_factory.mktemp("made") / "instrument")


@pytest.fixture(scope="module")
def played(folder):
    return instruments.load(folder)


def brain(played, frames=FRAMES, seed=1):
    random = np.random.default_rng(seed)
    eeg = random.standard_normal((frames, SHAPES.channels, SHAPES.samples), np.float32)
    return brain_of(played, eeg, random.standard_normal((frames, SHAPES.channels, 4), np.float32))


def test_the_rule_makes_the_files_that_an_instrument_has():
    rules = (ROOT / "workflow/rules/music.smk").read_text()
    assert all(f'"{{PLAYED}}/{name}"' in rules.replace('f"', '"') for name in instruments.FILES)


def test_it_needs_nothing_beside_its_folder(folder, tmp_path):
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    for name in instruments.FILES:
        (moved / name).write_bytes((folder / name).read_bytes())
    assert instruments.load(moved).about == instruments.load(folder).about


def test_it_holds_the_weights_that_are_played_and_no_others(folder):
    sources = folder.with_name(f"{folder.name} of")
    whole = load_file(sources / "w.safetensors")
    kept = load_file(folder / "model.safetensors")
    assert {*kept} == {name for name in whole if name.startswith("headline-1/")}
    assert all(torch.equal(value, whole[name]) for name, value in kept.items())


def test_entries_sound_as_the_songs_do_where_they_lie(played):
    margin = round(played.about.margin_s * RATE)
    for entry in played.segments:
        for segment in entry:
            start = segment.frame * RATE // 2 - margin
            whole = np.pad(song(segment.video), ((0, 0), (RATE, RATE)))
            own = whole[:, RATE + start : RATE + start + RATE // 2 + 2 * margin]
            np.testing.assert_allclose(played.sounds.cut(segment, margin), own, atol=1e-6)


def test_chroma_is_the_mean_of_the_representatives(folder, played):
    for entry, segments in enumerate(played.segments):
        own = [np.eye(12)[(video + frame // 2) % 12] + 0.1 for video, frame in segments]
        np.testing.assert_allclose(played.chroma[entry], np.mean(own, axis=0), rtol=1e-5)


def test_eeg_tokens_are_the_nearest_entries(folder, played):
    entropy = np.random.default_rng(3).standard_normal((20, SHAPES.channels, 4))
    points = entropy.reshape(20, -1) @ played.eeg_space.axes.T
    centroids = parquet.read(folder / "eeg.parquet", DICTIONARY).array("centroid")
    away = np.linalg.norm(points[:, None] - centroids, axis=2)
    np.testing.assert_array_equal(played.tokens(entropy), away.argmin(axis=1))


def test_the_test_part_teaches_it_nothing(folder, tmp_path):
    """Other ratings and tokens of the song that tests change no entry."""
    table = parquet.read(folder / "entries.parquet", ENTRIES)
    other = make(tmp_path / "instrument")
    sources = tmp_path / "instrument of"
    trials = parquet.read(sources / "trials.parquet", TRIALS)
    rows = {name: trials.frame[name].to_numpy() for name in trials.frame}
    tested = rows["video"] == 20
    rows["valence"] = np.where(tested, 10 - rows["valence"], rows["valence"])
    again = tmp_path / "again"
    changed = tmp_path / "changed.parquet"
    parquet.write(changed, TRIALS, rows)
    make(again, ratings=[changed])
    for made in (other, again):
        found = parquet.read(made / "entries.parquet", ENTRIES)
        np.testing.assert_array_equal(found.array("affect"), table.array("affect"))


@pytest.mark.parametrize("name", instruments.FILES)
def test_a_missing_file_is_named(folder, tmp_path, name):
    for kept in set(instruments.FILES) - {name}:
        (tmp_path / kept).write_bytes((folder / kept).read_bytes())
    with pytest.raises(DataError, match=f"expected an instrument.*found no {name} in it"):
        instruments.load(tmp_path)


def test_no_folder_is_told(tmp_path):
    with pytest.raises(DataError, match="found no such folder"):
        instruments.load(tmp_path / "none")


@pytest.mark.parametrize("text", ["{}", "no JSON", '{"system": 3}'])
def test_an_instrument_of_another_version_is_told(folder, tmp_path, text):
    for name in instruments.FILES:
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    (tmp_path / instruments.ABOUT).write_text(text)
    with pytest.raises(DataError, match="expected what an instrument is"):
        instruments.load(tmp_path)


def test_sounds_that_are_cut_short_are_told(folder, tmp_path):
    for name in instruments.FILES:
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    samples, rate = read_audio(folder / instruments.SOUNDS)
    write_audio(tmp_path / instruments.SOUNDS, samples[:, :-1000], rate)
    with pytest.raises(DataError, match=r"sounds\.flac: expected \d+ sounds of"):
        instruments.load(tmp_path)


def test_the_only_one_of_a_repository_is_found_and_several_are_named(folder, tmp_path):
    with pytest.raises(DataError, match="found none"):
        instruments.only_one(tmp_path)
    for place in ("results/planted/fold-0/instrument", "results/null/fold-0/instrument"):
        (tmp_path / place).mkdir(parents=True)
        (tmp_path / place / instruments.ABOUT).touch()
        if "planted" in place:
            assert instruments.only_one(tmp_path) == tmp_path / place
    with pytest.raises(DataError, match="results/null/fold-0/instrument, results/planted"):
        instruments.only_one(tmp_path)


@pytest.mark.parametrize("frames", [8, FRAMES, 5 * FRAMES])
def test_any_length_is_played_alike_each_time(played, frames):
    own = brain(played, frames)
    once, again = (perform(played, own, played.about.decoding) for _ in range(2))
    np.testing.assert_array_equal(once.made.tokens, again.made.tokens)
    assert len(once.made.tokens) == len(once.affect.mean) == frames
    assert np.abs(once.affect.mean).max() <= np.abs(played.affect.mean).max() + 1e-9
    assert (once.affect.sd > 0).all()
    columns = once.columns(0.5)
    np.testing.assert_allclose(columns["time"], 0.5 * np.arange(frames))
    np.testing.assert_array_equal(columns["arousal_sd"], once.affect.sd[:, 1])


def test_another_seed_plays_something_else_of_the_same_emotion(played):
    own, decoding = brain(played), played.about.decoding
    once, other = (
        perform(played, own, decoding.model_copy(update={"seed": seed})) for seed in (1, 2)
    )
    assert (once.made.tokens != other.made.tokens).any()
    np.testing.assert_array_equal(once.affect.mean, other.affect.mean)


def test_both_voices_last_as_long_as_the_eeg(played):
    performance = perform(played, brain(played), played.about.decoding)
    assert collage(played, performance.made.tokens).shape == (2, FRAMES * RATE // 2)
    written = score(played, performance, seed=1)
    assert written.bars[-1].stop_s == pytest.approx(FRAMES / 2)
    told = written_chords(written, FRAMES, 0.5)
    starts = [bar.time(beat) for bar in written.bars for beat in range(bar.beats)]
    for frame, chord in enumerate(told):
        beat = max(place for place, start in enumerate(starts) if start <= 0.5 * frame + 0.25)
        assert chord == written.chords[beat]
