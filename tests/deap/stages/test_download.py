import json

from eeg2music.stages.runner import main
from tests.deap.server import PASSWORD, USER, Page, serving

CONTENT = b"PK\x03\x04" + b"archive" * 1000


def test_an_archive_is_fetched_with_the_credentials_of_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("DEAP_USER", USER)
    monkeypatch.setenv("DEAP_PASSWORD", PASSWORD)
    target = tmp_path / "raw/metadata_csv.zip"
    with serving(metadata_csv_dot_zip=Page(CONTENT)) as server:
        told = {"url": server.url(), "attempts": 2, "timeout_s": 2.0}
        cfg = json.dumps({f"download.{key}": value for key, value in told.items()})
        words = ["--cfg", cfg, "--archive", target.name, "--target", str(target)]
        assert main(["download", *words]) == 0
    assert target.read_bytes() == CONTENT
