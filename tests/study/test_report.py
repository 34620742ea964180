import pandas as pd

from eeg2music import cli
from tests.study.test_answers import KEY, PAIRS, row, write


def test_the_command_tells_the_preference_and_writes_tables(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "key.json").write_text(KEY.text)
    for name in ("anna", "berta"):
        rows = [row(pair, pair.generated, listener=name) for pair in PAIRS]
        write(tmp_path / f"{name}.csv", rows)
    assert cli.main(["listening-score", "key.json", "anna.csv", "berta.csv", "-o", "scores"]) == 0
    told = capsys.readouterr().out
    for contrast in ("shuffled", "resynthesised"):
        line = f"generated rather than {contrast}: 100 % (100 to 100) of 8 answers, 2 listeners"
        assert line in told
    preferences = pd.read_csv("scores/preferences.csv")
    assert preferences["share"].tolist() == [1, 1]
    listeners = pd.read_csv("scores/listeners.csv")
    assert listeners["listener"].tolist() == ["anna", "anna", "berta", "berta"]


def test_answers_to_another_study_are_refused_and_write_nothing(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "key.json").write_text(KEY.model_copy(update={"seed": "other"}).text)
    write(tmp_path / "anna.csv", [row(PAIRS[0], PAIRS[0].generated)])
    assert cli.main(["listening-score", "key.json", "anna.csv", "-o", "scores"]) == 1
    assert "Name the key of the study that was answered" in capsys.readouterr().err
    assert not (tmp_path / "scores").exists()
