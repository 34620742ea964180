"""Variants of a system: what it is trained with in place of what the parameters say."""

from functools import reduce
from typing import Any

from eeg2music.dotted import flatten, nest
from eeg2music.errors import DataError
from eeg2music.evaluation.tasks import REGIMES
from eeg2music.params.root import Params, parse
from eeg2music.training.params import OF_SYSTEMS


def varied(params: Params, variant: str, system: str = "") -> Params:
    """The parameters under a variant.

    Parameters
    ----------
    variant : str
        Names of ``experiments.variants`` joined by +, of which later ones win; empty: as they are.
        One of `evaluation.tasks.REGIMES` changes no parameter.
    system : str
        The one that they are for, of which a variant may tell something else than of all.

    Raises
    ------
    DataError
        If there is no such variant, or the parameters are not valid under it.
    """
    if not variant:
        return params
    names = [name for name in variant.split("+") if name not in REGIMES]
    changes = [_named(params, name, system) for name in names]
    whole: dict[str, Any] = reduce(
        lambda told, change: told | change, changes, flatten(params.model_dump())
    )
    of_system = f" of {system}" if system else ""
    return parse(nest(whole), f"params.yaml, variant {variant}{of_system}")


def _named(params: Params, name: str, system: str) -> dict[str, Any]:
    variants = params.experiments.variants
    if name not in variants:
        raise DataError(
            "params.yaml: experiments.variants",
            expected=f"a variant called {name}",
            found=f"only {', '.join(sorted(variants)) or 'an empty mapping'}",
            cure="Declare it there, or name another.",
        )
    whole = {key: told for key, told in variants[name].items() if key != OF_SYSTEMS}
    return flatten(whole) | flatten(variants[name].get(OF_SYSTEMS, {}).get(system, {}))
