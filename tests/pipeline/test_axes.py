from snakemake.io import expand

from eeg2music.pipeline.axes import filled

AXES = {"cohort": ["planted", "null"], "fold": ["fold-0", "fold-1"], "montage": ["", "+inoue"]}
PATTERNS = [
    "results/{cohort}/{fold}/vocabulary/eeg{montage}.parquet",
    "results/songs/{fold}/tokens/audio.parquet",
    "results/plan.json",
]


def test_patterns_stand_for_what_snakemake_makes_of_them():
    found = list(filled(PATTERNS, AXES))
    assert sorted(found) == sorted({*expand(PATTERNS, **AXES)})
    assert len(found) == 8 + 2 + 1


def test_without_values_there_is_no_file():
    assert list(filled(PATTERNS, AXES | {"cohort": []})) == found_of_songs()


def found_of_songs():
    return list(filled(PATTERNS[1:], AXES))
