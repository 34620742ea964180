import pandas as pd

from eeg2music.report.provenance import left_out


def told(*rows):
    return left_out(pd.DataFrame(list(rows), columns=["subject", "video", "reason"]))


def test_what_took_no_part_is_told_in_few_lines():
    gone, lost = "no file in stimuli", "no trigger"
    listed = told(
        ("", 39, gone),
        ("", 4, gone),
        ("s28", 3, lost),
        ("s28", 17, lost),
        ("s05", 0, "no recording"),
        ("s04", 0, "no recording"),
        ("s06", 3, lost),
    )
    assert listed == [
        ("everyone", "04, 39", gone),
        ("s04, s05", "all", "no recording"),
        ("s06", "03", lost),
        ("s28", "03, 17", lost),
    ]


def test_nothing_left_out_is_no_line():
    assert told() == []
