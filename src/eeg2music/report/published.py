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


SYSTEMS = MappingProxyType(
    {
        "rnn": "RNN",
        "lstm": "LSTM",
        "tiraboschi": "Tiraboschi et al.",
        "miyamoto": "Miyamoto et al.",
        "inoue": "Inoue",
        "ours": "Ours",
    }
)
"""What Table 2 calls the systems that are here."""

ABLATIONS = ("without_eeg_dictionary", "without_audio_dictionary", "without_dictionaries", "")
"""Variants in the columns of Table 3; the last one uses both."""

TABLE_3 = MappingProxyType(
    {
        "cnn": {1: (9.21, 7.43, 4.71, 12.74), 10: (14.23, 13.79, 10.23, 26.23)},
        "transformer": {1: (12.93, 11.42, 5.64, 21.89), 10: (24.23, 25.34, 12.31, 51.12)},
        "lstm": {1: (19.74, 16.34, 9.34, 20.13), 10: (41.13, 30.35, 15.12, 46.18)},
        "ours": {1: (23.34, 8.23, 5.62, 24.27), 10: (43.68, 23.12, 16.12, 57.24)},
    }
)
"""Table 3: Hits@k in percent, by system and k, in each of `ABLATIONS`."""

TABLE_4 = MappingProxyType(
    {
        8: {1: 22.48, 10: 53.40},
        10: {1: 23.74, 10: 56.33},
        12: {1: 24.27, 10: 57.24},
        14: {1: 24.01, 10: 56.97},
        16: {1: 23.83, 10: 56.22},
    }
)
"""Table 4: Hits@k in percent, by depth and k."""


def cell(named: str, k: int) -> float | None:
    """Share (0-1) that the paper reports of a system under a variant; None where it does not."""
    system, *variants = named.split("+")
    depth = next((int(v[6:]) for v in variants if v.startswith("depth_")), None)
    ablation = next((v for v in variants if v in ABLATIONS), "")
    if depth is not None:
        told = TABLE_4.get(depth, {}).get(k) if system == "ours" and not ablation else None
    elif system in SYSTEMS and not ablation:
        return hits(SYSTEMS[system], k)
    else:
        row = TABLE_3.get(system, {}).get(k)
        told = row[ABLATIONS.index(ablation)] if row else None
    return None if told is None else told / 100


def hits(system: str, k: int) -> float | None:
    """Share (0-1) that the paper reports, None for a k that it does not."""
    return TABLE_2[system][K.index(k)] / 100 if k in K else None
