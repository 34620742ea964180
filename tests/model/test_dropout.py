import pytest
import torch

from eeg2music.model.dropout import Dropout


@pytest.mark.parametrize("share", [0.0, 0.3, 0.8, 1.0])
@pytest.mark.parametrize("shape", [(400_000,), (3, 1001, 101)])
def test_drops_its_share_and_keeps_the_mean(share, shape):
    torch.manual_seed(0)
    told = Dropout(share)(torch.ones(shape))
    dropped = round(share * 256) / 256
    assert (told == 0).float().mean().item() == pytest.approx(dropped, abs=0.005)
    kept = told[told != 0].unique()
    assert kept.tolist() == pytest.approx([] if share == 1 else [1 / (1 - dropped)])


def test_each_byte_of_a_word_is_drawn_alike():
    torch.manual_seed(0)
    told = Dropout(0.3)(torch.ones(50_000, 8)) == 0
    assert told.float().mean(dim=0).tolist() == pytest.approx([0.3] * 8, abs=0.01)
    assert torch.corrcoef(told.T.float()).fill_diagonal_(0).abs().max() < 0.02


def test_gradients_pass_where_values_did():
    x = torch.randn(5, 7, requires_grad=True)
    told = Dropout(0.5)(x)
    told.sum().backward()
    assert torch.allclose(x.grad * x, told)


def test_leaves_predictions_alone():
    x = torch.randn(5, 7)
    assert Dropout(0.5).eval()(x) is x


def test_is_drawn_from_the_seed():
    first, second, other = (
        torch.manual_seed(seed) and Dropout(0.5)(torch.ones(64)) for seed in (1, 1, 2)
    )
    assert torch.equal(first, second)
    assert not torch.equal(first, other)
