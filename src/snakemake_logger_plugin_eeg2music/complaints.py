"""What Snakemake itself objects to, in a line, with a cure."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from snakemake_logger_plugin_eeg2music import words

LENGTH = 600
"""Characters of a message of Snakemake's; all of it is in its own log."""
_PLAIN = ("", "WorkflowError", "RuleException", "CliException", "ApiError")
"""Exceptions whose names tell nobody anything."""
_PLACE = re.compile(r' in file "([^"]+)", line (\d+)')
_TRACE = re.compile(r'\s*(File "[^"]*", line \d+, in |Traceback )')
_HEAD = re.compile(r"\w+(?: in (?:rule .*|file .*, line \d+))?:")
_FUTURE = re.compile(r"older modification time \([^)]*\) than input (.+?) \(")
_SET_BACK = (
    "{file} is dated after what has been made of it now: was the clock set back? Contents count,"
    " not dates: `find results data -type f -newermt now -exec touch {{}} +`, then run again."
)
_OF_FILES = ("FileNotFoundError", "NotADirectoryError", "OSError", "PermissionError")
_HOMELESS = (
    "Snakemake keeps copies of the rules in a cache under {home}, which cannot be made. Set HOME,"
    " or XDG_CACHE_HOME, to a folder that is yours, then run again."
)
_OF_JOBS = ("returned non-zero exit", "died with <Signals", "At least one job did not complete")
"""In messages on jobs, each of which is told on its own."""


def complaint(exception: str, message: str) -> str:
    """One line on an exception that Snakemake ends with; empty, if jobs have told it.

    Parameters
    ----------
    exception : str
        Name of its class.
    message : str
        What Snakemake makes of it: place, text, and where it was raised.
    """
    if any(part in message for part in _OF_JOBS):
        return ""
    text = _text(message)
    if exception == "InputFunctionException":
        exception, text = _raised(text)
    if exception == "DataError":  # our own, which tells a cure
        return f"error: {' '.join(text.split())}"
    if exception in _KNOWN:
        return f"error: {_KNOWN[exception](text)}"
    if future := _FUTURE.search(text):
        return f"error: {_SET_BACK.format(file=future[1])}"
    if exception in _OF_FILES and (home := str(Path.home())) in text:
        return f"error: {_HOMELESS.format(home=home)}"
    text = text.removeprefix(f"{exception}: ")
    name = "" if exception in _PLAIN else f"{exception}: "
    return f"error: {name}{words.shortened(text, LENGTH)}{_place(message)}"


def falls_short(exception: str, message: str) -> tuple[int, str] | None:
    """Number of a job that did not make all its files, and which; None for any other exception."""
    told = re.search(r"Job (\d+) +completed successfully, but", message)
    if exception != "MissingOutputException" or told is None:
        return None
    files = _text(message).rpartition("--latency-wait:")[2]
    return int(told[1]), words.shortened(f"it did not make {files.strip()}", LENGTH)


def caution(message: str) -> str:
    """One line on a warning."""
    return f"warning: {words.shortened(_text(message), LENGTH)}"


def _text(message: str) -> str:
    """The message alone, without the name of the exception and without where it was raised."""
    lines = message.rstrip().splitlines()
    if lines and lines[0].startswith("Traceback "):
        return lines[-1]
    if lines and _HEAD.fullmatch(lines[0]):
        del lines[0]
    told: list[str] = []
    for line in lines:
        if _TRACE.match(line):
            break
        told.append(line)
    return "\n".join(told) or message


def _place(message: str) -> str:
    found = _PLACE.search(message)
    return f" ({found[1]}, line {found[2]})" if found else ""


def _locked(text: str) -> str:
    return (
        "another run of Snakemake works in this folder, or one was killed here. Wait for it; if"
        " none is running, `snakemake --unlock`, then run again."
    )


def _raised(text: str) -> tuple[str, str]:
    """Name and message of what a function of the rules raised."""
    told = text.partition("Wildcards:")[0].strip().removeprefix("Error:").strip()
    name, colon, rest = told.partition(": ")
    return (name, rest) if colon and name.isidentifier() else ("", told)


def _missing_input(text: str) -> str:
    rule, files = _affected(text)
    return (
        f"{rule} needs {files}, which is not there and which no rule makes. Put it there;"
        " `eeg2music doctor` tells what is missing."
    )


def _protected(text: str) -> str:
    rule, files = _affected(text)
    return (
        f"{rule} has to write {files}, which cannot be written to. Make files and folder"
        " writable, or the disk, then run again."
    )


def _affected(text: str) -> tuple[str, str]:
    """Rule and files that a message is about."""
    head, _, files = text.partition("affected files:")
    rule = re.search(r"for rule (\w+)", head)
    names = files.split()
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return rule[1] if rule else "a rule", f"{', '.join(names[:3])}{more}"


def _incomplete(text: str) -> str:
    files = text.partition("Incomplete files:")[2].split()
    return (
        f"{words.counted(len(files), 'file')} may be half-written, {', '.join(files[:3])} among"
        " them. Run again with --rerun-incomplete."
    )


def _unknown_target(text: str) -> str:
    named = re.search(r"produce (\S+)", text)
    what = named[1] if named else "what was asked for"
    return f"no rule makes {what}. `snakemake --list-rules` lists what can be asked for."


def _ambiguous(text: str) -> str:
    return f"{text.splitlines()[0]} Name one of them, or its files, in another way."


_KNOWN: Mapping[str, Callable[[str], str]] = {
    "LockException": _locked,
    "MissingInputException": _missing_input,
    "ProtectedOutputException": _protected,
    "IncompleteFilesException": _incomplete,
    "MissingRuleException": _unknown_target,
    "AmbiguousRuleException": _ambiguous,
}
