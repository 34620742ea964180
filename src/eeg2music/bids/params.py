"""Parameters of reading a corpus laid out as BIDS."""

from pydantic import Field

from eeg2music.strict import Section


class Bids(Section):
    """How to read a corpus laid out as BIDS."""

    task: str = Field(description="task entity of the recordings, or all")
    stimulus_column: str = Field(description="column of events.tsv that names the stimulus file")
    onset_event: str = Field(
        "", description="event that starts the music; none: the naming one; or: recording"
    )
    channels: list[str] = Field(description="EEG channels by name; none: those of every recording")


SECTIONS: dict[str, type[Section]] = {"bids": Bids}
"""Names under which they stand in ``params.yaml``."""
