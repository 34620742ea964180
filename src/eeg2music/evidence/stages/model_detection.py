"""Stage ``model_detection``: whether a trained model finds a coupling that is known to be there."""

from pathlib import Path

from eeg2music import parquet
from eeg2music.evaluation.params import SureHits
from eeg2music.evaluation.protocols import protocols_table
from eeg2music.evaluation.tables import SCORES
from eeg2music.evaluation.tasks import HEADLINE
from eeg2music.evidence.params import ModelStrength
from eeg2music.evidence.tables import MODEL_DETECTION
from eeg2music.stages.runner import Output


def model_detection(
    *, scores: list[Path], cohort: str, power: ModelStrength, evaluate: SureHits, table: Output
) -> None:
    """Hold a model of coupled brains against guesses without them, by the headline's scores.

    ``cohort`` is the one into whose recordings the coupling was planted.
    """
    told = parquet.read_many(scores, SCORES).frame
    headline = told[told["protocol"] == HEADLINE.protocol]
    rows = protocols_table(headline, evaluate)
    rows = rows.assign(cohort=cohort, strength=power.model_strength)
    meta = {"power": power.model_dump(), "evaluate": evaluate.model_dump()}
    columns = {each.name: rows[each.name] for each in MODEL_DETECTION.columns}
    parquet.write(table, MODEL_DETECTION, columns, meta)
