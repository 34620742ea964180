"""A run, told as it goes: what stage, how far, how long still, what failed, and the card."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from snakemake_logger_plugin_eeg2music import words
from snakemake_logger_plugin_eeg2music.card import Made, card
from snakemake_logger_plugin_eeg2music.failures import failure, headed
from snakemake_logger_plugin_eeg2music.forecast import earlier, forecast
from snakemake_logger_plugin_eeg2music.plan import Plan
from snakemake_logger_plugin_eeg2music.screen import Screen
from snakemake_logger_plugin_eeg2music.tally import Job, Tally

EVERY_S = 60.0
"""After which a run tells how far it is where there is no terminal, if it has said nothing."""
NOTHING = "Nothing to be done: everything asked for is there and up to date."


def no_reports() -> Iterable[Made]:
    """What is known of reports until the workflow tells."""
    return ()


@dataclass
class Run:
    """What is known of a run, and what has been said of it.

    Attributes
    ----------
    reported : callable
        Reports among what the run was asked for; the workflow tells.
    is_dry : bool
        Whether nothing is run.
    is_stopped, is_interrupted : bool
        Whether Snakemake ended with an error, and whether somebody ended it.
    log : str
        Where Snakemake keeps all that it says.
    """

    screen: Screen
    is_dry: bool = False
    reported: Callable[[], Iterable[Made]] = no_reports
    tally: Tally = field(default_factory=Tally)
    plan: Plan = field(default_factory=Plan)
    before: dict[str, float] = field(default_factory=dict)
    has_nothing: bool = False
    is_stopped: bool = False
    is_interrupted: bool = False
    log: str = ""
    _said: float = 0.0

    def planned(self, asked: Mapping[str, int], now: float) -> None:
        """Snakemake has told which jobs there are."""
        self.tally.plan(asked)
        self.has_nothing = not self.tally.asked
        if self.is_dry or self.has_nothing:
            return
        self.before = earlier(self.tally.asked)
        jobs = words.counted(self.tally.total, "job")
        stages = words.counted(len(self.tally.asked), "stage")
        cores = words.counted(self.tally.cores, "core")
        self._say(f"{jobs} of {stages} on {cores}{self._left(now)}", now)

    def started(self, jobid: int, job: Job, reason: str) -> None:
        """A job has started, or would."""
        if self.is_dry:
            self.plan.add(job.rule, reason)
        else:
            self.tally.start(jobid, job)
            self._draw(job.started)

    def finished(self, jobid: int, now: float) -> None:
        """A job is done."""
        job = self.tally.finish(jobid, now)
        if job is not None and self.tally.is_complete(job.rule) and not self.screen.is_terminal:
            self._say(f"{self._far(now)}; done: {words.stage(job.rule)}", now)
        self.progress(now)

    def failed(self, jobid: int, rule: str, logs: Iterable[str], now: float) -> None:
        """A job has failed; one that was stopped has not."""
        if self.is_interrupted:
            self.tally.running.pop(jobid, None)
            return
        job = self.tally.fail(jobid, rule)
        self._say(failure(rule, job.wildcards if job else {}, logs), now)

    def fell_short(self, jobid: int, text: str, now: float) -> None:
        """A job came to its end, but did not make all its files; no other event tells."""
        job = self.tally.running.get(jobid)
        if job is not None:
            self.tally.fail(jobid, job.rule)
            self._say(headed(job.rule, job.wildcards, [text]), now)

    def progress(self, now: float) -> None:
        """Tell how far the run is: on a terminal always, elsewhere after a while of silence."""
        if not self.tally.asked or self.is_dry:
            return
        if not self.tally.running:
            self.screen.clear()
        elif self.screen.is_terminal:
            self._draw(now)
        elif now - self._said >= EVERY_S:
            self._say(self._status(now), now)

    def say(self, text: str) -> None:
        """Write lines, if there are any."""
        if text:
            self.screen.say(text)

    def end(self, now: float) -> None:
        """Say how it went."""
        self.screen.clear()
        if self.tally.failed:
            self.say(self._failures())
        elif self.is_interrupted:
            far = f"{self.tally.done} of {words.counted(self.tally.total, 'job')}"
            self.say(f"Stopped, with {far} done. The next run goes on from there.")
        elif self.is_stopped:
            return
        elif self.has_nothing:
            self.say(NOTHING if self.is_dry else card(self.reported(), NOTHING))
        elif self.is_dry and self.tally.asked:
            self.say(self.plan.table(self.tally.asked))
        elif self.tally.asked and not self.tally.left():
            jobs = words.counted(self.tally.total, "job")
            took = words.duration(now - self.tally.began)
            self.say(card(self.reported(), f"Done: {jobs} in {took}."))

    def _failures(self) -> str:
        failed, left = self.tally.failed, self.tally.left()
        told = (
            f"{failed.total()} of {words.counted(self.tally.total, 'job')} failed: {_each(failed)}."
        )
        if left:
            told += f" Not run: {_each(left)}."
        lines = [told, "What is done stays. Mend what is named above, then run again."]
        return "\n".join([*lines, f"All that Snakemake said: {self.log}"] if self.log else lines)

    def _say(self, text: str, now: float) -> None:
        self._said = now
        self.say(text)

    def _draw(self, now: float) -> None:
        self.screen.draw(self._status(now))

    def _status(self, now: float) -> str:
        rules = list(dict.fromkeys(job.rule for job in self.tally.running.values()))
        more = f" (and {', '.join(map(words.plain, rules[1:]))})" if rules[1:] else ""
        stage = f"; {words.stage(rules[0])}{more}" if rules else ""
        return f"{self._far(now)}{stage}"

    def _far(self, now: float) -> str:
        share = 100 * self.tally.done // max(self.tally.total, 1)
        failed = f", {self.tally.failed.total()} failed" if self.tally.failed else ""
        elapsed = words.duration(now - self.tally.began)
        far = f"{share:3d} % {self.tally.done}/{self.tally.total}{failed}"
        return f"{far}, {elapsed}{self._left(now)}"

    def _left(self, now: float) -> str:
        told = forecast(self.tally, self.before, now)
        return f", {told.text}" if told else ""


def _each(counts: Mapping[str, int]) -> str:
    return ", ".join(
        f"{words.plain(rule)}{f' ({count})' if count > 1 else ''}" for rule, count in counts.items()
    )
