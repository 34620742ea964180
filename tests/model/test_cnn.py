"""Convolutions alone see what lies within their reach, and nothing else."""

from dataclasses import replace

import torch

from eeg2music.model.cnn import Cnn
from tests.model.small import drawn_batch, network

REACH = 1
"""Frames either way that one convolution of three sees."""


def _reached(model, batch, changed):
    with torch.no_grad():
        differs = (model(changed) != model(batch)).any(dim=-1)
    return differs[0].nonzero().flatten().tolist()


def test_what_is_heard_reaches_as_far_as_the_decoders_convolutions():
    model, batch = network(Cnn), drawn_batch()
    batch = replace(batch, masked=torch.zeros_like(batch.masked))
    token = batch.audio_token.clone()
    token[:, 3] = (token[:, 3] + 1) % 12
    told = _reached(model, batch, replace(batch, audio_token=token))
    assert told == list(range(3 - REACH, 3 + REACH + 1))


def test_the_brain_reaches_as_far_as_both_sides_convolutions():
    model, batch = network(Cnn), drawn_batch()
    token = batch.eeg_token.clone()
    token[:, 3] = (token[:, 3] + 1) % 10
    told = _reached(model, batch, replace(batch, eeg_token=token))
    assert told == list(range(3 - 2 * REACH, 3 + 2 * REACH + 1))
