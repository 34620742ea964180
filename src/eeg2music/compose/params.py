"""Parameters of the music (paper 3.2)."""

from typing import Annotated

from pydantic import Field

from eeg2music.params.values import Count, Positive, Seed
from eeg2music.strict import Section


class Decoding(Section):
    """How tokens are drawn."""

    steps: Count = Field(description="iterations of unmasking")
    temperature: Positive = Field(
        description="of sampling; above 1 more varied, towards 0 the likeliest"
    )
    top_k: Count = Field(description="likeliest entries that are drawn from")
    prior_weight: Annotated[float, Field(ge=0)] = Field(
        description="of how songs repeat themselves, beside what the model tells"
    )
    seed: Seed


class Playing(Decoding):
    """How tokens are drawn, and sounds joined."""

    crossfade_ms: Count = Field(description="overlap of neighbouring sounds")

    @property
    def decoding(self) -> Decoding:
        """How tokens are drawn."""
        return Decoding(**{name: getattr(self, name) for name in Decoding.model_fields})


class Compose(Playing):
    """Music out of the trained model."""

    trials: Count = Field(description="held-out trials to compose")


SECTIONS: dict[str, type[Section]] = {"compose": Compose}
"""Names under which they stand in ``params.yaml``."""
