"""How numbers and names stand on the page."""

from collections.abc import Sequence


def percent(share: float | None, digits: int = 1) -> str:
    """A share in percent, without the sign; a dash for none."""
    return "–" if share is None else f"{100 * share:.{digits}f}"


def points(share: float) -> str:
    """A difference of shares in percentage points, with its sign."""
    return f"{100 * share:+.1f}".replace("-", "−")


def decimal(value: float) -> str:
    """A number of two digits after the point."""
    return f"{value:.2f}".replace("-", "−").replace("inf", "∞")


def inline(name: str) -> str:
    """A name as it stands within a sentence."""
    return name[:1].lower() + name[1:]


def listed(items: Sequence[object]) -> str:
    """Some things, one after the other, as in a sentence."""
    *most, last = map(str, items)
    return f"{', '.join(most)} and {last}" if most else last


def counted(count: int, noun: str) -> str:
    """So many of them."""
    return f"{count} {noun}{'s' if count != 1 else ''}"
