"""All of ``params.yaml``, and its reading.

What concerns the dataset as a whole stands here. The other sections are those that the
``params.py`` of each domain names, so that a new one touches no file but its own.
"""

import importlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

import yaml
from pydantic import Field, ValidationError, create_model, model_validator

from eeg2music.corpora.params import Exclusion
from eeg2music.eeg.params import LOW_TRANSITION_HZ
from eeg2music.errors import DataError
from eeg2music.params.grid import Grid
from eeg2music.strict import Section, problems

_PACKAGE = Path(__file__).parents[1]


class Params(Section):
    """All of ``params.yaml``."""

    dataset: Literal["demo", "deap", "bids"] = Field(
        description="demo: generated in DEAP's formats | deap: the recordings | bids: any other"
    )
    eeg_source: Literal["bdf", "dat", "mat"] = Field(
        description="of DEAP: original recordings, or preprocessed for Python or MATLAB"
    )
    exclude: list[Exclusion] = Field(description="subjects and videos to leave out, and why")
    grid: Grid

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """A domain's section."""

    @model_validator(mode="after")
    def _separator_fits(self) -> Self:
        if self.dataset != "demo" and self.vocals.separator == "demo":
            raise ValueError(
                "`vocals.separator: demo` knows generated music only;"
                f" set it to htdemucs for `dataset: {self.dataset}`"
            )
        return self

    @model_validator(mode="after")
    def _grid_fits(self) -> Self:
        samples = self.grid.frame_s * self.slices.sampling_rate_hz
        if abs(samples - round(samples)) > 1e-9:
            raise ValueError(
                f"`grid.frame_s` {self.grid.frame_s:g} s is no whole number of samples at"
                f" `slices.sampling_rate_hz` {self.slices.sampling_rate_hz}"
            )
        return self

    @model_validator(mode="after")
    def _bands_pass(self) -> Self:
        if self.slices.low_hz < LOW_TRANSITION_HZ:
            raise ValueError(
                f"`slices.low_hz` {self.slices.low_hz:g} is below {LOW_TRANSITION_HZ:g} Hz, which"
                " the flank of the filter takes"
            )
        for name, (low_hz, high_hz) in self.eeg_features.bands_hz.items():
            if high_hz <= self.slices.low_hz or low_hz >= self.slices.high_hz:
                raise ValueError(
                    f"`eeg_features.bands_hz.{name}` {low_hz:g} to {high_hz:g} Hz lies outside what"
                    f" `slices` lets pass, {self.slices.low_hz:g} to {self.slices.high_hz:g} Hz"
                )
        return self


@cache
def model() -> type[Params]:
    """`Params` with the sections of every domain."""
    fields: dict[str, Any] = {}
    for source in sorted(_PACKAGE.glob("*/params.py")):
        module = importlib.import_module(f"{_PACKAGE.name}.{source.parent.name}.params")
        sections: dict[str, type[Section]] = getattr(module, "SECTIONS", {})
        fields |= {name: (section, ...) for name, section in sections.items()}
    return create_model("Params", __base__=Params, __doc__=Params.__doc__, **fields)


def parse(raw: dict[str, Any], source: Path | str = "params.yaml") -> Params:
    """Validate parameters already read from YAML.

    Raises
    ------
    DataError
        Naming every offending key, with the nearest known key for an unknown one.
    """
    try:
        return model().model_validate(raw)
    except ValidationError as error:
        raise DataError(
            source,
            expected="parameters as described in workflow/schemas/params.schema.json",
            found=problems(model(), error),
            cure="Correct the keys named here.",
        ) from None


def load(path: Path) -> Params:
    """Read and validate a ``params.yaml``.

    Raises
    ------
    DataError
        As `read` or `parse` does.
    """
    return parse(read(path), path)


def read(path: Path) -> Any:
    """What a ``params.yaml`` holds, whether or not it is valid.

    Raises
    ------
    DataError
        If there is none, or it is no YAML.
    """
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DataError(
            path,
            expected="the parameters of a repository of eeg2music",
            found="no file",
            cure="Run the command in the folder that holds params.yaml.",
        ) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DataError(
            path,
            expected="YAML, in UTF-8, indented by spaces",
            found=_where(error),
            cure="Correct the line named here.",
        ) from None


def _where(error: Exception) -> str:
    """Where a reader of YAML stopped, and why."""
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        why = ", ".join(filter(None, (error.problem, error.context)))
        return f"line {error.problem_mark.line + 1}, column {error.problem_mark.column + 1}: {why}"
    return " ".join(str(error).split())
