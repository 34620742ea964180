"""Parameters of the page."""

from pydantic import Field

from eeg2music.strict import Section


class Report(Section):
    """The page."""

    title: str = Field(description="heading of the page")


SECTIONS: dict[str, type[Section]] = {"report": Report}
"""Names under which they stand in ``params.yaml``."""
