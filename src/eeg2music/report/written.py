"""Comparisons of cells as they are written down: Markdown, LaTeX."""

from collections.abc import Iterator

import pandas as pd

from eeg2music.report import names
from eeg2music.report.comparisons import Heading, Line, Sheet, Standing, sheets


def caption(heading: Heading) -> str:
    """What the figures are."""
    told = (
        f"Hits@k in percent with {heading.level} intervals over listeners and songs. > and <: "
        f"surely above and below {names.cell(heading.reference)}, = a tie, all rows and k of a "
        f"protocol taken together (step-down maximum at {heading.error}); *: not surely above "
        "every guess without a brain. Least: the difference at the first k that would have shown "
        f"in {100 * heading.power:.0f} % of such data. Paper: what it reports of DEAP, whose songs "
        f"train and test alike. {heading.remarks}"
    )
    return told.rstrip()


def as_markdown(rows: pd.DataFrame, heading: Heading) -> str:
    """One table a protocol and share of hidden audio."""
    told = [f"# {heading.title}: {heading.cohort}", caption(heading)]
    for subtitle, lines in _tables(rows, heading):
        header, *body = lines
        ruled = [header, ["---"] * len(header), *body]
        told += [f"## {subtitle}", "\n".join(f"| {' | '.join(line)} |" for line in ruled)]
    return "\n\n".join(told) + "\n"


def as_latex(rows: pd.DataFrame, heading: Heading) -> str:
    """The same for a paper; needs the package booktabs."""
    told = []
    for subtitle, lines in _tables(rows, heading):
        header, *body = ([_escaped(each) for each in line] for line in lines)
        above = _escaped(f"{heading.title}, {heading.cohort}. {subtitle}. {caption(heading)}")
        told += [
            r"\begin{table}",
            rf"\caption{{{above}}}",
            rf"\begin{{tabular}}{{{'l' * len(header)}}}",
            r"\toprule",
            rf"{' & '.join(header)} \\",
            r"\midrule",
            *(rf"{' & '.join(line)} \\" for line in body),
            r"\bottomrule",
            r"\end{tabular}",
            r"\end{table}",
            "",
        ]
    return "\n".join(told)


def _tables(rows: pd.DataFrame, heading: Heading) -> Iterator[tuple[str, list[list[str]]]]:
    """What stands above each table, and its lines, the first of which names the columns."""
    for sheet in sheets(rows, heading):
        yield sheet.title, [_header(sheet), *map(_line, sheet.lines)]


def _header(sheet: Sheet) -> list[str]:
    hits = (f"Hits@{k}" for k in sheet.ks)
    return ["", *hits, "least", *(f"paper @{k}" for k in sheet.ks)]


def _line(line: Line) -> list[str]:
    return [
        line.name,
        *map(_share, line.standings),
        "" if line.smallest is None else f"{100 * line.smallest:.1f}",
        *("" if share is None else f"{100 * share:.2f}" for share in line.published),
    ]


def _share(told: Standing) -> str:
    value, low, high = (100 * share for share in (told.value, told.low, told.high))
    verdict = _SIGNS[told.verdict] if told.verdict else ""
    return f"{value:.1f} [{low:.1f}, {high:.1f}]{verdict}{'*' if told.is_ahead is False else ''}"


_SIGNS = {"above": " >", "below": " <", "tie": " ="}


def _escaped(text: str) -> str:
    """As LaTeX prints it."""
    return "".join(_SPECIAL.get(each, each) for each in text)


_SPECIAL = {
    "\\": r"\textbackslash{}",
    **{each: rf"\{each}" for each in "&%$#_{}"},
    "<": "$<$",
    ">": "$>$",
}
