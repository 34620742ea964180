import subprocess

import pandas as pd

from eeg2music.report.provenance import left_out, revision


def told(*rows):
    return left_out(pd.DataFrame(list(rows), columns=["subject", "video", "reason"]))


def test_what_took_no_part_is_told_in_few_lines():
    gone, lost = "no file in stimuli", "no trigger"
    listed = told(
        ("", 39, gone),
        ("", 4, gone),
        ("s28", 3, lost),
        ("s28", 17, lost),
        ("s05", 0, "no recording"),
        ("s04", 0, "no recording"),
        ("s06", 3, lost),
    )
    assert listed == [
        ("everyone", "04, 39", gone),
        ("s04, s05", "all", "no recording"),
        ("s06", "03", lost),
        ("s28", "03, 17", lost),
    ]


def test_nothing_left_out_is_no_line():
    assert told() == []


def git(folder, *command):
    told = ["git", "-c", "user.name=someone", "-c", "user.email=someone@example.org", *command]
    done = subprocess.run(told, cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_the_revision_is_told_with_what_has_changed_since(tmp_path):
    git(tmp_path, "init", "--quiet")
    for name in ("params.yaml", "src/a.py", "src/b.py", "src/c.py", "README.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("as it was")
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message", "All")
    commit = git(tmp_path, "rev-parse", "HEAD")
    (tmp_path / "README.md").write_text("another")
    assert revision(tmp_path) == commit
    (tmp_path / "params.yaml").write_text("another")
    assert revision(tmp_path) == f"{commit}, changed: params.yaml"
    for name in "abc":
        (tmp_path / f"src/{name}.py").write_text("another")
    assert revision(tmp_path) == (f"{commit}, changed: params.yaml, src/a.py, src/b.py and 1 more")


def test_outside_a_repository_there_is_no_revision(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert revision(tmp_path) == "unknown: no Git repository"
