"""What a file is called and is, by its place."""

from pathlib import Path

_ENCODINGS = {
    ".parquet": "application/vnd.apache.parquet",
    ".json": "application/json",
    ".csv": "text/csv",
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".md": "text/markdown",
    ".tex": "application/x-tex",
    ".mid": "audio/midi",
    ".wav": "audio/wav",
    ".flac": "audio/flac",
    ".mp3": "audio/mpeg",
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
    ".cff": "application/yaml",
    ".safetensors": "application/octet-stream",
}
_ABOUT = {
    "report": "the report's page and what it shows",
    "train": "a trained model: weights, settings, learning curve",
    "train_of_tables": "a trained model of the paper's tables",
    "compose": "music made from the EEG of a held-out trial",
    "instrument": "what `eeg2music compose` plays: model, dictionaries, sounds",
    "vocabulary": "a dictionary that frames are told by",
    "scalp_maps": "where on the head what listeners share is strong",
    "workflow": "rules of the workflow",
}
_NAMED = {
    "params.yaml": "every parameter of the run",
    "CITATION.cff": "how to cite the software, and what it builds on",
    "LICENSE": "licence of the software",
    "environment.yml": "environment that the workflow runs in",
    "constraints.txt": "exact versions of what it runs on",
    "README.md": "what this archive holds",
}


def told_of(path: Path) -> dict[str, str]:
    """Name, description and format of a file of the archive."""
    about = _NAMED.get(path.name) or next((_ABOUT[p] for p in path.parts if p in _ABOUT), "")
    if path.name.endswith(".card.md"):
        about = "model card of the weights of that name"
    name = {"name": path.name, "encodingFormat": encoding(path)}
    return name | ({"description": f"{about[0].upper()}{about[1:]}."} if about else {})


def encoding(path: Path) -> str:
    """Media type of a file, by its suffix."""
    return _ENCODINGS.get(path.suffix, "text/plain")
