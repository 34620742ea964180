"""What systems and protocols are called on the page."""

from types import MappingProxyType

from eeg2music import registry
from eeg2music.registry import System

PROTOCOLS = MappingProxyType(
    {
        "headline": "Headline: unseen listeners, unseen songs",
        "paper": "Paper: unseen listeners, songs shared with training (memorisable)",
        "within_subject": "Within subject: listeners of training, unseen songs",
        "calibration": "Calibration: some minutes of these listeners on other songs, unseen songs",
        "slice": "Slice: slices drawn at random, the others of their trials trained on (leaking)",
    }
)


def name(system: str) -> str:
    """Name of a system in tables and figures."""
    return registry.find(system, System).title if registry.is_known(system) else system


def cell(named: str) -> str:
    """Name of a system under a variant, SYSTEM+VARIANT."""
    system, _, variant = named.partition("+")
    under = [each.replace("_", " ") for each in variant.split("+") if each]
    return ", ".join([name(system), *under])


def about(system: str) -> str:
    """What a system is, in a few words."""
    return registry.find(system, System).about if registry.is_known(system) else ""


def hidden(mask_ratio: float) -> str:
    """How much of the audio a predictor does not see."""
    return (
        "all audio hidden" if mask_ratio == 1 else f"{100 * mask_ratio:.0f} % of the audio hidden"
    )
