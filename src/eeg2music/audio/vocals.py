"""Vocal separation by Demucs (paper 4.2.1).

Weights are read from safetensors files alone, in the layout in which Demucs publishes
them, and only the classes named here are ever built: a file of weights runs no code.
"""

import json
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Self

import numpy as np
import torch
from demucs.apply import BagOfModels, apply_model
from demucs.audio import convert_audio
from demucs.hdemucs import HDemucs
from demucs.htdemucs import HTDemucs
from safetensors import SafetensorError, safe_open

from eeg2music.errors import DataError

DEMO_WEIGHTS = Path(__file__).with_name("weights") / "demo.safetensors"
HUB_REPOSITORY, HUB_BAG = "adefossez/HTDemucs", "htdemucs.yaml"
VOICE = "vocals"
_CLASSES = {"demucs.htdemucs.HTDemucs": HTDemucs, "demucs.hdemucs.HDemucs": HDemucs}


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
    def pretrained(cls, overlap: float) -> Self:
        """Load HTDemucs as its author published it, from the Hugging Face cache or hub."""
        return cls(BagOfModels([load(path) for path in _published()]).eval(), overlap)

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


def load(path: Path) -> HTDemucs | HDemucs:
    """Build the model that a safetensors file holds.

    Raises
    ------
    DataError
        If the file is damaged, or names a class that is not Demucs'.
    """
    try:
        with safe_open(path, framework="pt") as file:
            metadata = file.metadata() or {}
            state = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except (SafetensorError, OSError) as error:
        raise _refusal(path, "weights in safetensors format", str(error)) from None
    klass = metadata.get("klass", "none")
    if klass not in _CLASSES:
        raise _refusal(path, f"a model of class {' or '.join(_CLASSES)}", klass)
    arguments = _decoded(json.loads(metadata["kwargs"]))
    model = _CLASSES[klass](*_decoded(json.loads(metadata["args"])), **arguments)
    model.load_state_dict(state)
    return model


def _decoded(value: Any) -> Any:
    """JSON with Demucs' notation for fractions."""
    if isinstance(value, list):
        return [_decoded(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get("_type") == "fraction":
        return Fraction(value["numerator"], value["denominator"])
    return {key: _decoded(item) for key, item in value.items()}


def _published() -> list[Path]:
    """Files of the pretrained model, fetched if the cache does not have them."""
    import yaml
    from huggingface_hub import hf_hub_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    try:
        bag = yaml.safe_load(Path(hf_hub_download(HUB_REPOSITORY, HUB_BAG)).read_text())
        names = [f"{signature}.safetensors" for signature in bag["models"]]
        return [Path(hf_hub_download(HUB_REPOSITORY, name)) for name in names]
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        raise DataError(
            HUB_REPOSITORY,
            expected="the pretrained HTDemucs in the Hugging Face cache, or a network to get it",
            found=str(error).splitlines()[0],
            cure=f"Run `hf download {HUB_REPOSITORY}` where there is a network, and set HF_HOME"
            " to the folder it went to.",
        ) from None


def _refusal(path: Path, expected: str, found: str) -> DataError:
    cure = "Get the weights again from where they are published."
    return DataError(path, expected=expected, found=found, cure=cure)


def _of_length(signal: np.ndarray, samples: int) -> np.ndarray:
    """Cut or fill the last few samples that resampling there and back may add or lose."""
    kept = signal[:, :samples]
    return np.pad(kept, ((0, 0), (0, samples - kept.shape[1])))
