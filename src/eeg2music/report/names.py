"""What systems, protocols and couplings are called on the page."""

from types import MappingProxyType

SYSTEMS = MappingProxyType(
    {
        "ours": ("Ours", "EEG to music, as trained"),
        "unigram": ("Unigram", "how often training songs use each token"),
        "no_eeg": ("Without EEG", "the same model, trained and run without EEG"),
        "permuted": ("Permuted pairing", "the same model, trained on the EEG of other songs"),
        "shuffled": ("Shuffled EEG", "ours, given the EEG of another trial"),
        "zeroed": ("Zeroed EEG", "ours, given no EEG"),
        "copy": ("Copy look-up", "stretches of training songs that match what is heard"),
        "random": ("Random", "a blind guess among all tokens"),
        "oracle_features": ("Oracle, features", "Bayes posterior from the EEG features"),
        "oracle_sources": ("Oracle, sources", "Bayes posterior from the planted brain sources"),
    }
)
"""Name and meaning of every known system, in the order of the tables."""

PROTOCOLS = MappingProxyType(
    {
        "headline": "Headline: unseen listeners, unseen songs",
        "paper": "Paper: unseen listeners, songs shared with training (memorisable)",
    }
)
COUPLINGS = MappingProxyType(
    {
        "planted": "brains that follow the music",
        "null": "brains that do not follow the music",
        "recorded": "recorded brains",
    }
)


def name(system: str) -> str:
    """Name of a system in tables and figures."""
    return SYSTEMS.get(system, (system, ""))[0]


def about(system: str) -> str:
    """What a system is, in a few words."""
    return SYSTEMS.get(system, (system, ""))[1]


def order(system: str) -> tuple[int, str]:
    """Sorting key of a system: known ones as listed, others after them."""
    known = list(SYSTEMS)
    return (known.index(system) if system in known else len(known), system)


def hidden(mask_ratio: float) -> str:
    """How much of the audio a predictor does not see."""
    return (
        "all audio hidden" if mask_ratio == 1 else f"{100 * mask_ratio:.0f} % of the audio hidden"
    )
