"""What may have a row in the tables of Hits@k: each is declared in a file of ``systems/``.

System NAME is ``SYSTEM`` of module ``systems/NAME.py``; a new one is a new file. What it is
made of is named, ``module:object``, and not imported, so that rules and report, which want
names and colours, need not load what trains and predicts.
"""

import importlib
import pkgutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

from eeg2music.errors import DataError

_FOLDER = Path(__file__).with_name("systems")
OURS = "ours"
"""The system that the question is about; all others are what it is held against."""

Colour = Literal["teal", "amber", "indigo", "slate", "rose", "sky", "olive"]


@dataclass(frozen=True, kw_only=True)
class System:
    """A row of the tables.

    Attributes
    ----------
    title, about : str
        What tables and figures call it, and what it is, in a few words.
    kind : str
        Whether it is compared, shows that a comparison means something, or knows the truth.
    place : int
        Rows are sorted by it.
    colour, line : str
        How figures draw it; a line as Matplotlib names it.
    is_baseline : bool
        Whether it is what can be known about music without any brain.
    is_brainless : bool
        Whether it predicts without looking at a brain, however it came about.
    is_required : bool
        Whether a table without it says nothing, and so is not shown.
    """

    title: str
    about: str
    kind: Literal["system", "control", "oracle"]
    place: int
    colour: Colour = "slate"
    line: str = "-"
    is_baseline: bool = False
    is_brainless: bool = False
    is_required: bool = False


@dataclass(frozen=True, kw_only=True)
class ByModel(System):
    """What predicts by a trained model.

    Attributes
    ----------
    shown : str
        Names what the model meets of the corpus while it predicts, a function of
        (`Corpus`, seed); all of it, if empty.
    """

    shown: str = ""


@dataclass(frozen=True, kw_only=True)
class Trained(ByModel):
    """By a model of its own.

    Attributes
    ----------
    network : str
        Names a `model.network.Network`.
    fitted : str
        As ``shown``, while the model is fitted.
    sees_whole_trials : bool
        Whether it predicts a trial at once, rather than ``model.context_s`` seconds.
    path : str
        Names a function of (network, `Windows`) to pairs of a penalty and weights, of which
        validation chooses; if empty, weights are learned by gradient descent.
    electrodes : str
        Names those that it sees (`eeg.montages`); all, if empty.
    is_simple : bool
        Whether it is a plain decoder that anything more elaborate has to beat.
    """

    network: str
    fitted: str = ""
    sees_whole_trials: bool = False
    path: str = ""
    electrodes: str = ""
    is_simple: bool = False


@dataclass(frozen=True, kw_only=True)
class Spoilt(ByModel):
    """By the models of another system, which are shown a spoilt corpus.

    Attributes
    ----------
    model : str
        The system whose models they are.
    """

    model: str


@dataclass(frozen=True, kw_only=True)
class Blind(System):
    """A predictor that never looks at a brain.

    Attributes
    ----------
    guess : str
        Names an `evaluation.controls.GuessOf`.
    """

    guess: str


Kind = TypeVar("Kind", bound=System)


def names(kind: type[System] = System) -> list[str]:
    """Every system, or those of a kind, in the order of the tables."""
    return [name for name in _every(_FOLDER) if isinstance(_load(name), kind)]


def order(name: str) -> tuple[float, str]:
    """Sorting key of a system's name; unknown ones come last."""
    return _place(name) if is_known(name) else (float("inf"), name)


def is_known(name: str) -> bool:
    """Whether there is such a system."""
    return name.isidentifier() and (_FOLDER / f"{name}.py").is_file()


def find(name: str, kind: type[Kind]) -> Kind:
    """The declaration of a system of a kind.

    Raises
    ------
    DataError
        If there is none of that name.
    """
    system: System | None = _load(name) if is_known(name) else None
    if not isinstance(system, kind):
        raise DataError(
            name,
            expected=f"one of the systems {', '.join(names(kind))}",
            found="no such system",
            cure="Name another, or declare it in a file of src/eeg2music/systems.",
        )
    return system


def is_brainless(name: str) -> bool:
    """Whether a system is known to look at no brain."""
    return is_known(name) and _load(name).is_brainless


def is_baseline(name: str) -> bool:
    """Whether a system is what can be known about music without any brain."""
    return is_known(name) and _load(name).is_baseline


def is_simple(name: str) -> bool:
    """Whether a system is a plain decoder that anything more elaborate has to beat."""
    return is_known(name) and getattr(_load(name), "is_simple", False)


def model_of(name: str) -> str:
    """The trained system whose models a system predicts with."""
    system = find(name, System)
    return system.model if isinstance(system, Spoilt) else name


def electrodes_of(name: str) -> str:
    """Which electrodes a system sees, a key of `eeg.montages.MONTAGES`; empty: all."""
    return find(model_of(name), Trained).electrodes


def resolve(named: str) -> Any:
    """The object that ``module:object`` names."""
    return pkgutil.resolve_name(named)


@cache
def _every(folder: Path) -> list[str]:
    return sorted((path.stem for path in folder.glob("[a-z]*.py")), key=_place)


def _place(name: str) -> tuple[float, str]:
    return _load(name).place, name


@cache
def _load(name: str) -> System:
    system: System = importlib.import_module(f"eeg2music.systems.{name}").SYSTEM
    return system
