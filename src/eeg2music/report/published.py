"""What the paper reports, to stand beside what is measured here.

The paper's values come from DEAP, with unseen subjects and songs shared between training
and test, and with settings it does not state; they are no targets for generated data.
"""

from types import MappingProxyType

K = (1, 3, 5, 10, 20)
"""Candidates looked at in Table 2."""

TABLE_2 = MappingProxyType(
    {
        "RNN": (18.56, 28.37, 36.25, 45.24, 54.39),
        "LSTM": (20.13, 28.34, 35.25, 46.18, 49.12),
        "Tiraboschi et al.": (18.42, 26.24, 37.24, 45.72, 56.25),
        "Miyamoto et al.": (22.45, 35.52, 40.89, 50.68, 63.29),
        "Inoue": (12.52, 23.14, 36.46, 43.53, 53.52),
        "Ours": (24.27, 37.43, 45.29, 57.24, 68.19),
    }
)
"""Table 2 of the paper: Hits@k on DEAP in percent, at each of `K`."""


def hits(system: str, k: int) -> float | None:
    """Share (0-1) that the paper reports, None for a k that it does not."""
    return TABLE_2[system][K.index(k)] / 100 if k in K else None
