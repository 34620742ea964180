"""Several processes that train one model, each on its share of every step's windows."""

from dataclasses import dataclass
from pathlib import Path

import torch
import torch.distributed as dist
from torch import Tensor, nn


@dataclass(frozen=True)
class Group:
    """Which of how many processes this is."""

    rank: int = 0
    size: int = 1

    @property
    def leads(self) -> bool:
        """Whether this process validates, and keeps what has been learned."""
        return self.rank == 0

    def share(self, values: Tensor) -> Tensor:
        """Rows of a step that fall to this process."""
        return values[self.rank :: self.size]

    def add_up(self, *values: Tensor) -> None:
        """Put the sum over all processes in place of each value."""
        if self.size > 1:
            for value in values:
                dist.all_reduce(value)

    def add_up_gradients(self, model: nn.Module) -> None:
        """Give every process the gradient of the whole step."""
        if self.size > 1:
            gradients = [p.grad for p in model.parameters() if p.grad is not None]
            flat = torch.cat([gradient.flatten() for gradient in gradients])
            dist.all_reduce(flat)
            for gradient, part in zip(
                gradients, flat.split([g.numel() for g in gradients]), strict=True
            ):
                gradient.copy_(part.view_as(gradient))


ALONE = Group()


def join(rank: int, size: int, device: str, meeting: Path) -> Group:
    """Meet the other processes at a file."""
    backend = "nccl" if device == "cuda" else "gloo"
    dist.init_process_group(
        backend, init_method=f"file://{meeting.resolve()}", rank=rank, world_size=size
    )
    return Group(rank, size)
