"""No logit may know what is under the mask."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from eeg2music.model.frames import AudioFrames, EegFrames
from eeg2music.model.loss import Objective
from eeg2music.model.masking import draw_masks
from eeg2music.model.network import Batch, Shapes
from eeg2music.model.positions import metrical_positions, sinusoidal_positions
from eeg2music.model.tokens import ABSENT
from eeg2music.model.transformer import Transformer
from tests.small import drawn_known, small_model

SHAPES = Shapes(8, 4, 16, 2, 6, 3, 10, 5, 12, 7)
MODEL = small_model(depth=2)


def _model(seed=0, **changed):
    torch.manual_seed(seed)
    model = Transformer(replace(SHAPES, **changed), MODEL)
    model.describe(drawn_known(SHAPES))
    return model.eval()


def _batch(seed=0, windows=3):
    random = torch.Generator().manual_seed(seed)
    return Batch(
        eeg=torch.randn(windows, 8, 4, 16, generator=random),
        entropy=torch.randn(windows, 8, 4, 2, generator=random),
        eeg_token=torch.randint(10, (windows, 8), generator=random),
        audio_token=torch.randint(12, (windows, 8), generator=random),
        patch=torch.randn(windows, 8, 6, 3, generator=random),
        audio_point=torch.randn(windows, 8, 7, generator=random),
        masked=draw_masks(windows, 8, 0.2, random),
    )


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1000), st.booleans())
def test_changing_what_is_masked_never_changes_a_logit(seed, audio_is_discrete):
    batch, other = _batch(seed), _batch(seed + 1)
    hidden = batch.masked
    changed = replace(
        batch,
        audio_token=torch.where(hidden, other.audio_token, batch.audio_token),
        patch=torch.where(hidden[..., None, None], 1e3 * other.patch, batch.patch),
        audio_point=torch.where(hidden[..., None], 1e3 * other.audio_point, batch.audio_point),
    )
    model = _model(audio_is_discrete=audio_is_discrete)
    assert torch.equal(model(changed), model(batch))


def test_what_is_visible_and_the_eeg_do_change_logits():
    batch, model = _batch(), _model()
    logits = model(batch)
    assert logits.shape == (3, 8, 12)
    visible = torch.where(batch.masked, batch.audio_token, (batch.audio_token + 1) % 12)
    for changed in (
        replace(batch, audio_token=visible),
        replace(batch, eeg=batch.eeg + 1, entropy=batch.entropy + 1),
        replace(batch, eeg_token=(batch.eeg_token + 1) % 10),
    ):
        assert not torch.allclose(model(changed), logits, atol=1e-4)


@pytest.mark.parametrize(
    ("without", "ignored", "seen"),
    [
        ("eeg_is_discrete", "eeg_token", "entropy"),
        ("audio_is_discrete", "audio_token", "audio_point"),
    ],
)
def test_without_a_dictionary_frames_are_what_they_measure(without, ignored, seen):
    batch, other = _batch(), _batch(seed=1)
    for model, blind, looked_at in (
        (_model(**{without: False}), ignored, seen),
        (_model(), "audio_point", ignored),
    ):
        told, *changed = (
            model(replace(batch, **{name: getattr(of, name)}))
            for name, of in ((blind, batch), (blind, other), (looked_at, other))
        )
        assert told.shape == (3, 8, 12)  # candidates are the same
        assert torch.equal(changed[0], told)
        assert not torch.allclose(changed[1], told, atol=1e-4)


def test_the_same_weights_have_gradients_however_much_music_is_hidden():
    """Processes that share a step add theirs up, weight by weight."""
    batch, reached = _batch(), []
    for masked in (batch.masked, torch.ones_like(batch.masked)):
        model = _model()
        model.losses(replace(batch, masked=masked), Objective(contrast=0.5)).sum().backward()
        reached.append([name for name, each in model.named_parameters() if each.grad is not None])
    assert reached[0] == reached[1]
    assert any(name.startswith("audio_tokens.frames") for name in reached[0])


def test_the_contrast_is_of_the_encoder_and_of_all_that_is_heard():
    model, batch, other = _model(), _batch(), _batch(seed=1)

    def contrast(of):
        plain, both = (model.losses(of, Objective(contrast=weight)) for weight in (0.0, 0.5))
        return 2 * (both - plain)

    patch = (batch.patch - model.audio_tokens.frames.mean) / model.audio_tokens.frames.scale
    heard = torch.cat([batch.audio_point, patch.flatten(-2)], dim=-1)
    told = contrast(batch)
    assert torch.allclose(told, model.contrast(model.encode(batch), heard), atol=1e-5)
    for name in ("patch", "audio_point", "entropy"):
        changed = contrast(replace(batch, **{name: getattr(other, name)}))
        assert not torch.allclose(changed, told, atol=1e-3)


@pytest.mark.parametrize("depth", [2, 8, 16])
def test_each_layer_takes_part_and_none_explodes(depth):
    torch.manual_seed(0)
    model, batch = Transformer(SHAPES, small_model(depth=depth)), _batch()
    model.describe(drawn_known(SHAPES))
    model.losses(batch, Objective()).mean().backward()
    for side in (model.encoder, model.decoder):
        assert len(side) == depth
        slopes = [layer.attention.out.weight.grad.norm().item() for layer in side]
        assert min(slopes) > 0
        assert max(slopes) < 1
    assert model(batch).isfinite().all()


def _eeg_frames():
    """A fresh one's filters count for nothing; these do."""
    frames = EegFrames(4, 16, 2, 5, 16, MODEL).eval()
    assert not frames.out[1].weight.any()
    torch.nn.init.normal_(frames.out[1].weight)
    return frames


def test_each_frame_cnn_sees_its_frame_only():
    batch = _batch()
    eeg, audio = (
        partial(_eeg_frames(), entropy=batch.entropy),
        AudioFrames(torch.zeros(6, 3), torch.ones(6, 3), 16),
    )
    for frames, signal in ((eeg, batch.eeg), (audio, batch.patch)):
        changed = signal.clone()
        changed[:, 3] += 5
        before, after = frames(signal), frames(changed)
        others = [i for i in range(8) if i != 3]
        assert torch.equal(before[:, others], after[:, others])
        assert not torch.allclose(before[:, 3], after[:, 3])


def test_eeg_filters_are_a_convolution_that_moves_by_its_length():
    torch.manual_seed(0)
    frames = _eeg_frames()
    eeg, entropy = torch.randn(2, 3, 4, 16), torch.randn(2, 3, 4, 2)
    with_filters = frames(eeg, entropy) - frames.entropy(torch.zeros(2, 3, 5))
    sources = torch.nn.functional.conv1d(eeg.flatten(0, 1), frames.space.weight[..., None])
    filtered = torch.nn.functional.conv1d(
        sources.reshape(-1, 1, 16), frames.time.weight[:, None], stride=frames.kernel
    )
    assert filtered.shape[-1] == 2
    power = torch.log(filtered.square().mean(dim=-1) + 1e-4).reshape(6, -1)
    expected = frames.out(frames.norm(power)).reshape(2, 3, 16)
    assert torch.allclose(with_filters, expected, atol=1e-5)


def test_the_feature_mask_gates_the_last_layer_by_its_own_attention():
    model, batch, seen = _model(), _batch(), []
    model.encoder[-1].register_forward_hook(lambda _module, _given, told: seen.append(told))
    memory = model.encode(batch)
    hidden, attended = seen[0]
    weight, bias = model.feature_mask.weight, model.feature_mask.bias
    gate = 1 / (1 + torch.exp(-(attended @ weight.T + bias)))
    expected = torch.nn.functional.layer_norm(hidden * gate, (16,))
    assert torch.allclose(memory, expected, atol=1e-5)
    assert not torch.allclose(memory, torch.nn.functional.layer_norm(hidden, (16,)), atol=1e-2)


def test_an_absent_token_has_a_zero_dictionary_vector():
    model = _model()
    assert torch.equal(model.eeg_tokens.centroids[ABSENT], torch.zeros(5))


def test_positions_are_equation_7():
    table = sinusoidal_positions(50, 12).numpy()
    for position, k in ((0, 0), (3, 4), (17, 7), (49, 11)):
        angle = position / 10_000 ** (2 * (k // 2) / 12)
        expected = np.sin(angle) if k % 2 == 0 else np.cos(angle)
        assert table[position, k] == pytest.approx(expected, abs=1e-5)


def test_positions_in_a_bar_repeat_and_tell_any_function_of_the_place_in_it():
    table = metrical_positions(40, 8, 12)
    assert torch.allclose(table[8:], table[:-8], atol=1e-4)
    assert torch.linalg.matrix_rank(torch.cat([table[:8], torch.ones(8, 1)], dim=1)) == 8
    assert not metrical_positions(40, 0, 12).any()
    assert metrical_positions(40, 32, 6).shape == (40, 6)


@pytest.mark.parametrize("positions", ["bar", "trial"])
def test_both_sides_have_the_positions_that_are_asked_for(positions):
    model = Transformer(SHAPES, small_model(positions=positions))
    model.describe(drawn_known(SHAPES, metre=4))
    expected = metrical_positions(8, 4, 16) if positions == "bar" else sinusoidal_positions(8, 16)
    for tokens in (model.eeg_tokens, model.audio_tokens):
        assert torch.equal(tokens.positions, expected)


def test_masks_hide_at_least_one_frame_and_the_wanted_share_fully():
    masks = draw_masks(4000, 8, 0.5, torch.Generator().manual_seed(0))
    assert masks.any(dim=1).all()
    # Half are full by draw, and a ratio drawn uniformly is full in one of eight cases.
    assert masks.all(dim=1).float().mean() == pytest.approx(0.5 + 0.5 / 8, abs=0.03)
