"""Parameters of the music (paper 3.2)."""

from pydantic import Field

from eeg2music.params.values import Count, Positive, Seed
from eeg2music.strict import Section


class Decoding(Section):
    """How tokens are drawn, and sounds joined."""

    steps: Count = Field(description="iterations of unmasking")
    temperature: Positive = Field(
        description="of sampling; above 1 more varied, towards 0 the likeliest"
    )
    crossfade_ms: Count = Field(description="overlap of neighbouring sounds")
    seed: Seed


class Compose(Decoding):
    """Music out of the trained model."""

    trials: Count = Field(description="held-out trials to compose")


SECTIONS: dict[str, type[Section]] = {"compose": Compose}
"""Names under which they stand in ``params.yaml``."""
