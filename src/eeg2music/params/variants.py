"""Variants of a system: what it is trained with in place of what the parameters say."""

from functools import reduce
from typing import Any

from eeg2music.dotted import flatten, nest
from eeg2music.errors import DataError
from eeg2music.params.root import Params, parse


def varied(params: Params, variant: str) -> Params:
    """The parameters under a variant.

    Parameters
    ----------
    variant : str
        Names of ``experiments.variants`` joined by +, of which later ones win; empty: as they are.

    Raises
    ------
    DataError
        If there is no such variant, or the parameters are not valid under it.
    """
    names = variant.split("+") if variant else []
    changes = [_named(params, name) for name in names]
    whole: dict[str, Any] = reduce(
        lambda told, change: told | change, changes, flatten(params.model_dump())
    )
    where = f"params.yaml, variant {variant}" if variant else "params.yaml"
    return parse(nest(whole), where)


def _named(params: Params, name: str) -> dict[str, Any]:
    variants = params.experiments.variants
    if name not in variants:
        raise DataError(
            "params.yaml: experiments.variants",
            expected=f"a variant called {name}",
            found=f"only {', '.join(sorted(variants)) or 'an empty mapping'}",
            cure="Declare it there, or name another.",
        )
    return flatten(variants[name])
