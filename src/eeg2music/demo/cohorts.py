"""The cohorts that the demo declares: the same people and songs, brains that follow or do not."""

from eeg2music.corpora.contract import Inventory, Truth
from eeg2music.deap import layout
from eeg2music.deap.montage import site
from eeg2music.demo.params import Demo

PLANTED = Truth("planted", "brains that follow the music", follows=True)
NULL = Truth("null", "brains that do not follow the music", follows=False)


def inventories(demo: Demo, raw: str, source: str) -> dict[str, Inventory]:
    """What the generator will make for each cohort, whether or not it is there yet.

    Parameters
    ----------
    raw : str
        Folder of the raw files. Each cohort's recordings lie in a folder of its name.
    source : str
        Which recordings to read, a key of `deap.layout.RECORDINGS`.
    """
    size = demo.chosen
    tables = [f"{raw}/{layout.table(table)}" for table in layout.TABLES]
    return {
        name: Inventory(
            recordings={
                who: [f"{raw}/{name}/{layout.recording(source, who)}"] for who in size.subjects
            },
            stimuli={n: f"{raw}/{layout.STIMULI}/{n:02d}.mp4" for n in range(1, size.songs + 1)},
            metadata=tables,
            timetable=tables[1:],
            groups={who: site(who) for who in size.subjects},
            truth=PLANTED if coupling else NULL,
        )
        for name, coupling in demo.cohorts.items()
    }
