"""Strict groups of parameters, and what is wrong with values that do not fit them."""

import difflib
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError


class Section(BaseModel):
    """A strict, immutable group of parameters."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


_SHOWN = 80
"""Characters of a value that is quoted: it may be a whole section."""


def problems(model: type[Section], error: ValidationError) -> str:
    """Every offending key in one line, an unknown one with the nearest known."""
    issues = error.errors()
    meant = {_meant(model, issue) for issue in issues if issue["type"] == "extra_forbidden"}
    told = [each for each in issues if each["type"] != "missing" or each["loc"] not in meant]
    return "; ".join(_problem(model, issue) for issue in told)


def _problem(model: type[Section], issue: Any) -> str:
    path = ".".join(str(part) for part in issue["loc"])
    if not path:
        return str(issue["msg"]).removeprefix("Value error, ")
    if issue["type"] == "missing":
        return f"no `{path}`"
    if issue["type"] != "extra_forbidden":
        return f"`{path}`: {issue['msg']} (got {_shortened(repr(issue['input']))})"
    near = _meant(model, issue)
    known = ", ".join(_fields_at(model, issue["loc"][:-1]))
    hint = f", did you mean `{near[-1]}`?" if near else f", known here: {known}"
    return f"unknown key `{path}`{hint}"


def _meant(model: type[Section], issue: Any) -> tuple[int | str, ...]:
    """Where the nearest known key of an unknown one lies; empty, if none is near."""
    *place, unknown = issue["loc"]
    known = _fields_at(model, tuple(place))
    near = difflib.get_close_matches(str(unknown), known, n=1, cutoff=0.5)
    return (*place, near[0]) if near else ()


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _fields_at(model: type[Section], path: tuple[int | str, ...]) -> list[str]:
    kind: Any = model
    for key in path:
        is_mapping = get_origin(kind) is dict
        kind = get_args(kind)[1] if is_mapping else kind.model_fields[str(key)].annotation
    return sorted(kind.model_fields)
