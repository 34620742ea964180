import pytest
import torch

from eeg2music.model.loss import composite_loss, entry_losses, softened


def _case():
    torch.manual_seed(0)
    logits, target = torch.randn(2, 4, 5), torch.randint(5, (2, 4))
    masked = torch.tensor([[1, 0, 1, 0], [0, 0, 1, 1]], dtype=torch.bool)
    return logits, target, masked


def test_is_the_weighted_mean_of_both_likelihoods():
    logits, target, masked = _case()
    nll = -torch.log_softmax(logits, -1).gather(-1, target[..., None])[..., 0]
    expected = 0.7 * nll[masked].mean() + 0.3 * nll[~masked].mean()
    assert composite_loss(entry_losses(logits, target), masked, alpha=0.3).item() == pytest.approx(
        expected.item(), rel=1e-5
    )


def test_with_everything_masked_only_that_half_counts():
    logits, target, masked = _case()
    whole = torch.ones_like(masked)
    loss = composite_loss(entry_losses(logits, target), whole, alpha=0.0)
    expected = torch.nn.functional.cross_entropy(logits.flatten(0, 1), target.flatten())
    assert loss.item() == pytest.approx(expected.item(), rel=1e-5)


def test_targets_are_distributions_that_favour_the_entry_itself():
    centroids = torch.tensor([[0.0], [1.0], [1.5], [9.0]])
    exact = softened(centroids, neighbours=0.0, uniform=0.0, reach=0.5)
    assert torch.equal(exact, torch.eye(4))
    smooth = softened(centroids, neighbours=0.0, uniform=0.2, reach=0.5)
    assert torch.allclose(smooth, 0.8 * torch.eye(4) + 0.05)
    near = softened(centroids, neighbours=0.3, uniform=0.1, reach=0.5)
    assert torch.allclose(near.sum(dim=1), torch.ones(4))
    assert (near.argmax(dim=1) == torch.arange(4)).all()
    assert near[1, 2] > near[1, 0] > near[1, 3]
    # Nearest neighbours lie 1, .5, .5 and 7.5 away: the spread has an SD of half their median.
    odds = near[1, 2] - 0.025, near[1, 0] - 0.025
    assert (odds[0] / odds[1]).item() == pytest.approx(
        torch.exp(torch.tensor(0.5 * (1 - 0.25) / 0.25**2)).item(), rel=1e-4
    )


def test_softened_targets_are_those_of_label_smoothing_where_all_are_alike():
    logits, target, masked = _case()
    targets = softened(torch.randn(5, 2), neighbours=0.0, uniform=0.1, reach=0.5)
    loss = composite_loss(entry_losses(logits, target, targets), masked, alpha=0.0)
    expected = torch.nn.functional.cross_entropy(
        logits[masked], target[masked], label_smoothing=0.1
    )
    assert loss.item() == pytest.approx(expected.item(), rel=1e-5)


def test_entries_at_one_place_share_their_targets_and_a_lone_one_has_its_own():
    told = {"neighbours": 0.3, "uniform": 0.1, "reach": 0.5}
    assert softened(torch.zeros(1, 2), **told).tolist() == [[pytest.approx(1)]]
    together = softened(torch.tensor([[0.0], [0.0], [1.0]]), **told)
    torch.testing.assert_close(together.sum(dim=1), torch.ones(3))
    assert together[0, 0] > together[0, 1] > together[0, 2]
