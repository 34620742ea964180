"""docs/performance.md, from what was measured."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from benchmarks.speed import measured, row
from benchmarks.speed.row import Change, Row

PAGE = Path("docs/performance.md")
DEMO = Path("benchmarks/demo.json")
MOST_OVERHEAD = 0.15
"""Of the demo's CPU time that may be no work."""
DEMO_CHANGES = (
    Change("jobs end without taking libraries apart", "29 s less outside of jobs", "48 s less"),
)
_HEAD = """# Performance

Written by `make bench` (rows of less than a minute) and `make bench-long` (the others) from what
they measured on one machine; `benchmarks/speed/rows/` has a module for each row,
`benchmarks/speed/measured/` every run as Parquet. Both sides run in turn, each in a process of its
own on one thread, after one run that does not count; what takes more than a minute once, and by
itself. Ratios are the peer's figure over ours, medians over runs with the least and the largest.
Seconds are CPU time and differ from machine to machine; *whole* is the process with its start,
*inside* the work alone.
"""
_NAMES = {
    "faster": "whole",
    "inside": "inside",
    "leaner": "memory",
    "cpu_s": "whole",
    "inside_s": "inside",
    "wall_s": "by the clock",
    "peak_mib": "memory",
    "held_mib": "memory of its own",
}
_UNITS = {"cpu_s": " s", "inside_s": " s", "wall_s": " s", "peak_mib": " MiB", "held_mib": " MiB"}


def page() -> str:
    """The whole page."""
    found = {name: row.find(name) for name in row.names()}
    parts = [_HEAD, *_table(found)]
    for name, each in found.items():
        parts += ["", f"## {name}", "", *_section(name, each)]
    return "\n".join([*parts, "", *_demo(), "", *_machines(found)]) + "\n"


def _table(rows: dict[str, Row]) -> Iterator[str]:
    yield "| | work | peer | aimed at | measured | reached |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for name, each in rows.items():
        kept = measured.recall(name)
        figures = measured.figures(kept[0]) if kept else {}
        for figure, aim in each.aims.items():
            told = _told(figure, figures[figure]) if figures else "not yet"
            verdict = _verdict(figure, figures[figure], aim) if figures else ""
            cells = (f"[{name}](#{name})", each.work, each.peer, _aim(figure, aim), told, verdict)
            yield f"| {' | '.join(cells)} |"


def _section(name: str, each: Row) -> Iterator[str]:
    kept = measured.recall(name)
    yield f"{each.work[0].upper()}{each.work[1:]}. Bounded by {each.bound}."
    if not kept:
        return
    runs, meta = kept
    yield from _changes(each.changes)
    if meta["apart"]:
        told = (f"{what} {value:.2g}" for what, value in meta["apart"].items())
        yield f"\nResults of both sides: {'; '.join(told)}."
    yield "\n| | whole | inside | by the clock | memory | without mapped files |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for side, own in runs.groupby("side"):
        cells = (
            _told(column, own[column].to_numpy())
            for column in ("cpu_s", "inside_s", "wall_s", "peak_mib", "held_mib")
        )
        yield f"| {side} | {' | '.join(cells)} |"


def _changes(changes: tuple[Change, ...]) -> Iterator[str]:
    if changes:
        yield "\n| changed | foreseen by a profile | measured |\n| --- | --- | --- |"
    yield from (f"| {each.what} | {each.foreseen} | {each.measured} |" for each in changes)


def _demo() -> Iterator[str]:
    told = json.loads(DEMO.read_text(encoding="utf-8"))
    run, lost = told["demo"]["first_run"], told["demo"]["overhead"]
    yield "## The demo\n\n<!-- benchmarks/demo.json -->"
    yield f"`make demo` on {told['cores']} cores, by `python -m benchmarks.demo`:"
    yield f"{run['wall_s']:.0f} s by the clock, {run['cpu_s']:.0f} CPU s, {run['peak_gib']:.1f} GiB"
    yield f"at most. No work is {lost['share']:.0%} of the CPU time (at most {MOST_OVERHEAD:.0%} is"
    yield f"aimed at): {lost['starts_cpu_s']:.0f} s until jobs have imported what their stages"
    yield f"need, and {lost['outside_cpu_s']:.0f} s outside of them, of Snakemake, DVC's records,"
    yield "and processes that begin and end. Songs that share a job would halve it, and one that"
    yield "is bad, or changes, would take the others with it."
    yield from _changes(DEMO_CHANGES)


def _machines(rows: dict[str, Row]) -> Iterator[str]:
    yield "## Machine\n"
    kept = [each for each in map(measured.recall, rows) if each]
    for machine in {str(meta["machine"]): meta["machine"] for _, meta in kept}.values():
        told = dict(machine)
        here = ", ".join((told.pop("processor"), f"{told.pop('cores')} cores", told.pop("memory")))
        yield f"{here}; {', '.join(f'{name} {each}' for name, each in told.items())}.\n"


def _told(figure: str, values: np.ndarray) -> str:
    unit = _UNITS.get(figure, " ×")
    middle = f"{_short(np.median(values))}{unit}"
    if len(values) == 1:
        return middle
    return f"{middle} [{_short(values.min())}, {_short(values.max())}]"


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 99.5 else f"{value:.3g}"


def _aim(figure: str, aim: float) -> str:
    sign = "≥" if figure in measured.RATIOS else "≤"
    return f"{_NAMES[figure]} {sign} {_short(aim)}{_UNITS.get(figure, ' ×')}"


def _verdict(figure: str, values: np.ndarray, aim: float) -> str:
    """Whether it was reached, or how much of it."""
    value = float(np.median(values))
    share = value / aim if figure in measured.RATIOS else aim / value
    return "yes" if share >= 1 else f"no: {share:.0%} of it"
