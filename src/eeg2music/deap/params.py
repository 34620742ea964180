"""Parameters of fetching DEAP."""

from pydantic import Field

from eeg2music.params.values import Count, Positive
from eeg2music.strict import Section


class Server(Section):
    """Where archives are, and how patient to be."""

    url: str = Field(pattern="^https?://.*/$", description="folder of the archives")
    attempts: Count = Field(description="tries in a row without progress before giving up")
    timeout_s: Positive = Field(description="silence of the server before a try ends")


class Download(Server):
    """Where DEAP's archives are fetched from."""

    archives: list[str] = Field(min_length=1, description="files of that folder")


SECTIONS: dict[str, type[Section]] = {"download": Download}
"""Names under which they stand in ``params.yaml``."""
