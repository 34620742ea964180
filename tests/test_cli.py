"""The command where there is nothing to command."""

import pytest

import eeg2music
from eeg2music.cli import main

COMMANDS = ["params", "params-schema", "dvc-yaml", "plan", "sync"]
COMMANDS += ["pull", "checkout", "verify", "doctor", "audit", "tables"]


@pytest.mark.parametrize("command", COMMANDS)
def test_outside_a_repository_a_command_says_so_and_writes_nothing(
    tmp_path, monkeypatch, capsys, command
):
    monkeypatch.chdir(tmp_path)
    assert main([command]) == 1
    told = capsys.readouterr().err
    assert told.startswith(f"error: {tmp_path}")
    assert "the folder that holds params.yaml and Snakefile" in told
    assert told.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_the_version_is_told(capsys):
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert capsys.readouterr().out == f"eeg2music {eeg2music.__version__}\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_a_shell_can_complete_every_command(shell, capsys):
    with pytest.raises(SystemExit, match="0"):
        main(["--print-completion", shell])
    script = capsys.readouterr().out
    for command in COMMANDS:
        assert command in script


def test_a_run_elsewhere_has_nothing_to_record(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["record"]) == 0
    assert capsys.readouterr().err == ""
