"""Attention on both sides, and the feature mask that it gives."""

import pytest
import torch

from eeg2music.model.loss import Objective
from eeg2music.model.transformer import Transformer
from tests.model.small import drawn_batch, network
from tests.small import small_model


@pytest.mark.parametrize("depth", [2, 8, 16])
def test_each_layer_takes_part_and_none_explodes(depth):
    model, batch = network(Transformer, model=small_model(depth=depth)), drawn_batch()
    model.train()
    model.losses(batch, Objective()).mean().backward()
    for side in (model.encoder.layers, model.decoder.layers):
        assert len(side) == depth
        slopes = [layer.attention.out.weight.grad.norm().item() for layer in side]
        assert min(slopes) > 0
        assert max(slopes) < 1
    assert model(batch).isfinite().all()


def test_the_feature_mask_gates_the_last_layer_by_its_own_attention():
    model, batch, seen = network(Transformer), drawn_batch(), []
    model.encoder.layers[-1].register_forward_hook(lambda _module, _given, told: seen.append(told))
    memory = model.encode(batch)
    hidden, attended = seen[0]
    weight, bias = model.feature_mask.weight, model.feature_mask.bias
    gate = 1 / (1 + torch.exp(-(attended @ weight.T + bias)))
    expected = torch.nn.functional.layer_norm(hidden * gate, (16,))
    assert torch.allclose(memory, expected, atol=1e-5)
    assert not torch.allclose(memory, torch.nn.functional.layer_norm(hidden, (16,)), atol=1e-2)
