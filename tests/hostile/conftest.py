import pytest


@pytest.fixture
def raw(tmp_path, monkeypatch):
    """Folder of nothing but the offending file, in which anything that runs would leave a trace."""
    (tmp_path / "raw").mkdir()
    monkeypatch.chdir(tmp_path / "raw")
    return tmp_path / "raw"
