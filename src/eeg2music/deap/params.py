"""Parameters of fetching DEAP."""

from pydantic import Field

from eeg2music.params.values import Count, Positive
from eeg2music.strict import Section


class Download(Section):
    """Where DEAP's archives are fetched from."""

    url: str = Field(pattern="^https?://.*/$", description="folder of the archives")
    archives: list[str] = Field(min_length=1, description="files of that folder")
    attempts: Count = Field(description="tries in a row without progress before giving up")
    timeout_s: Positive = Field(description="silence of the server before a try ends")


SECTIONS: dict[str, type[Section]] = {"download": Download}
"""Names under which they stand in ``params.yaml``."""
