"""Parameters of training (paper 3.3)."""

from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, model_validator

from eeg2music import registry
from eeg2music.evaluation.tasks import REGIMES
from eeg2music.params.values import Count, Positive, Seed, Share
from eeg2music.strict import Section


class Train(Section):
    """Training and the composite loss (paper 3.3)."""

    epochs: Count = Field(description="epochs, over which the learning rate falls to 0")
    batch_slices: Count = Field(description="slices per step, in windows of any length")
    learning_rate: Positive = Field(description="peak, before the cosine decay")
    weight_decay: Annotated[float, Field(ge=0)] = Field(description="of AdamW, on matrices only")
    warmup_epochs: Annotated[int, Field(ge=0)] = Field(description="epochs of rising learning rate")
    averaging: Annotated[float, Field(ge=0, lt=1)] = Field(
        description="of the running mean of weights, what a step leaves; 0: the last weights"
    )
    label_smoothing: Share = Field(description="share of the target spread over all entries")
    neighbour_smoothing: Share = Field(description="share of the target spread over near entries")
    neighbour_reach: Positive = Field(
        description="SD of that spread, in median distances from an entry to its nearest"
    )
    input_noise: Annotated[float, Field(ge=0)] = Field(
        description="SD added to differential entropy"
    )
    medley_share: Share = Field(
        description="share of steps whose windows are pieced together from several trials"
    )
    medley_piece_s: Positive = Field(
        description="s from one trial at least; up to the next bar where there is a metre"
    )
    recombined_share: Share = Field(
        description="share of windows in which what listeners of a song have in common is joined "
        "with what any recording holds beside"
    )
    contrast: Annotated[float, Field(ge=0)] = Field(
        description="weight of telling which moment of the music a brain's moment belongs to"
    )
    alpha: Share = Field(description="weight of the unmasked positions (Eq. 13)")
    full_mask_share: Share = Field(description="share of windows with all audio masked")
    gradient_clip: Positive = Field(description="largest L2 norm of the gradient")


def _by_a_model(system: str) -> str:
    known = registry.names(registry.ByModel)
    if system not in known:
        raise ValueError(f"is none of the systems {', '.join(known)}")
    return system


ModelledSystem = Annotated[str, AfterValidator(_by_a_model)]
"""Name of a system that predicts by a model."""


OF_SYSTEMS = "systems"
"""Key of a variant under which it tells what differs for single systems, by name."""


def _of_training(changes: dict[str, Any]) -> dict[str, Any]:
    told = changes.get(OF_SYSTEMS, {})
    if not isinstance(told, dict) or not all(isinstance(each, dict) for each in told.values()):
        raise ValueError(f"has `{OF_SYSTEMS}` that is no mapping of systems to what differs")
    if unknown := sorted(set(told) - set(registry.names(registry.Trained))):
        raise ValueError(f"changes what {unknown[0]} is trained with, which no system is called")
    whole = {name: changes[name] for name in changes if name != OF_SYSTEMS}
    for section in (name for each in (whole, *told.values()) for name in each):
        if section not in ("model", "train"):
            raise ValueError(f"changes `{section}`; only model and train can differ in variants")
    return changes


class Cells(Section):
    """Each system under each variant."""

    systems: list[ModelledSystem] = Field(min_length=1, description="by name")
    variants: list[str] = Field(min_length=1, description="of `variants`, several as A+B, or none")

    @property
    def cells(self) -> list[str]:
        """Every cell, system by system."""
        return [named(system, variant) for system in self.systems for variant in self.variants]


class Protocols(Section):
    """Systems whose training knows the training part alone, or more."""

    systems: list[ModelledSystem] = Field(min_length=1, description="by name")
    variant: str = Field(
        description="of `variants`, with one slice in `model.context_s`: slices are held out singly"
    )

    @property
    def cells(self) -> list[str]:
        """Every system under every regime, system by system."""
        variants = ["+".join(filter(None, [self.variant, regime])) for regime in ("", *REGIMES)]
        return [named(system, variant) for system in self.systems for variant in variants]


class Coupled(Section):
    """Systems that are trained on brains into whose recordings a coupling was planted."""

    systems: list[ModelledSystem] = Field(min_length=1, description="by name")
    variant: str = Field(description="of `variants`")

    @property
    def cells(self) -> list[str]:
        """Every system, under the variant."""
        return [named(system, self.variant) for system in self.systems]


class Comparison(Cells):
    """Cells that are held against one of them."""

    title: str = Field(description="what the table is about")
    beside: list[str] = Field(
        description="more cells, SYSTEM or SYSTEM+VARIANT, as of another training"
    )
    reference: str = Field(
        description="the cell that all are held against, SYSTEM or SYSTEM+VARIANT"
    )
    folds: Count = Field(description="that are run; as many as there are, at most")
    k: list[Count] = Field(min_length=1, description="entries that may hold the true one")

    @property
    def cells(self) -> list[str]:
        """Every cell, system by system, and those beside."""
        return [*super().cells, *self.beside]

    @model_validator(mode="after")
    def _beside_are_models(self) -> Self:
        for cell in self.beside:
            _by_a_model(cell.partition("+")[0])
        return self

    @model_validator(mode="after")
    def _reference_is_a_cell(self) -> Self:
        if self.reference not in self.cells:
            raise ValueError(f"reference {self.reference!r} is none of {', '.join(self.cells)}")
        return self


def named(system: str, variant: str) -> str:
    """What a system under a variant is called, in tables and in files."""
    return f"{system}+{variant}" if variant else system


class Experiments(Section):
    """What is trained: systems, and variants of them, each from every seed."""

    systems: list[ModelledSystem] = Field(
        min_length=1, description="those that are trained, or shown a spoilt corpus, by name"
    )
    seeds: list[Seed] = Field(min_length=1, description="of initial weights, order and masks")
    variant: str = Field(description="of all of them: one of `variants`, several as A+B, or none")
    variants: dict[
        Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")],
        Annotated[dict[str, Any], AfterValidator(_of_training)],
    ] = Field(
        description="parameters of model and train that differ, by name; under `systems` those "
        "that differ for a system alone"
    )
    tuning: Cells = Field(description="what `snakemake tune` trains, to choose by validation")
    tables: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")], Comparison] = Field(
        description="what `snakemake tables` makes, by name"
    )

    protocols: Protocols = Field(description="what `snakemake protocols` trains")
    coupled: Coupled = Field(
        description="what `snakemake power` trains on recordings with a planted coupling"
    )

    @model_validator(mode="after")
    def _variants_are_known(self) -> Self:
        if taken := sorted({*REGIMES} & {*self.variants}):
            raise ValueError(f"no variant can be called {taken[0]}: a protocol is")
        every: list[Cells] = [self.tuning, *self.tables.values()]
        cells = (cell.partition("+")[2] for each in every for cell in each.cells)
        wanted = [self.variant, self.protocols.variant, self.coupled.variant, *cells]
        for name in (name for variant in filter(None, wanted) for name in variant.split("+")):
            if name not in self.variants:
                raise ValueError(f"there is no variant called {name}")
        return self


SECTIONS: dict[str, type[Section]] = {"train": Train, "experiments": Experiments}
"""Names under which they stand in ``params.yaml``."""
