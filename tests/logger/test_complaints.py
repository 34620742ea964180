"""Snakemake's own exceptions, as it prints them, in a line."""

import pytest
from snakemake import exceptions

from eeg2music.errors import DataError
from snakemake_logger_plugin_eeg2music.complaints import LENGTH, caution, complaint, falls_short


def of(error, linemaps=None):
    text = exceptions.format_exception_to_string(error, linemaps)
    return complaint(type(error).__name__, text)


def raised(error):
    try:
        raise error
    except type(error) as caught:
        return caught


def test_a_lock_is_told_with_the_cure():
    told = of(exceptions.LockException())
    assert "`snakemake --unlock`" in told
    assert "\n" not in told


def test_half_written_files_are_told_with_the_cure():
    told = of(exceptions.IncompleteFilesException(["a.txt", "b.txt"]))
    assert told == (
        "error: 2 files may be half-written, a.txt, b.txt among them."
        " Run again with --rerun-incomplete."
    )


def test_an_unknown_target_is_told_by_name():
    assert "no rule makes nosuch.txt." in of(exceptions.MissingRuleException("nosuch.txt"))


def test_our_own_refusal_is_told_as_it_is():
    error = DataError("a.bdf", expected="EEG", found="x" * 900, cure="Mend it.")
    assert of(raised(error), {__file__: {n: n for n in range(999)}}) == f"error: {error}"


def test_an_error_of_the_rules_is_told_with_its_place():
    line = raised(ValueError("no such thing"))
    told = of(line, {__file__: {n: n for n in range(999)}})
    assert told.startswith(f"error: ValueError: no such thing ({__file__}, line ")


def test_of_a_long_account_the_last_line_is_told():
    assert of(raised(KeyError("boo"))) == "error: KeyError: 'boo'"


def test_what_failed_jobs_have_told_is_not_told_again():
    assert of(exceptions.WorkflowError("At least one job did not complete successfully.")) == ""
    assert complaint("RuleException", "Command 'x' returned non-zero exit status 1.") == ""


@pytest.mark.parametrize("text", ["short", "long " * 1000])
def test_a_warning_is_one_line(text):
    assert len(caution(text)) <= LENGTH + len("warning: ")


def test_a_job_that_lacks_files_is_told_by_number():
    error = exceptions.MissingOutputException(
        "Missing files after 5 seconds. ... with --latency-wait:\nlazy.txt (missing)", jobid=7
    )
    text = exceptions.format_exception_to_string(error)
    told = falls_short("MissingOutputException", text)
    assert told == (7, "it did not make lazy.txt (missing)")
    assert falls_short("ValueError", text) is None


def test_outputs_that_cannot_be_written_to_are_told_with_the_cure():
    text = (
        "Write-protected output files for rule compose:\n    output: a.wav, b.wav\n"
        "    wildcards: subject=s01\n    affected files:\n        a.wav\n        b.wav"
    )
    assert complaint("ProtectedOutputException", text) == (
        "error: compose has to write a.wav, b.wav, which cannot be written to. Make files and"
        " folder writable, or the disk, then run again."
    )


def test_files_of_the_future_are_told_with_the_cure():
    text = (
        "Output results/a b.json has older modification time (2026-11-30 14:52:44) than input"
        " data/c d.bdf (2026-12-01 14:52:22). This could indicate a clock skew problem in your"
        " network and would trigger a rerun of this job in the next execution."
    )
    told = of(raised(exceptions.WorkflowError(text)))
    assert told.startswith("error: data/c d.bdf is dated after what has been made of it now:")
    assert "-newermt now -exec touch {} +`" in told


@pytest.mark.parametrize(("kind", "number"), [(FileNotFoundError, 2), (PermissionError, 13)])
def test_a_home_that_cannot_be_made_is_told_with_the_cure(monkeypatch, kind, number):
    monkeypatch.setenv("HOME", "/proc/none")
    told = of(raised(kind(number, "No", "/proc/none")))
    assert "a cache under /proc/none, which cannot be made. Set HOME, or XDG_CACHE_HOME" in told
    other = of(raised(kind(number, "No", "/somewhere")))
    assert "HOME" not in other
    assert other.count(kind.__name__) == 1
