"""What all the decoders are held to."""

from dataclasses import replace

import pytest
import torch

from eeg2music.decoders.convolutions import Convolutions
from eeg2music.decoders.ridge import Ridge
from eeg2music.decoders.two_layer import TwoLayer
from tests.decoders.small import ENTRIES, FRAMES, SHAPES, batch, model
from tests.small import drawn_known

every_network = pytest.mark.parametrize("kind", [Ridge, TwoLayer, Convolutions])


def _network(kind, **changed):
    torch.manual_seed(0)
    return kind(SHAPES, model(**changed))


@every_network
def test_a_network_sees_entropy_and_nothing_else(kind):
    network, told = _network(kind).eval(), batch()
    logits = network(told)
    assert logits.shape == (3, FRAMES, ENTRIES)
    assert torch.equal(network(replace(batch(seed=1), entropy=told.entropy)), logits)
    assert not torch.allclose(network(replace(told, entropy=told.entropy + 1)), logits, atol=1e-3)


@every_network
def test_describing_the_dictionaries_changes_nothing(kind):
    network = _network(kind)
    before = {name: value.clone() for name, value in network.state_dict().items()}
    network.describe(drawn_known(SHAPES))
    after = network.state_dict()
    assert before.keys() == after.keys()
    assert all(torch.equal(before[name], after[name]) for name in before)


@every_network
def test_trials_know_nothing_of_each_other(kind):
    network, entropy = _network(kind).eval(), batch().entropy
    alone = torch.cat([network.logits(trial) for trial in entropy.split(1)])
    assert torch.allclose(network.logits(entropy), alone, atol=1e-5)


@pytest.mark.parametrize("kind", [TwoLayer, Convolutions])
def test_dropout_drops_in_training_only(kind):
    entropy = batch().entropy
    without = _network(kind, dropout=0.0)
    assert torch.equal(without.train().logits(entropy), without.eval().logits(entropy))
    network = _network(kind, dropout=0.5)
    assert not torch.allclose(network.train().logits(entropy), network.logits(entropy))
    assert torch.equal(network.eval().logits(entropy), without.logits(entropy))


@pytest.mark.parametrize("kind", [TwoLayer, Convolutions])
def test_a_network_learns_what_brains_tell_late(kind):
    network = _network(kind, dropout=0.0)
    entropy, late = batch(40).entropy, 2
    target = entropy.flatten(-2)[:, late:, :ENTRIES].argmax(dim=-1)
    optimiser = torch.optim.Adam(network.parameters(), lr=0.01)
    for _ in range(300):
        logits = network.logits(entropy)[:, :-late]
        loss = torch.nn.functional.cross_entropy(logits.flatten(0, 1), target.flatten())
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    assert (logits.argmax(dim=-1) == target).float().mean() > 0.9
