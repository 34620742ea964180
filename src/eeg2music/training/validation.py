"""What a model is stopped on: for each task that it is scored on, trials like those."""

from eeg2music.evaluation.params import Masking
from eeg2music.evaluation.tasks import Task, stopping_tasks
from eeg2music.training.corpus import Corpus
from eeg2music.training.windows import Hidden, cut, hide


def validation_part(protocol: str) -> str:
    """Part of the split that stops training for a protocol."""
    return f"validation_{protocol}"


def validation(
    corpus: Corpus, context_slices: int, slice_frames: int, evaluate: Masking
) -> dict[Task, Hidden]:
    """Windows of each task's validation part, with as much hidden as where it is scored.

    Where no subject is set aside for it, memory of the training songs is validated on the
    training part: its loss has no minimum, and the last epoch is kept.
    """
    hidden = {}
    for task in stopping_tasks(evaluate):
        rows = corpus.rows(validation_part(task.protocol))
        windows = cut(corpus.select(rows if len(rows) else corpus.rows("train")), context_slices)
        hidden[task] = hide(windows, slice_frames, task.mask_ratio, evaluate.seed)
    return hidden
