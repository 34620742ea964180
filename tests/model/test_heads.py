"""Both ways from what a decoder tells to entries, against torch's own distributions."""

from dataclasses import replace

import pytest
import torch
from torch.distributions import Categorical, Normal

from eeg2music.model.heads import Entries, Points
from tests.model.small import SHAPES, drawn_batch


@pytest.fixture
def told():
    return torch.randn(3, 8, 16, generator=torch.Generator().manual_seed(1))


def test_entries_are_told_by_their_likelihood(told):
    head, batch = Entries(16, SHAPES), drawn_batch()
    likelihood = Categorical(logits=head(told)).log_prob(batch.audio_token)
    assert torch.allclose(head.losses(told, batch, None), -likelihood, atol=1e-6)


def test_entries_at_one_place_are_told_apart_by_weights_of_their_own_alone(told):
    head = Entries(16, SHAPES)
    places = torch.randn(12, 7, generator=torch.Generator().manual_seed(2))
    places[1] = places[0]
    head.describe(places)
    torch.nn.init.zeros_(head.logits.weight)
    torch.nn.init.zeros_(head.logits.bias)
    first, twin, other = head(told)[..., :3].unbind(dim=-1)
    assert torch.allclose(first, twin)
    assert not torch.allclose(first, other, atol=1e-3)


def test_learning_one_entry_teaches_those_near_it_more_than_those_afar(told):
    torch.manual_seed(0)
    head = Entries(16, SHAPES)
    places = 3 * torch.randn(12, 7)
    places[1] = places[0] + 0.05
    head.describe(places)
    before = head(told).detach()
    step = torch.optim.SGD(head.parameters(), lr=0.5)
    (-head(told).log_softmax(dim=-1)[..., 0]).mean().backward()
    step.step()
    gained = (head(told) - before).mean(dim=(0, 1))
    assert gained[1] > gained[2:].max()


@pytest.mark.parametrize("value", [0.0, 0.1, 1 / 3, 1.0, -1e6])
@pytest.mark.parametrize("entries", [1, 3, 12, 100])
def test_equal_centroids_have_small_places(value, entries):
    head = Entries(16, replace(SHAPES, audio_entries=entries))
    head.describe(torch.full((entries, 7), value))
    assert head.places.abs().max() <= entries**0.5 + 1e-6


def test_places_have_no_scale_of_their_own():
    head, other = Entries(16, SHAPES), Entries(16, SHAPES)
    centroids = torch.randn(12, 7, generator=torch.Generator().manual_seed(2))
    head.describe(centroids)
    other.describe(centroids * torch.logspace(-3, 3, 7) + 5)
    expected = (centroids - centroids.mean(0)) / centroids.std(0, correction=0)
    assert torch.allclose(head.places, expected, atol=1e-6)
    assert torch.allclose(other.places[:, 1:], expected[:, 1:], atol=1e-3)


@pytest.fixture
def points():
    head = Points(16, SHAPES)
    head.describe(torch.randn(12, 7, generator=torch.Generator().manual_seed(2)))
    torch.nn.init.uniform_(head.log_sd, -1, 1)
    return head


def test_points_are_told_by_their_density(told, points):
    batch = drawn_batch()
    gaussian = Normal(points.point(told), points.log_sd.exp())
    density = gaussian.log_prob(batch.audio_point).mean(dim=-1)
    assert torch.allclose(points.losses(told, batch, None), -density, atol=1e-5)


def test_entries_stand_in_order_of_the_density_at_their_centroids(told, points):
    gaussian = Normal(points.point(told)[..., None, :], points.log_sd.exp())
    density = gaussian.log_prob(points.centroids).sum(dim=-1)
    expected = Categorical(logits=density).logits
    assert torch.allclose(points(told).log_softmax(dim=-1), expected, atol=1e-4)


def test_a_point_is_learned_without_knowing_its_entry(told, points):
    batch = drawn_batch()
    other = replace(batch, audio_token=(batch.audio_token + 1) % 12)
    targets = torch.full((12, 12), 1 / 12)
    assert torch.equal(points.losses(told, batch, None), points.losses(told, other, targets))
