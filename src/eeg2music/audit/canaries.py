"""The canaries: what is changed, and what must not move then.

Whatever is fitted may know the training part alone (normalisation, projections, dictionaries,
what is known before training, weights, the epochs that they are kept of), and whatever predicts
nothing of what is hidden from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from eeg2music.audio.tables import AUDIO_FEATURES
from eeg2music.audit import parts
from eeg2music.audit.chain import Product
from eeg2music.audit.changes import Blanked, Change, Redrawn
from eeg2music.audit.held import Blind, Held, Last, Tensors, Values, Whole
from eeg2music.audit.parts import Rows
from eeg2music.corpora.tables import TRIALS
from eeg2music.eeg.tables import EEG_FEATURES, EEG_FRAMES, SLICES
from eeg2music.evaluation.tables import SCORES
from eeg2music.evaluation.tasks import HEADLINE
from eeg2music.vocabulary.tables import AUDIO_TOKENS, EEG_TOKENS

EEG = Product("slices", "epochs")
RATINGS = Product("slices", "trials")
AUDIO = Product("audio_features", "features")
ENTROPY = Product("eeg_features", "features")
FRAMES = Product("eeg_frames", "frames")
EEG_TOKEN, AUDIO_TOKEN = Product("eeg_tokens", "tokens"), Product("audio_tokens", "tokens")
WEIGHTS = Product("train", "weights")
RANKS, GUESSES = Product("scores", "scores"), Product("controls", "scores")
EEG_DICTIONARY = [
    Whole(Product("eeg_vocabulary", name)) for name in ("dictionary", "projection", "search")
]
AUDIO_DICTIONARY = [
    Whole(Product("audio_vocabulary", name)) for name in ("dictionary", "projection", "search")
]
TRAINED = [Whole(Product("train", name)) for name in ("weights", "settings", "curve")]
SHARED = Whole(Product("inter_subject", "patterns"))
FITTED: list[Held] = [*EEG_DICTIONARY, *AUDIO_DICTIONARY, *TRAINED, SHARED]
SCORED: list[Held] = [Whole(RANKS), Whole(GUESSES)]
RINGING = 0.05
"""nats by which a band's filter may carry what is a slice away."""
SOURCES = ("slices", "audio_features")
"""Stages whose tables are changed; nothing before them runs again."""


def _paper(*products: Product) -> list[Held]:
    told = "ranks on training songs"
    return [Values(product, SCORES, told, parts.paper) for product in products]


def _frames(rows: Rows, what: str) -> list[Held]:
    return [
        Values(FRAMES, EEG_FRAMES, f"frames {what}", rows),
        Values(EEG_TOKEN, EEG_TOKENS, f"tokens {what}", rows),
    ]


@dataclass(frozen=True)
class Canary:
    """A change, and what it must not reach.

    Attributes
    ----------
    about : str
        What is changed, in words.
    changes : list of Change
    raised : mapping
        Parameters that are changed, by dotted name: what is added to each number.
    stays : list of Held
    moves : list of Held
        What has to move: did it not, the audit would be blind.
    """

    name: str
    about: str
    changes: list[Change] = field(default_factory=list)
    raised: Mapping[str, int] = field(default_factory=dict)
    stays: list[Held] = field(default_factory=list)
    moves: list[Held] = field(default_factory=list)


RERUN = Canary("rerun", "nothing: the same once more", stays=[Whole(FRAMES), *FITTED, *SCORED])
TRAINING_PART = Canary(
    "training_part",
    "EEG and audio of the trials that train",
    [
        Redrawn(EEG, SLICES, ("eeg",), parts.of_training),
        Redrawn(AUDIO, AUDIO_FEATURES, ("de", "chroma", "onset", "patch"), parts.of_training),
    ],
    moves=[
        Whole(FRAMES),
        *EEG_DICTIONARY[:2],
        *AUDIO_DICTIONARY[:2],
        Whole(WEIGHTS),
        SHARED,
        *SCORED,
    ],
)
TEST_SONGS_AUDIO = Canary(
    "test_songs_audio",
    "features of the songs that test",
    [
        Redrawn(
            AUDIO,
            AUDIO_FEATURES,
            ("de", "chroma", "onset", "mfcc", "patch"),
            parts.of_test_songs,
        )
    ],
    stays=[
        *FITTED,
        Values(AUDIO_TOKEN, AUDIO_TOKENS, "tokens of other songs", parts.of_other_songs),
        Whole(EEG_TOKEN),
        *_paper(RANKS, GUESSES),
        Blind(RANKS, SCORES, parts.hidden),
    ],
    moves=[Whole(AUDIO_TOKEN)],
)
TEST_SONGS_EEG = Canary(
    "test_songs_eeg",
    "everybody's EEG of the songs that test",
    [Redrawn(EEG, SLICES, ("eeg",), parts.of_test_songs)],
    stays=[
        *_frames(parts.of_other_songs, "of other songs"),
        *FITTED,
        *_paper(RANKS),
        Whole(GUESSES),
    ],
    moves=[Whole(ENTROPY), Whole(EEG_TOKEN)],
)
TEST_SUBJECTS_EEG = Canary(
    "test_subjects_eeg",
    "all EEG of the subjects who test",
    [Redrawn(EEG, SLICES, ("eeg",), parts.of_test_subjects)],
    stays=[
        *_frames(parts.of_other_subjects, "of other subjects"),
        *FITTED,
        Values(RANKS, SCORES, "ranks of subjects who train", parts.within_subject),
        Whole(GUESSES),
    ],
    moves=[Whole(EEG_TOKEN)],
)
TEST_RATINGS = Canary(
    "test_ratings",
    "how subjects who test rated, and everybody rated songs that test",
    [Redrawn(RATINGS, TRIALS, ("valence", "arousal", "dominance", "liking"), parts.of_test)],
    stays=[Whole(FRAMES), Whole(EEG_TOKEN), *FITTED, *SCORED],
)
HIDDEN_TOKENS = Canary(
    "hidden_tokens",
    "every second token of the songs that test, which is hidden",
    [Redrawn(AUDIO_TOKEN, AUDIO_TOKENS, ("token",), parts.every_other_frame)],
    stays=[
        *TRAINED,
        *_paper(RANKS, GUESSES),
        Blind(RANKS, SCORES, parts.hidden),
        Blind(GUESSES, SCORES, parts.hidden, exact=False),
    ],
)
HIDDEN_SIGNALS = Canary(
    "hidden_signals",
    "sound of the songs that test, which is hidden; not their tokens",
    [
        Redrawn(AUDIO, AUDIO_FEATURES, ("patch", "mfcc"), parts.of_test_songs),
        Redrawn(AUDIO_TOKEN, AUDIO_TOKENS, ("point",), parts.of_test_songs),
    ],
    stays=[*FITTED, *SCORED],
)
LATER = Canary(
    "later",
    "the last slice of the songs that test, EEG and audio",
    [
        Redrawn(EEG, SLICES, ("eeg",), parts.later),
        Redrawn(AUDIO, AUDIO_FEATURES, ("de", "chroma", "onset", "mfcc", "patch"), parts.later),
    ],
    stays=[
        Values(FRAMES, EEG_FRAMES, "EEG of earlier slices", parts.earlier, ("eeg",)),
        Values(
            *(ENTROPY, EEG_FEATURES, "entropy a slice before", parts.long_before, ("de",)),
            tolerance=RINGING,
        ),
        Values(AUDIO_TOKEN, AUDIO_TOKENS, "tokens of earlier slices", parts.earlier),
        *FITTED,
    ],
    moves=[Whole(ENTROPY), Whole(AUDIO_TOKEN)],
)
MASKS = Canary(
    "masks",
    "which positions are scored and validated under the paper's protocol",
    raised={"evaluate.seed": 1},
    stays=[
        *EEG_DICTIONARY,
        *AUDIO_DICTIONARY,
        Tensors(WEIGHTS, f"{HEADLINE.name}/"),
        Values(RANKS, SCORES, "ranks with all audio hidden", parts.hidden),
    ],
)
BLANK = Canary(
    "blank",
    "weights, to 0: no two entries can be told apart",
    [Blanked(WEIGHTS)],
    stays=[Last(RANKS, SCORES)],
)
CANARIES = [
    RERUN,
    TRAINING_PART,
    TEST_SONGS_AUDIO,
    TEST_SONGS_EEG,
    TEST_SUBJECTS_EEG,
    TEST_RATINGS,
    HIDDEN_TOKENS,
    HIDDEN_SIGNALS,
    LATER,
    MASKS,
    BLANK,
]
