"""What an audit found, for people."""

from collections.abc import Iterator

import pandas as pd

from eeg2music.audit.canaries import CANARIES


def leaks(found: pd.DataFrame) -> pd.DataFrame:
    """Rows of an audit that tell of a leak, or of blindness."""
    return found[found["leak"]]


def lines(found: pd.DataFrame) -> Iterator[str]:
    """A line a canary, and one for each of what moved that must not."""
    for canary in CANARIES:
        rows = found[found["canary"] == canary.name]
        bad = leaks(rows)
        verdict = f"{len(bad)} LEAKED" if len(bad) else "nothing moved that must not"
        yield f"{canary.name:<18} {len(rows):3d} compared, {verdict}: {canary.about}"
        for row in bad.itertuples():
            yield f"    {told(row)}"


def told(row: object) -> str:
    """One finding in words."""
    product, what, must, moved, of = (
        getattr(row, name) for name in ("product", "what", "must", "moved", "of")
    )
    ending = "must stay" if must == "stay" else "must move: the audit is blind here"
    return f"{product}, {what}: {moved} of {of} moved, {ending}"
