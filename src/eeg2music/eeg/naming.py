"""What recordings call electrodes: in another case, with their reference, by older names."""

import re
from functools import cache

SYSTEM = "colin27_1005"
"""MNE's name of the 10-05 system (Oostenveld & Praamstra, 2001), which knows most electrodes."""
_OLDER = {"t3": "T7", "t4": "T8", "t5": "P7", "t6": "P8"}
"""Names of the 10-20 system that the American Clinical Neurophysiology Society gave up."""
_NO_ELECTRODES = ("ref", "gnd")
"""What some caps call what others are measured against."""
_BEFORE = re.compile(r"^eeg[ _-]+")
_AFTER = re.compile(r"[ _-]+(ref|le|re|a1|a2|a1a2|m1|m2|m1m2|lm|avg?|average)$")
"""A common reference; two electrodes of which a difference was recorded are none."""


def label(name: str) -> str:
    """What the 10-05 system calls a channel; empty if it has no such electrode.

    Examples
    --------
    >>> label("EEG T3-LE"), label("FP1"), label("Fc5."), label("Fp1-F7"), label("ECG")
    ('T7', 'Fp1', 'FC5', '', '')
    """
    plain = _plain(name)
    return _OLDER.get(plain) or _names(SYSTEM).get(plain, "")


def is_electrode(name: str) -> bool:
    """Whether a channel is called as an electrode of any cap or net that MNE knows.

    ``EEG Fp1-Ref``, as EDF files of clinics have it, is called so.
    """
    plain = _plain(name)
    return plain not in _NO_ELECTRODES and any(plain in _names(each) for each in _caps())


def _plain(name: str) -> str:
    """A name in lower case, without what stands beside it; PhysioNet's fills up with dots."""
    return _AFTER.sub("", _BEFORE.sub("", name.strip(" .\0").lower()))


def _caps() -> list[str]:
    """The 10-05 system, then all others; not those of optodes."""
    import mne

    every = mne.channels.get_builtin_montages()
    return [SYSTEM, *(each for each in every if not each.startswith(("artinis", SYSTEM)))]


@cache
def _names(montage: str) -> dict[str, str]:
    """Name in lower case to the name as it is."""
    import mne

    return {name.lower(): name for name in mne.channels.make_standard_montage(montage).ch_names}
