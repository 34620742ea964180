"""Tables of what recordings tell, invented so that what is shown can be traced."""

import numpy as np
import pandas as pd

from eeg2music.parquet import Table

NONE = float("nan")
SHARED = pd.DataFrame(
    [
        ("all", 0, 0.61, 0.51, 0.71, 0.16, 0.0001, 0.02, 0.0002),
        ("all", 1, 0.41, 0.31, 0.51, 0.10, 0.0001, 0.01, 0.0002),
        ("alpha", 0, 0.32, 0.12, 0.52, 0.13, 0.2, NONE, NONE),
    ],
    columns=[
        "band",
        "component",
        "correlation",
        "ci_low",
        "ci_high",
        "chance",
        "p",
        "other_songs",
        "p_other_songs",
    ],
)
READABLE = pd.DataFrame(
    [
        ("entropy", "subject", 1.0, 1.0, 1.0, 0.083),
        ("entropy", "arousal", 0.84, -0.18, 1.0, 0.0),
        ("encoder", "stimulus", 0.261, 0.173, 0.349, 0.025),
    ],
    columns=["features", "target", "value", "ci_low", "ci_high", "chance"],
)
PAIRS = pd.DataFrame(
    [
        ("train", 1, 0.42, 0.28, 0.56, -0.14, 0.15, 0.0001, 0.06),
        ("headline", 1, 0.47, NONE, NONE, 0.22, 0.29, 0.001, NONE),
    ],
    columns=[
        "fitted_on",
        "component",
        "correlation",
        "ci_low",
        "ci_high",
        "chance_low",
        "chance_high",
        "p",
        "other_songs",
    ],
)
SMALLEST = pd.DataFrame(
    [
        ("decoding", "shifts", 0.019, 0.012, 0.027, 0.009),
        ("decoding", "songs", 0.021, 0.013, np.inf, 0.011),
        ("inter-subject correlation", "shifts", 0.011, 0.01, 0.02, 0.003),
        ("inter-subject correlation", "songs", np.inf, 0.05, np.inf, NONE),
    ],
    columns=["test", "against", "strength", "ci_low", "ci_high", "variance_share"],
)


def recorded(**changed: pd.DataFrame) -> dict[str, Table]:
    """All of them; ``changed`` stand for others, by the names of their schemas."""
    told = {"shared": SHARED, "readable": READABLE, "correspondence": PAIRS}
    told |= {"smallest_effect": SMALLEST}
    return {name: Table(table, {}, {}) for name, table in (told | changed).items()}
