"""Recurrences against a loop over frames, there and back."""

import pytest
import torch

from eeg2music.model.recurrence import BothWays
from eeg2music.model.recurrent import Lstm, RecurrentLayer, Rnn
from tests.model.small import MODEL, drawn_batch, network


def _there(layer, given, suffix, order):
    """Hidden states of a plain recurrence, by its definition: h = tanh(W x + U h + b)."""
    weights = [
        getattr(layer.recurrence, f"{name}_l0{suffix}")
        for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    ]
    state, states = torch.zeros(len(given), 8), {}
    for frame in order:
        state = torch.tanh(
            given[:, frame] @ weights[0].T + state @ weights[1].T + weights[2] + weights[3]
        )
        states[frame] = state
    return torch.stack([states[frame] for frame in sorted(states)], dim=1)


def test_a_layer_passes_there_and_back_and_adds_what_it_finds():
    torch.manual_seed(0)
    layer, x = RecurrentLayer(BothWays, 16, MODEL).eval(), torch.randn(3, 8, 16)
    hidden, found = layer(x)
    given = torch.nn.functional.layer_norm(x, (16,))
    both = [_there(layer, given, *way) for way in (("", range(8)), ("_reverse", range(7, -1, -1)))]
    assert torch.allclose(found, layer.out(torch.cat(both, dim=-1)), atol=1e-5)
    assert torch.allclose(hidden, x + found, atol=1e-6)


@pytest.mark.parametrize(("kind", "recurrence"), [(Rnn, BothWays), (Lstm, torch.nn.LSTM)])
def test_each_side_has_as_many_recurrences_as_the_transformer_has_layers(kind, recurrence):
    model = network(kind)
    for side in (model.encoder.layers, model.decoder.layers):
        assert [type(layer.recurrence) for layer in side] == [recurrence] * MODEL.depth


@pytest.mark.parametrize("kind", [Rnn, Lstm])
def test_every_moment_of_the_brain_reaches_every_frame(kind):
    model, batch = network(kind), drawn_batch()
    model.encoder.register_forward_pre_hook(lambda _module, given: given[0].requires_grad_())
    seen = []
    model.encoder.register_forward_pre_hook(lambda _module, given: seen.append(given[0]))
    model.convolutions = torch.nn.Identity()
    logits = model(batch)
    for frame in (0, 7):
        (slope,) = torch.autograd.grad(logits[0, frame].sum(), seen[0], retain_graph=True)
        assert slope[0].any(dim=-1).all()
        assert not slope[1:].any()
