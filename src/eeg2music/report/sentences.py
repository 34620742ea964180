"""Sentences that follow from results, whichever way these go."""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from eeg2music.registry import OURS, is_brainless, is_simple
from eeg2music.report.findings import Finding, Verdict, decisive
from eeg2music.report.hits import Gain, Group, Row
from eeg2music.report.identification import CHANCE, Identified
from eeg2music.report.leads import Leads
from eeg2music.report.notation import counted, decimal, inline, listed, percent, points
from eeg2music.report.recordings import Recordings

_SHUFFLED = "shuffled"


def heading(found: Sequence[Finding]) -> str:
    """The answer in a few words, and at which k it is a yes if not at all."""
    verdict = decisive(found).verdict
    if verdict != "matters":
        return _HEADINGS[verdict]
    shown = [finding.k for finding in found if finding.shows]
    return "Yes." if len(shown) == len(found) else f"Yes, at k = {listed(shown)}."


_HEADINGS: Mapping[Verdict, str] = {
    "unproven": "Not shown.",
    "void": "No, as it must be.",
    "leak": "Something leaks.",
}


def at_every_k(found: Sequence[Finding]) -> str:
    """Where the interval lies at each k."""
    sides: dict[str, list[int]] = {}
    for finding in found:
        sides.setdefault(side(finding.gain), []).append(finding.k)
    if len(sides) == 1:
        (where,) = sides
        return f"It {where} at every k that was looked at, {listed([each.k for each in found])}."
    told = [f"at k = {listed(ks)} it {where}" for where, ks in sides.items()]
    return f"Of all k, {'; '.join(told)}."


def reachable(finding: Finding) -> str:
    """What the most was that could be reached."""
    if finding.limit is None:
        return "How much could be reached nobody knows."
    if finding.cohort.follows is False:
        return "Nothing was planted, so there is nothing to reach."
    most = percent(finding.limit.value)
    who = inline(finding.limit_name)
    return f"The most that could be reached, knowing what was planted ({who}), is {most} %."


def detectable(told: Recordings, power: float) -> str:
    """The weakest coupling that these recordings would have shown, by the better of the tests."""
    test, least = told.weakest
    if least == float("inf"):
        return "No coupling that was tried would have shown in these recordings."
    return (
        f"Without any model, by {test}, a coupling of {least:.3f} nats (SD, in one band at a few "
        f"electrodes) or more would have shown with a power of {percent(power, 0)} %."
    )


def chance(p: float, confidence: float) -> str:
    """Whether something is beyond chance, with its p."""
    told = "p < 0.001" if p < 0.001 else f"p = {p:.3f}"
    return f"beyond chance, {told}" if p <= 1 - confidence else f"not beyond chance, {told}"


def shared(told: Recordings, confidence: float) -> str:
    """Whether unseen listeners share anything with those who heard the same."""
    every = told.shared
    if every is None:
        return "Nobody could be held against anybody: too few listeners heard the same."
    return (
        f"In all bands together, {decimal(every.correlation.value)} "
        f"({decimal(every.correlation.low)} to {decimal(every.correlation.high)}), "
        f"{chance(every.p, confidence)}."
    )


def side(gain: Gain) -> str:
    """Where the interval of a gain lies."""
    if gain.low > 0:
        return "lies above 0"
    return "lies below 0" if gain.high < 0 else "holds 0"


def difference(gain: Gain, confidence: float) -> str:
    """A gain, its interval, and where that lies."""
    return (
        f"a difference of {points(gain.value)} points, whose {percent(confidence, 0)} % interval, "
        f"{points(gain.low)} to {points(gain.high)}, {side(gain)}"
    )


def smallest(finding: Finding, power: float) -> str:
    """What these listeners and songs could have shown."""
    sampled = f"{counted(finding.subjects, 'listener')} and {counted(finding.songs, 'song')}"
    if finding.gain.smallest > 1:
        return f"With {sampled} no gain, however large, is sure enough to show."
    return (
        f"With {sampled} a true gain of {percent(finding.gain.smallest)} points would have shown "
        f"with a power of {percent(power, 0)} %."
    )


def limit(finding: Finding) -> str:
    """What the fraction of the way to the limit is of, or why there is none."""
    if finding.fraction is not None:
        return "of the way from that guess to the oracle"
    if finding.cohort.follows is False:
        return "nothing was planted, so there is nothing to reach"
    if finding.limit is not None:
        return "the oracle finds no room above that guess"
    if finding.cohort.follows is None:
        return "no oracle knows what real brains hold"
    return "no oracle was scored"


def generated(decided: Iterable[Finding], unhealthy: bool) -> str:
    """What a run on generated brains shows, and what not."""
    if unhealthy:
        return "On vocabularies beyond their limits this run does not show that the pipeline works."
    verdicts = {finding.verdict for finding in decided}
    wrong = []
    if "unproven" in verdicts:
        wrong.append("was not shown to find what was planted")
    if "leak" in verdicts:
        wrong.append("found something where nothing was planted")
    if wrong:
        failed = " and ".join(wrong)
        return f"The model {failed}: this run does not show that the pipeline works."
    if "matters" not in verdicts:
        return (
            "That nothing was shown where nothing was planted is as it must be, and tells nothing "
            "of what the pipeline can find."
        )
    also = ", and nothing where nothing was planted," if "void" in verdicts else ""
    return (
        f"That the model finds what was planted{also} shows that the pipeline works from "
        "recording to music."
    )


def basis(group: Group) -> str:
    """What the headline rests on."""
    sampled = f"{counted(group.subjects, 'listener')}, {counted(group.songs, 'song')}"
    single = [
        f"a single {kind} tells nothing of how others would differ"
        for kind, count in (("listener", group.subjects), ("song", group.songs))
        if count == 1
    ]
    caveat = f" Intervals are the whole range, as {' and '.join(single)}." if single else ""
    return f"The headline rests on {sampled} and {counted(group.seeds, 'training seed')}.{caveat}"


def misled(group: Group, finding: Finding, at: int) -> str:
    """How a model fares with the EEG of other trials; empty where that was not scored."""
    rows = [row.estimates[at] for row in group.rows if row.system == _SHUFFLED]
    if not rows or rows[0] is None:
        return ""
    return (
        "A gain is never measured against shuffled EEG, which can mislead a model: with it ours "
        f"reaches {percent(rows[0].value)} %, the best guess without a brain "
        f"{percent(finding.baseline.value)} % (Hits@{finding.k})."
    )


def ahead(told: Leads, confidence: float) -> str:
    """Which systems that look at brains are ahead of every guess without one."""
    sure = told.sure(confidence)
    level = f"all rows and k taken together, at {percent(1 - confidence, 0)} %"
    whose = f"Ahead of every guess without a brain, {told.cohort.label}, {level}"
    return f"{whose}: {', '.join(map(inline, sure)) if sure else 'none'}."


def outdone(group: Group, row: Row, k: int, at: int, confidence: float) -> str:
    """Which simple decoder is ahead of a more elaborate system; empty if none is."""
    own = row.estimates[at]
    if own is None or row.kind != "system" or is_simple(row.system):
        return ""
    simple = [r for r in group.rows if is_simple(r.system)]
    reached = [(each.value, r) for r in simple if (each := r.estimates[at])]
    share, best = max(reached, key=lambda pair: pair[0], default=(0.0, row))
    if share <= own.value:
        return ""
    told = f"outdone by {inline(best.name)} at Hits@{k}"
    if row.system != OURS:
        return f"{told} by {percent(share - own.value)} points"
    return f"{told}: {difference(best.gains[k], confidence)}"


def memorised(group: Group, k: int, at: int, confidence: float) -> str:
    """What a brain adds to the memory of songs."""
    ours = next(row for row in group.rows if row.system == OURS).estimates[at]
    others = [row for row in group.rows if is_brainless(row.system)]
    reached = [(each.value, row) for row in others if (each := row.estimates[at])]
    if ours is None or not reached:
        return ""
    share, best = max(reached, key=lambda pair: pair[0])
    return (
        f"With {percent(group.mask_ratio, 0)} % of the audio hidden ours reaches "
        f"{percent(ours.value)} %, and {percent(share)} % are reached without looking at a brain "
        f"({inline(best.name)}): {difference(best.gains[k], confidence)}."
    )


def heard(found: Identified, confidence: float) -> str:
    """How well ours tells segments in step with the EEG, and at which shift it does best.

    Only in step is it held against chance: the best of many shifts would beat it by luck.
    """
    curve = next((each for each in found.curves if each.system == OURS), None)
    if curve is None:
        return ""
    own, best = curve.estimates[curve.unshifted], curve.estimates[curve.peak]
    where = "lies above" if own.low > CHANCE else "lies below" if own.high < CHANCE else "holds"
    shift = curve.shifts_s[curve.peak]
    highest = (
        f"{percent(best.value)} %, with music {abs(shift):g} s "
        f"{'later' if shift > 0 else 'earlier'} than the EEG"
    )
    return (
        f"With music and EEG in step ours reaches {percent(own.value)} %, whose "
        f"{percent(confidence, 0)} % interval, {percent(own.low)} to {percent(own.high)}, {where} "
        f"chance, {percent(CHANCE, 0)} %. The highest of {counted(len(curve.shifts_s), 'shift')} "
        f"is {highest if shift else 'this one'}."
    )


def kept(curves: Mapping[str, pd.DataFrame]) -> str:
    """Which epoch each model keeps for each task."""
    told = []
    for name, curve in curves.items():
        best = curve.loc[curve.groupby(["protocol", "mask_ratio"])["validation_loss"].idxmin()]
        told.append(f"{name} {', '.join(map(str, best['epoch']))}")
    tasks = curve.groupby(["protocol", "mask_ratio"]).groups
    names = ", ".join(f"{protocol} at {percent(ratio, 0)} %" for protocol, ratio in tasks)
    return f"Epochs kept for {names} hidden: {'; '.join(told)}."
