"""Vocal separation by Demucs (paper 4.2.1)."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
import torch
from demucs.apply import BagOfModels, apply_model
from demucs.audio import convert_audio

from eeg2music.audio.demucs_weights import VOICE, load, locate

DEMO_WEIGHTS = Path(__file__).with_name("weights") / "demo.safetensors"


@dataclass(frozen=True)
class Separator:
    """A separation model, ready to run.

    Attributes
    ----------
    model : torch.nn.Module
        Of Demucs; one of its sources is ``vocals``.
    overlap : float
        Share of a segment in which it overlaps with the next.
    """

    model: Any
    overlap: float

    @classmethod
    def from_file(cls, weights: Path, overlap: float) -> Self:
        """Load one safetensors file."""
        return cls(load(weights).eval(), overlap)

    @classmethod
    def pretrained(cls, overlap: float, weights: str) -> Self:
        """Load HTDemucs as its author published it (`demucs_weights.locate`)."""
        return cls(BagOfModels([load(path) for path in locate(weights)]).eval(), overlap)

    def split(self, samples: np.ndarray, rate_hz: int) -> tuple[np.ndarray, np.ndarray]:
        """Separate a stereo signal into its voice and the rest.

        Parameters
        ----------
        samples : ndarray, shape (2, samples)

        Returns
        -------
        voice, accompaniment : ndarray of float32, shape (2, samples)
            Their sum is the signal, to rounding.
        """
        mix = torch.from_numpy(np.ascontiguousarray(samples, np.float32))
        model_hz = self.model.samplerate
        estimate = self._voice(convert_audio(mix, rate_hz, model_hz, self.model.audio_channels))
        voice = convert_audio(estimate, model_hz, rate_hz, len(mix)).numpy()
        voice = _of_length(voice, samples.shape[1])
        return voice, np.asarray(samples, np.float32) - voice

    def _voice(self, mix: torch.Tensor) -> torch.Tensor:
        """Estimate the voice, on the scale at which Demucs trains: mean 0, deviation 1."""
        mono = mix.mean(0)
        mean, deviation = mono.mean(), mono.std() + 1e-8
        scaled = ((mix - mean) / deviation)[None]
        # shifts=0: the default draws a random shift, so no two runs would agree
        sources = apply_model(self.model, scaled, shifts=0, overlap=self.overlap)[0]
        voice: torch.Tensor = sources[self.model.sources.index(VOICE)] * deviation
        return voice


def _of_length(signal: np.ndarray, samples: int) -> np.ndarray:
    """Cut or fill the last few samples that resampling there and back may add or lose."""
    kept = signal[:, :samples]
    return np.pad(kept, ((0, 0), (0, samples - kept.shape[1])))
