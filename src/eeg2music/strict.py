"""Strict groups of parameters, and what is wrong with values that do not fit them."""

import difflib
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError


class Section(BaseModel):
    """A strict, immutable group of parameters."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def problems(model: type[Section], error: ValidationError) -> str:
    """Every offending key in one line, an unknown one with the nearest known."""
    return "; ".join(_problem(model, issue) for issue in error.errors())


def _problem(model: type[Section], issue: Any) -> str:
    path = ".".join(str(part) for part in issue["loc"])
    if not path:
        return str(issue["msg"]).removeprefix("Value error, ")
    if issue["type"] != "extra_forbidden":
        return f"`{path}`: {issue['msg']} (got {issue['input']!r})"
    known = _fields_at(model, issue["loc"][:-1])
    near = difflib.get_close_matches(str(issue["loc"][-1]), known, n=1, cutoff=0.5)
    hint = f", did you mean `{near[0]}`?" if near else f", known here: {', '.join(known)}"
    return f"unknown key `{path}`{hint}"


def _fields_at(model: type[Section], path: tuple[int | str, ...]) -> list[str]:
    kind: Any = model
    for key in path:
        is_mapping = get_origin(kind) is dict
        kind = get_args(kind)[1] if is_mapping else kind.model_fields[str(key)].annotation
    return sorted(kind.model_fields)
