"""The few figures of a run that ``dvc metrics`` shows side by side."""

from collections.abc import Sequence

import pandas as pd

from eeg2music.evaluation.tasks import HEADLINE, decisive
from eeg2music.registry import OURS


def headline_metrics(
    hits: pd.DataFrame, gains: pd.DataFrame, cohort: str, baselines: Sequence[str]
) -> dict[str, float]:
    """Shares (0-1) of the headline protocol, in the order in which they are read.

    Parameters
    ----------
    hits, gains : DataFrame
        Of `tables.HITS` and `tables.GAINS`.
    baselines : sequence of str
        Systems that know nothing of brains; the best is what ours is held against.

    Returns
    -------
    dict
        Hits@k of ours at each k. At the one that decides also its interval, the best guess, the
        gain over it with its interval, and, where an oracle is known and is better than the guess,
        how much of that room ours has.
    """
    table = hits[(hits["protocol"] == HEADLINE.protocol) & (hits["cohort"] == cohort)]
    ours = table[table["system"] == OURS].set_index("k").sort_index()
    k = decisive(ours.index)
    at_k = table[table["k"] == k].set_index("system")
    guess = at_k.loc[[*baselines], "hits"]
    gained = gains[(gains["protocol"] == HEADLINE.protocol) & (gains["cohort"] == cohort)]
    gain = gained[(gained["k"] == k) & (gained["other"] == guess.idxmax())].iloc[0]
    told = {f"hits@{each}": share for each, share in ours["hits"].items()}
    told |= {f"hits@{k}_{end}": ours.loc[k, f"ci_{end}"] for end in ("low", "high")}
    told |= {f"guess@{k}": guess.max(), f"gain@{k}": gain["gain"]}
    told |= {f"gain@{k}_{end}": gain[f"ci_{end}"] for end in ("low", "high")}
    room = at_k.loc[at_k["kind"] == "oracle", "hits"].max() - guess.max()
    if room > 0:
        told[f"of_oracle@{k}"] = gain["gain"] / room
    return {name: round(float(value), 4) for name, value in told.items()}
