"""How much of what was reachable each fold's model reached."""

from dataclasses import dataclass

import pandas as pd

from eeg2music import registry


@dataclass(frozen=True)
class Reach:
    """A fold's shares under the headline protocol, one for each k; limits if there is an oracle."""

    fold: str
    ours: tuple[float, ...]
    limits: tuple[float, ...] | None

    @property
    def fractions(self) -> tuple[float, ...] | None:
        """Ours of the limit."""
        if self.limits is None:
            return None
        return tuple(own / limit for own, limit in zip(self.ours, self.limits, strict=True))


def reach(fold: str, hits: pd.DataFrame, cohort: str) -> Reach:
    """Of a fold's own table of Hits@k (`tables.HITS`).

    The limit is the first of the oracles: what anything fitted on the features can reach.
    """
    shown = hits[(hits["protocol"] == "headline") & (hits["cohort"] == cohort)]
    oracles = sorted(shown.loc[shown["kind"] == "oracle", "system"].unique(), key=registry.order)
    limits = _shares(shown, oracles[0]) if oracles else None
    return Reach(fold, _shares(shown, registry.OURS), limits)


def _shares(hits: pd.DataFrame, system: str) -> tuple[float, ...]:
    rows = hits[hits["system"] == system].sort_values("k")
    return tuple(map(float, rows["hits"]))
