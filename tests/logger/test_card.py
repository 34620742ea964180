import json

from snakemake_logger_plugin_eeg2music.card import Made, card


def made(root, cohort="planted", fold="fold-0", tracks=3):
    folder, music = root / cohort / fold / "report", root / cohort / fold / "compose"
    folder.mkdir(parents=True)
    music.mkdir()
    (folder / "index.html").touch()
    (folder / "verdict.json").write_text(json.dumps({"sentence": "Yes."}))
    files = tuple(music / f"{number}.wav" for number in range(tracks))
    for file in files:
        file.touch()
    return Made(cohort, fold, folder, music, files)


def test_a_card_has_answer_page_and_music_of_each_report(tmp_path):
    told = card([made(tmp_path), made(tmp_path, "null", "all-folds", 1)], "Done.").splitlines()
    assert told == [
        "planted, fold 0: Yes.",
        f"  report  {(tmp_path / 'planted/fold-0/report/index.html').as_uri()}",
        f"  music   {tmp_path / 'planted/fold-0/compose'} (3 tracks)",
        "null, all folds: Yes.",
        f"  report  {(tmp_path / 'null/all-folds/report/index.html').as_uri()}",
        f"  music   {tmp_path / 'null/all-folds/compose'} (1 track)",
        "Done.",
    ]


def test_of_a_report_that_is_not_there_nothing_is_said(tmp_path):
    lost = made(tmp_path)
    (lost.folder / "index.html").unlink()
    assert card([lost], "Done.") == "Done."


def test_only_tracks_that_are_there_count(tmp_path):
    some = made(tmp_path)
    some.tracks[0].unlink()
    assert "(2 tracks)" in card([some], "")


def test_a_report_of_before_has_no_sentence_yet(tmp_path):
    old = made(tmp_path)
    (old.folder / "verdict.json").unlink()
    assert "planted, fold 0: the report tells" in card([old], "")


def test_relative_folders_are_told_in_full(tmp_path, monkeypatch):
    made(tmp_path)
    monkeypatch.chdir(tmp_path)
    there = made(tmp_path / "other")
    short = Made("planted", "fold-0", there.folder.relative_to(tmp_path), there.music, ())
    assert (there.folder / "index.html").as_uri() in card([short], "")
