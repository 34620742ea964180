"""Both ways from what a decoder tells to entries, against torch's own distributions."""

from dataclasses import replace

import pytest
import torch
from torch.distributions import Categorical, Normal

from eeg2music.model.heads import Entries, Points
from tests.model.test_transformer import SHAPES, _batch


@pytest.fixture
def told():
    return torch.randn(3, 8, 16, generator=torch.Generator().manual_seed(1))


def test_entries_are_told_by_their_likelihood(told):
    head, batch = Entries(16, SHAPES), _batch()
    likelihood = Categorical(logits=head(told)).log_prob(batch.audio_token)
    assert torch.allclose(head.losses(told, batch, None), -likelihood, atol=1e-6)


@pytest.fixture
def points():
    head = Points(16, SHAPES)
    head.describe(torch.randn(12, 7, generator=torch.Generator().manual_seed(2)))
    torch.nn.init.uniform_(head.log_sd, -1, 1)
    return head


def test_points_are_told_by_their_density(told, points):
    batch = _batch()
    gaussian = Normal(points.point(told), points.log_sd.exp())
    density = gaussian.log_prob(batch.audio_point).mean(dim=-1)
    assert torch.allclose(points.losses(told, batch, None), -density, atol=1e-5)


def test_entries_stand_in_order_of_the_density_at_their_centroids(told, points):
    gaussian = Normal(points.point(told)[..., None, :], points.log_sd.exp())
    density = gaussian.log_prob(points.centroids).sum(dim=-1)
    expected = Categorical(logits=density).logits
    assert torch.allclose(points(told).log_softmax(dim=-1), expected, atol=1e-4)


def test_a_point_is_learned_without_knowing_its_entry(told, points):
    batch = _batch()
    other = replace(batch, audio_token=(batch.audio_token + 1) % 12)
    targets = torch.full((12, 12), 1 / 12)
    assert torch.equal(points.losses(told, batch, None), points.losses(told, other, targets))
