"""How stages, times and numbers are put."""

import ast
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from eeg2music.stages import catalogue

_HEAD = re.compile(r"Stage ``\w+``: ")
_ASIDE = re.compile(r" \([^()]*\)$")


@cache
def stage(rule: str) -> str:
    """What a rule does, as its stage's own first line has it; its name, if it has none.

    Examples
    --------
    >>> stage("split")
    "split: a cohort's trials to the parts of the split"
    >>> stage("some_rule")
    'some rule'
    """
    told = _first_line(rule)
    return f"{plain(rule)}: {told}" if told else plain(rule)


def plain(rule: str) -> str:
    """A rule's name without what only a program needs."""
    return rule.replace("_", " ")


def _first_line(rule: str) -> str:
    for source in catalogue.PACKAGE.glob(f"*/stages/{rule}.py"):
        head = (ast.get_docstring(ast.parse(_text(source))) or "").partition("\n")[0]
        return _ASIDE.sub("", _HEAD.sub("", head).rstrip(".")).replace("``", "")
    return ""


def _text(source: Path) -> str:
    return source.read_text(encoding="utf-8")


def duration(seconds: float) -> str:
    """A time as people tell it.

    Examples
    --------
    >>> [duration(each) for each in (0.4, 42.4, 200, 7270)]
    ['0 s', '42 s', '3 min 20 s', '2 h 1 min']
    """
    whole = round(seconds)
    hours, minutes = whole // 3600, whole // 60 % 60
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {whole % 60} s" if minutes else f"{whole} s"


def rough(seconds: float) -> str:
    """A time that nobody knows exactly.

    Examples
    --------
    >>> [rough(each) for each in (3, 65, 95, 7250)]
    ['less than a minute', '1 min', '2 min', '2 h 1 min']
    """
    if seconds < 60:
        return "less than a minute"
    return duration(round(seconds / 60) * 60).removesuffix(" 0 s")


def counted(count: int, noun: str) -> str:
    """So many of them."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def of(wildcards: Mapping[str, str]) -> str:
    """Which of its jobs a rule's job is, in brackets."""
    told = ", ".join(value for value in wildcards.values() if value)
    return f" ({told})" if told else ""


def shortened(text: str, length: int) -> str:
    """Text of at most some length, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1]}…"
