"""The page of a listening study, which knows names of excerpts and nothing of what they are."""

from eeg2music.pages import templates_of
from eeg2music.study.key import Key
from eeg2music.study.pairs import shown

COLUMNS = (
    "seal",
    "listener",
    "pair",
    "place",
    "chosen",
    "played_original",
    "played_first",
    "played_second",
    "seconds",
    "answered_at",
)
"""Of the CSV file that the page exports, one answer a row."""


def render_page(key: Key) -> str:
    """HTML of the page; its sounds lie in ``audio/`` beside it."""
    templates = templates_of("eeg2music.study", "templates")
    pairs = [
        {"name": pair.name, "original": pair.original, "excerpts": [*shown(pair)]}
        for pair in key.pairs
    ]
    told = {"seal": key.seal, "pairs": pairs, "columns": COLUMNS}
    minutes = max(round(len(pairs) * key.excerpt_s * 4 / 60), 1)  # three excerpts, and a thought
    return templates.get_template("study.html").render(
        study=told, count=len(pairs), seconds=key.excerpt_s, minutes=minutes, seal=key.seal
    )
