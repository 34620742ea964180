"""Whether the device is there that stages are to compute on."""

from eeg2music.errors import DataError


def check(device: str) -> None:
    """Refuse a device that this machine lacks.

    Parameters
    ----------
    device : str
        As of `stages.params.Compute`.

    Raises
    ------
    DataError
    """
    import torch  # takes seconds

    if device == "cuda" and not torch.cuda.is_available():
        raise DataError(
            "params.yaml",
            expected="a GPU that PyTorch can use, for `compute.device: cuda`",
            found=f"none (PyTorch {torch.__version__})",
            cure="Set `compute.device: cpu`, or install PyTorch for this machine's GPU.",
        )
