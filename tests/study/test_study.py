import numpy as np
import pytest
import soundfile

from eeg2music import cli
from eeg2music.errors import DataError
from eeg2music.study import key as keys
from eeg2music.study.pairs import CONTRASTS
from eeg2music.study.study import Plan, make
from tests.study import results

PLAN = Plan(excerpt_s=1.0, per_trial=2, seed="5eed" * 8)


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("study")
    source = results.make(folder / "results/planted/fold-0")
    key = make(source, folder / "study", PLAN)
    return key, folder / "study"


def pitch(path):
    samples, rate = soundfile.read(path)
    strength = np.abs(np.fft.rfft(samples.mean(axis=1) if samples.ndim > 1 else samples))
    return strength.argmax() * rate / len(samples)


def test_every_excerpt_is_what_the_key_says(study):
    key, folder = study
    assert len(key.pairs) == 3 * 2 * 2
    for pair in key.pairs:
        trial = int(pair.trial[2]) - 1
        voices = {pair.original: ".reference", pair.generated: "", pair.other: f".{pair.contrast}"}
        for name, voice in voices.items():
            path = folder / f"page/audio/{name}.mp3"
            assert pitch(path) == pytest.approx(results.hz(trial, voice), abs=3)
            assert soundfile.info(path).duration == pytest.approx(1, abs=0.2)


def test_nothing_that_is_handed_out_tells_what_is_which(study):
    key, folder = study
    page = folder / "page"
    handed = {path.name for path in page.rglob("*") if path.is_file()}
    names = {f"{n}.mp3" for p in key.pairs for n in (p.original, p.generated, p.other)}
    assert handed == names | {"index.html"}
    text = (page / "index.html").read_text()
    told = ("generated", *CONTRASTS, *(pair.trial for pair in key.pairs), key.seed, "s01")
    assert not [word for word in told if word in text]
    assert key.seal in text
    assert "http" not in text.replace("http-equiv", "")


def test_the_key_is_kept_beside_the_page(study):
    key, folder = study
    assert keys.read(folder / "key.json") == key
    assert not (folder / "page/key.json").exists()


def test_a_seed_is_drawn_unless_it_is_given(tmp_path):
    source = results.make(tmp_path / "results", trials=1)
    plan = Plan(excerpt_s=1.0, per_trial=1)
    one, other = (make(source, tmp_path / name, plan) for name in ("one", "other"))
    assert one.seed != other.seed
    assert one.pairs != other.pairs


def test_an_earlier_study_is_never_replaced(tmp_path):
    source = results.make(tmp_path / "results", trials=1)
    make(source, tmp_path / "study", PLAN)
    before = (tmp_path / "study/key.json").read_bytes()
    with pytest.raises(DataError, match="expected a new folder; found one that holds something"):
        make(source, tmp_path / "study", PLAN)
    assert (tmp_path / "study/key.json").read_bytes() == before


def test_results_without_music_are_told(tmp_path):
    with pytest.raises(DataError, match=r"compose: expected music of trials"):
        make(tmp_path, tmp_path / "study", PLAN)
    source = results.make(tmp_path / "results", trials=1)
    (source / "compose/s01_07.shuffled.wav").unlink()
    with pytest.raises(DataError, match=r"s01_07\.shuffled\.wav: expected s01_07\.wav as shuffled"):
        make(source, tmp_path / "study", PLAN)
    assert not (tmp_path / "study").exists()


def test_the_command_needs_no_repository(tmp_path, monkeypatch, capsys):
    results.make(tmp_path / "fold", trials=1)
    monkeypatch.chdir(tmp_path)
    words = ["listening-study", "fold", "-o", "study", "--seconds", "2", "--pairs", "1"]
    assert cli.main(words) == 0
    told = "2 pairs. Hand out the folder study/page; keep study/key.json.\n"
    assert capsys.readouterr().out == told
    assert cli.main(words) == 1


@pytest.mark.parametrize("words", [["--seconds", "0"], ["--seconds", "nan"], ["--pairs", "0"]])
def test_a_study_of_nothing_is_refused(tmp_path, words, capsys):
    with pytest.raises(SystemExit):
        cli.main(["listening-study", str(tmp_path), "-o", str(tmp_path / "study"), *words])
    assert "must be above 0" in capsys.readouterr().err
