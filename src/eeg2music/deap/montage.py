"""DEAP's channels: names, meanings and their order in the recordings (paper Table 1).

The two recording sites stored the same 32 electrodes in different orders, so channels
are always picked by name. The canonical order is Geneva's, that of the preprocessed
DEAP files. Table 1 prints ``FC3`` as Geneva's fifth channel; its own index columns (and
Twente's list) make it ``FC5``. Positions on the head are those of MNE's standard
``biosemi32`` montage, which knows all 32 names.
"""

from types import MappingProxyType

GENEVA = (
    *("Fp1", "AF3", "F3", "F7", "FC5", "FC1", "C3", "T7"),
    *("CP5", "CP1", "P3", "P7", "PO3", "O1", "Oz", "Pz"),
    *("Fp2", "AF4", "Fz", "F4", "F8", "FC6", "FC2", "Cz"),
    *("C4", "T8", "CP6", "CP2", "P4", "P8", "PO4", "O2"),
)
TWENTE = (
    *("Fp1", "AF3", "F7", "F3", "FC1", "FC5", "T7", "C3"),
    *("CP1", "CP5", "P7", "P3", "Pz", "PO3", "O1", "Oz"),
    *("O2", "PO4", "P4", "P8", "CP6", "CP2", "C4", "T8"),
    *("FC6", "FC2", "F4", "F8", "AF4", "Fp2", "Fz", "Cz"),
)
EEG = GENEVA
"""The 32 electrodes in canonical order."""

EEG_ORDER = MappingProxyType({"twente": TWENTE, "geneva": GENEVA})
"""Electrodes in the order in which each site's recordings store them."""

EXTERNAL = MappingProxyType(
    {
        "EXG1": "hEOG1",
        "EXG2": "hEOG2",
        "EXG3": "vEOG1",
        "EXG4": "vEOG2",
        "EXG5": "zEMG1",
        "EXG6": "zEMG2",
        "EXG7": "tEMG1",
        "EXG8": "tEMG2",
    }
)
"""External electrodes: name in the recording to what it measures (h, v: horizontal and
vertical eye movements; z, t: zygomaticus and trapezius muscles)."""

PHYSIOLOGY = ("GSR1", "GSR2", "Erg1", "Erg2", "Resp", "Plet", "Temp")
STATUS = "Status"
"""The trigger channel, always the last one."""
UNNAMED = ""
FIRST_WITH_UNNAMED_TRIGGER = 24
FIRST_WITH_SPARE = 29
"""From s29 on an unnamed channel lies before the (likewise unnamed) trigger channel; what
it holds is not documented."""

HORIZONTAL_EOG = ("EXG1", "EXG2")
VERTICAL_EOG = ("EXG3", "EXG4")
EOG = HORIZONTAL_EOG + VERTICAL_EOG

SAMPLING_RATE_HZ = 512
LAST_TWENTE_SUBJECT = 22


def site(subject: str) -> str:
    """Recording site of a subject: ``twente`` for s01-s22, ``geneva`` for s23-s32."""
    return "twente" if int(subject[1:]) <= LAST_TWENTE_SUBJECT else "geneva"


def trigger_name(subject: str) -> str:
    """Name of a subject's trigger channel: ``Status`` for s01-s23, none for s24-s32."""
    return UNNAMED if int(subject[1:]) >= FIRST_WITH_UNNAMED_TRIGGER else STATUS


def spare_channels(subject: str) -> tuple[str, ...]:
    """Channels of unknown purpose: one without a name for s29-s32, none for others."""
    return (UNNAMED,) if int(subject[1:]) >= FIRST_WITH_SPARE else ()


def recording_channels(subject: str) -> tuple[str, ...]:
    """All 48 or 49 channel names, in the order in which the subject's recording stores them."""
    sensors = (*EXTERNAL, *PHYSIOLOGY, *spare_channels(subject))
    return (*EEG_ORDER[site(subject)], *sensors, trigger_name(subject))
