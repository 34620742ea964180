import numpy as np
import pytest
import torch
from sklearn.linear_model import Ridge as SklearnRidge

from eeg2music.decoders.ridge import Ridge, fit, log_floored, path
from eeg2music.training.windows import Windows
from tests.decoders.small import ENTRIES, SHAPES, batch, lags, model, reached

PENALTIES = [1.0, 100.0, 10.0]


def _sklearn(features, targets, penalty):
    indicators = np.eye(ENTRIES)[targets]
    return SklearnRidge(alpha=penalty).fit(features.astype("f8"), indicators)


def _windows():
    """Trials in which the next frame's entropy tells the entry."""
    told = batch(30)
    loudest = told.entropy.flatten(-2)[..., :ENTRIES].argmax(dim=-1)
    token = torch.roll(loudest, -1, dims=1)
    rows = torch.zeros(30, dtype=torch.int64)
    heard = told.patch[:1], told.audio_point[:1]
    unrated = torch.full((30, 2), torch.nan)
    return Windows(told.eeg, told.entropy, told.eeg_token, token, *heard, rows, unrated)


def test_the_closed_form_is_scikit_learns_on_indicators():
    rng = np.random.default_rng(0)
    features = (rng.normal(size=(20_000, 7)) * [1, 2, 3, 1, 1, 1, 5] + 4).astype("f4")
    features[:, 3] = features[:, 4] + 0.01 * features[:, 3]  # nearly collinear
    targets = (features[:, 0] > 4) + 2 * (features[:, 6] > 4)  # entries 4 and 5 never occur
    fits = fit(torch.from_numpy(features), torch.from_numpy(targets), ENTRIES, PENALTIES)
    assert list(fits) == [100.0, 10.0, 1.0]
    for penalty, (weight, intercept) in fits.items():
        expected = _sklearn(features, targets, penalty)
        assert weight.numpy() == pytest.approx(expected.coef_, abs=1e-7)
        assert intercept.numpy() == pytest.approx(expected.intercept_, abs=1e-7)


def test_without_any_signal_the_estimate_is_how_often_an_entry_occurs():
    targets = torch.tensor([0, 1, 1, 3])
    weight, intercept = fit(torch.zeros(4, 3), targets, 4, [1.0])[1.0]
    assert torch.equal(weight, torch.zeros(4, 3, dtype=torch.float64))
    assert intercept.tolist() == [0.25, 0.5, 0.0, 0.25]


def test_the_path_is_scikit_learns_from_the_strongest_penalty_to_the_weakest():
    network, windows = Ridge(SHAPES, model()).eval(), _windows()
    features = lags(windows.entropy.numpy(), 2).reshape(30 * 12, -1)
    fitted = list(path(network, windows))
    assert [penalty for penalty, _ in fitted] == [100.0, 10.0, 1.0]
    for penalty, state in fitted:
        network.load_state_dict(state)
        told = _sklearn(features, windows.audio_token.flatten().numpy(), penalty).predict(features)
        logits = network.logits(windows.entropy).detach().reshape(-1, ENTRIES)
        # As many entries as these make a blind guess of 1/6, and the bend 2 * 6 = 12.
        assert logits.numpy() == pytest.approx(np.log(np.logaddexp(0, 12 * told) / 12), abs=1e-4)
        assert (logits.argmax(dim=-1) == windows.audio_token.flatten()).float().mean() > 0.6


def test_a_frame_reaches_its_own_prediction_and_those_just_before():
    assert reached(Ridge(SHAPES, model()).eval(), source=6, frames=12) == [4, 5, 6]


@pytest.mark.parametrize("scale", [0.1, 1.0, 100.0])
def test_ranks_are_those_of_the_estimates_and_nothing_is_infinite(scale):
    estimate = torch.linspace(-scale, scale, 401)[torch.randperm(401)]
    logits = log_floored(estimate)
    assert logits.dtype == torch.float32
    assert logits.isfinite().all()
    assert torch.equal(logits.argsort(), estimate.argsort())


def test_well_above_a_blind_guess_the_logits_are_the_logarithm():
    estimate = torch.tensor([0.5, 0.25, 0.05] + [0.2 / 97] * 97)
    logits = log_floored(estimate)
    assert logits[:3].numpy() == pytest.approx(np.log([0.5, 0.25, 0.05]), abs=1e-3)
    chances = logits.softmax(dim=0)
    assert (chances - estimate).abs().sum() / 2 < 0.25  # total variation; uniform: 0.77


def test_an_estimate_of_a_blind_guess_is_one():
    chances = log_floored(torch.full((2, ENTRIES), 1 / ENTRIES)).softmax(dim=-1)
    assert chances.numpy() == pytest.approx(1 / ENTRIES)


def test_a_gradient_reaches_every_estimate():
    estimate = torch.tensor([-5.0, -0.1, 0.0, 0.1, 5.0], dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(log_floored, estimate)
