"""The command where there is nothing to command."""

import pytest

from eeg2music.cli import main

COMMANDS = ["params", "params-schema", "dvc-yaml", "plan", "record", "sync"]
COMMANDS += ["pull", "checkout", "verify", "doctor"]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("held", [[], ["params.yaml"], ["Snakefile"]])
def test_outside_a_repository_every_command_says_so_and_writes_nothing(
    tmp_path, monkeypatch, capsys, command, held
):
    monkeypatch.chdir(tmp_path)
    for name in held:
        (tmp_path / name).write_text("")
    assert main([command]) == 1
    told = capsys.readouterr().err
    assert told.startswith(f"error: {tmp_path}")
    assert "the folder that holds params.yaml and Snakefile" in told
    assert told.count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == held
