"""What went wrong in a job: the lines of its log that say so, and where that lies."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from snakemake_logger_plugin_eeg2music import words

_ERROR = "error: "
"""How a stage begins a refusal (eeg2music/stages/runner.py)."""
_PROGRESS = re.compile(r"\d\d:\d\d:\d\d ")
"""How it begins what it tells of its work."""
_PERHAPS = "if that was for its memory, run fewer jobs at a time (--cores)"


def failure(rule: str, wildcards: Mapping[str, str], logs: Iterable[str]) -> str:
    """Lines on a job that failed."""
    declared = [Path(log) for log in logs]
    found = [path for path in declared if path.is_file()]
    without = "it left no log" if declared else "what it said stands above"
    told = [line for path in found for line in reason(path)] or [without]
    return headed(rule, wildcards, [*told, *(f"log: {path}" for path in found)])


def headed(rule: str, wildcards: Mapping[str, str], lines: Iterable[str]) -> str:
    """Lines under the name of a job."""
    head = f"FAILED {words.plain(rule)}{words.of(wildcards)}"
    return "\n".join([head, *(f"  {line}" for line in lines)])


def reason(log: Path) -> list[str]:
    """Our own refusals in a log; else its last line, where an exception stands.

    A job that was killed has neither, and most are killed for their memory.
    """
    text = log.read_text(encoding="utf-8", errors="replace")
    told = [line for line in text.splitlines() if line.strip()]
    refusals = [line.removeprefix(_ERROR) for line in told if line.startswith(_ERROR)]
    if refusals or (told and not _PROGRESS.match(told[-1])):
        return refusals or told[-1:]
    last = f"; the last it said: {told[-1]}" if told else ""
    return [f"it was stopped before it could say why{last}", _PERHAPS]
