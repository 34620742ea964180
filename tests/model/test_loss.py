import pytest
import torch

from eeg2music.model.loss import composite_loss


def _case():
    torch.manual_seed(0)
    logits, target = torch.randn(2, 4, 5), torch.randint(5, (2, 4))
    masked = torch.tensor([[1, 0, 1, 0], [0, 0, 1, 1]], dtype=torch.bool)
    return logits, target, masked


def test_is_the_weighted_mean_of_both_likelihoods():
    logits, target, masked = _case()
    nll = -torch.log_softmax(logits, -1).gather(-1, target[..., None])[..., 0]
    expected = 0.7 * nll[masked].mean() + 0.3 * nll[~masked].mean()
    assert composite_loss(logits, target, masked, alpha=0.3).item() == pytest.approx(
        expected.item(), rel=1e-5
    )


def test_with_everything_masked_only_that_half_counts():
    logits, target, masked = _case()
    whole = torch.ones_like(masked)
    loss = composite_loss(logits, target, whole, alpha=0.0)
    expected = torch.nn.functional.cross_entropy(logits.flatten(0, 1), target.flatten())
    assert loss.item() == pytest.approx(expected.item(), rel=1e-5)
