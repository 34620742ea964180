"""Comparisons of cells as they are written down: Markdown, LaTeX."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from eeg2music.eeg.montages import MONTAGES
from eeg2music.report import names, published


@dataclass(frozen=True)
class Heading:
    """What stands above a table, and what its figures mean.

    Attributes
    ----------
    reference : str
        Cell that all are held against.
    confidence : float
        Level of intervals; p above what is left of 1 is a tie.
    power : float
        With which the smallest gain that is told would have been shown.
    unrecorded : mapping
        Montages to those of their electrodes that there are no recordings of.
    """

    title: str
    cohort: str
    reference: str
    confidence: float
    power: float
    unrecorded: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def caption(self) -> str:
        """What the figures are."""
        level = f"{100 * self.confidence:.0f} %"
        return (
            f"Hits@k in percent with {level} intervals over listeners and songs. > and <: surely "
            f"above and below {names.cell(self.reference)}, = a tie, all rows and k of a protocol "
            f"taken together (step-down maximum at {100 * (1 - self.confidence):.0f} %); *: not "
            "surely above every guess without a brain. Least: the difference at the first k that "
            f"would have shown in {100 * self.power:.0f} % of such data. Paper: what it reports of "
            "DEAP, whose songs train and test alike."
            + "".join(
                f" Of the {len(MONTAGES[montage])} electrodes of {montage.title()}, "
                f"{' and '.join(absent)} were not recorded."
                for montage, absent in self.unrecorded.items()
            )
        )


def as_markdown(rows: pd.DataFrame, heading: Heading) -> str:
    """One table a protocol and share of hidden audio."""
    told = [f"# {heading.title}: {heading.cohort}", heading.caption]
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
        caption = _escaped(f"{heading.title}, {heading.cohort}. {subtitle}. {heading.caption}")
        told += [
            r"\begin{table}",
            rf"\caption{{{caption}}}",
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
    for protocol, title in names.PROTOCOLS.items():
        of_protocol = rows[rows["protocol"] == protocol]
        for ratio, group in sorted(of_protocol.groupby("mask_ratio"), reverse=True):
            ks = sorted(group["k"].unique())
            header = ["", *(f"Hits@{k}" for k in ks), "least", *(f"paper @{k}" for k in ks)]
            body = [_line(cell, own, heading) for cell, own in group.groupby("cell", sort=False)]
            yield f"{title}, {names.hidden(ratio)}", [header, *body]


def _line(cell: str, rows: pd.DataFrame, heading: Heading) -> list[str]:
    own = rows.sort_values("k")
    alpha = 1 - heading.confidence
    shares = [_share(row, alpha) for _, row in own.iterrows()]
    reported = [published.cell(cell, k) for k in own["k"]]
    return [
        names.cell(cell),
        *shares,
        "" if cell == heading.reference else f"{100 * own['smallest'].iloc[0]:.1f}",
        *("" if share is None else f"{100 * share:.2f}" for share in reported),
    ]


def _share(row: pd.Series, alpha: float) -> str:
    hits, low, high = (100 * row[name] for name in ("hits", "hits_low", "hits_high"))
    told = f"{hits:.1f} [{low:.1f}, {high:.1f}]"
    if pd.notna(row["p"]):
        told += " =" if row["p"] > alpha else " >" if row["gain"] > 0 else " <"
    return told + ("*" if row["p_baseline"] > alpha else "")


def _escaped(text: str) -> str:
    """As LaTeX prints it."""
    return "".join(_SPECIAL.get(each, each) for each in text)


_SPECIAL = {
    "\\": r"\textbackslash{}",
    **{each: rf"\{each}" for each in "&%$#_{}"},
    "<": "$<$",
    ">": "$>$",
}
