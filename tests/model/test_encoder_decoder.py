"""What all of the paper's networks are held to; no logit may know what is under the mask."""

from dataclasses import replace

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from eeg2music import registry
from eeg2music.model.cnn import Cnn
from eeg2music.model.encoder_decoder import EncoderDecoder
from eeg2music.model.loss import Objective
from eeg2music.model.positions import metrical_positions, sinusoidal_positions
from eeg2music.model.recurrent import Lstm, Rnn
from eeg2music.model.tokens import ABSENT
from eeg2music.model.transformer import PlainTransformer, Transformer
from tests.model.small import SHAPES, drawn_batch, network
from tests.small import drawn_known, small_model

NETWORKS = {
    network: None
    for name in registry.names(registry.Trained)
    for network in [registry.resolve(registry.find(name, registry.Trained).network)]
    if issubclass(network, EncoderDecoder)
}
every_network = pytest.mark.parametrize("kind", NETWORKS)


def test_all_of_the_paper_are_among_them():
    assert NETWORKS.keys() >= {Transformer, PlainTransformer, Rnn, Lstm, Cnn}


@every_network
@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 1000), audio_is_discrete=st.booleans())
def test_changing_what_is_masked_never_changes_a_logit(kind, seed, audio_is_discrete):
    batch, other = drawn_batch(seed), drawn_batch(seed + 1)
    hidden = batch.masked
    changed = replace(
        batch,
        audio_token=torch.where(hidden, other.audio_token, batch.audio_token),
        patch=torch.where(hidden[..., None, None], 1e3 * other.patch, batch.patch),
        audio_point=torch.where(hidden[..., None], 1e3 * other.audio_point, batch.audio_point),
    )
    model = network(kind, audio_is_discrete=audio_is_discrete)
    assert torch.equal(model(changed), model(batch))


@every_network
def test_what_is_visible_and_the_eeg_do_change_logits(kind):
    batch, model = drawn_batch(), network(kind)
    logits = model(batch)
    assert logits.shape == (3, 8, 12)
    visible = torch.where(batch.masked, batch.audio_token, (batch.audio_token + 1) % 12)
    for changed in (
        replace(batch, audio_token=visible),
        replace(batch, eeg_token=(batch.eeg_token + 1) % 10),
    ):
        assert not torch.allclose(model(changed), logits, atol=1e-4)
    signals = replace(batch, eeg=-batch.eeg, entropy=batch.entropy + 1, patch=batch.patch + 1)
    assert torch.equal(model(signals), logits) == (not kind.is_convolutional)


@every_network
@pytest.mark.parametrize(
    ("without", "ignored", "seen"),
    [
        ("eeg_is_discrete", "eeg_token", "entropy"),
        ("audio_is_discrete", "audio_token", "audio_point"),
    ],
)
def test_without_a_dictionary_frames_are_what_they_measure(kind, without, ignored, seen):
    batch, other = drawn_batch(), drawn_batch(seed=1)
    for model, blind, looked_at in (
        (network(kind, **{without: False}), ignored, seen),
        (network(kind), "audio_point", ignored),
    ):
        told, *changed = (
            model(replace(batch, **{name: getattr(of, name)}))
            for name, of in ((blind, batch), (blind, other), (looked_at, other))
        )
        assert told.shape == (3, 8, 12)  # candidates are the same
        assert torch.equal(changed[0], told)
        assert not torch.allclose(changed[1], told, atol=1e-4)


@every_network
def test_each_weight_takes_part(kind):
    model = network(kind).train()
    model.losses(drawn_batch(), Objective(contrast=0.5)).sum().backward()
    idle = {name for name, each in model.named_parameters() if not each.grad.any()}
    # What the filters learn counts for nothing at first; the same for all keys changes no softmax.
    filters = {f"eeg_tokens.frames.{name}" for name in ("space.weight", "time.weight")}
    filters |= {f"eeg_tokens.frames.norm.{name}" for name in ("weight", "bias")}
    assert idle <= filters


@every_network
def test_the_same_weights_have_gradients_however_much_music_is_hidden(kind):
    """Processes that share a step add theirs up, weight by weight."""
    batch, reached = drawn_batch(), []
    for masked in (batch.masked, torch.ones_like(batch.masked)):
        model = network(kind)
        model.losses(replace(batch, masked=masked), Objective(contrast=0.5)).sum().backward()
        reached.append([name for name, each in model.named_parameters() if each.grad is not None])
    assert reached[0] == reached[1]
    assert any(name.startswith("audio_tokens.") for name in reached[0])


@every_network
def test_the_contrast_is_of_the_encoder_and_of_all_that_is_heard(kind):
    model, batch, other = network(kind), drawn_batch(), drawn_batch(seed=1)

    def contrast(of):
        plain, both = (model.losses(of, Objective(contrast=weight)) for weight in (0.0, 0.5))
        return 2 * (both - plain)

    known = drawn_known(SHAPES)
    patch = (batch.patch - known.patch_mean) / known.patch_sd
    heard = torch.cat([batch.audio_point, patch.flatten(-2)], dim=-1)
    told = contrast(batch)
    assert torch.allclose(told, model.contrast(model.encode(batch), heard), atol=1e-5)
    brain = "entropy" if kind.is_convolutional else "eeg_token"
    for name in ("patch", "audio_point", brain):
        changed = contrast(replace(batch, **{name: getattr(other, name)}))
        assert not torch.allclose(changed, told, atol=1e-3)


def test_an_absent_token_has_a_zero_dictionary_vector():
    model = network(Transformer)
    assert torch.equal(model.eeg_tokens.centroids[ABSENT], torch.zeros(5))


@pytest.mark.parametrize("positions", ["bar", "trial"])
def test_both_sides_have_the_positions_that_are_asked_for(positions):
    model = network(Transformer, model=small_model(positions=positions))
    expected = metrical_positions(8, 4, 16) if positions == "bar" else sinusoidal_positions(8, 16)
    for tokens in (model.eeg_tokens, model.audio_tokens):
        assert torch.equal(tokens.positions, expected)
