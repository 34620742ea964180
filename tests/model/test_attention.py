"""Attention and layers against PyTorch's own with the same weights."""

import pytest
import torch
from torch import nn

from eeg2music.model.attention import Attention, DecoderLayer, EncoderLayer, RelativeBias

WIDTH, HEADS, HIDDEN = 16, 4, 32
PEER = {"dropout": 0.0, "activation": "gelu", "batch_first": True, "norm_first": True}


def drawn(module):
    """A module none of whose weights, normalisations' included, is 0 or 1."""
    torch.manual_seed(0)
    for weights in module.parameters():
        nn.init.normal_(weights, std=0.5)
    return module.eval()


def hand_over(ours, theirs):
    """Give PyTorch's attention the weights of ours."""
    theirs.in_proj_weight.data = torch.cat([ours.query.weight, ours.key_value.weight]).detach()
    theirs.in_proj_bias.data = torch.cat([ours.query.bias, ours.key_value.bias]).detach()
    theirs.out_proj.load_state_dict(ours.out.state_dict())


def hand_over_the_rest(ours, theirs):
    """Give PyTorch's layer the normalisations and the feed-forward network of ours."""
    theirs.linear1.load_state_dict(ours.feedforward[0].state_dict())
    theirs.linear2.load_state_dict(ours.feedforward[3].state_dict())
    for place, norm in enumerate(ours.norms, start=1):
        getattr(theirs, f"norm{place}").load_state_dict(norm.state_dict())


@pytest.fixture
def x():
    return torch.randn(2, 5, WIDTH, generator=torch.Generator().manual_seed(1))


@pytest.fixture
def memory():
    return torch.randn(2, 7, WIDTH, generator=torch.Generator().manual_seed(2))


def test_attention_equals_torchs(x, memory):
    ours = drawn(Attention(WIDTH, HEADS))
    theirs = nn.MultiheadAttention(WIDTH, HEADS, batch_first=True)
    hand_over(ours, theirs)
    assert torch.allclose(ours(x, memory), theirs(x, memory, memory)[0], atol=1e-5)


def test_an_encoder_layer_equals_torchs(x):
    ours = drawn(EncoderLayer(WIDTH, HEADS, HIDDEN, 0.3))
    theirs = nn.TransformerEncoderLayer(WIDTH, HEADS, HIDDEN, **PEER).eval()
    hand_over(ours.attention, theirs.self_attn)
    hand_over_the_rest(ours, theirs)
    hidden, attended = ours(x)
    assert torch.allclose(hidden, theirs(x), atol=1e-4)
    normed = theirs.norm1(x)
    assert torch.allclose(attended, theirs.self_attn(normed, normed, normed)[0], atol=1e-4)


def test_a_decoder_layer_equals_torchs(x, memory):
    ours = drawn(DecoderLayer(WIDTH, HEADS, HIDDEN, 0.3))
    theirs = nn.TransformerDecoderLayer(WIDTH, HEADS, HIDDEN, **PEER).eval()
    hand_over(ours.attention, theirs.self_attn)
    hand_over(ours.cross_attention, theirs.multihead_attn)
    hand_over_the_rest(ours, theirs)
    assert torch.allclose(ours(x, memory), theirs(x, memory), atol=1e-4)


def test_a_bias_is_added_to_torchs_logits(x):
    ours, theirs = drawn(Attention(WIDTH, HEADS)), nn.MultiheadAttention(WIDTH, HEADS)
    theirs.batch_first = True
    hand_over(ours, theirs)
    bias = torch.randn(HEADS, 5, 5, generator=torch.Generator().manual_seed(3))
    expected = theirs(x, x, x, attn_mask=bias.repeat(2, 1, 1))[0]
    assert torch.allclose(ours(x, x, bias), expected, atol=1e-5)


def test_a_relative_bias_depends_on_the_distance_alone_and_prefers_what_is_near():
    module = RelativeBias(9, HEADS)
    for length in (1, 5, 9):
        bias = module(length)
        assert bias.shape == (HEADS, length, length)
        for query in range(length):
            for key in range(length):
                assert torch.equal(bias[:, query, key], module.table[:, 8 + key - query])
    assert (bias.diff(dim=-1)[:, 0] < 0).all()
