"""What an archive holds and what not, in words."""

from eeg2music.archive.citation import Citation
from eeg2music.archive.contents import PAGE, Contents

LICENCE_OF_RECORDED = """\
These results are derived from recordings of people under a licence of their own; whoever holds \
that licence has to say to whom they may be given. The workflow itself is under {licence}."""
_README = """\
# {name}

{description}

Version {version}, revision {revision}.

`{page}` is the report; open it first. Each table says of itself what its columns are, and so does
`ro-crate-metadata.json`. Beside the weights of each model lies its card, `.card.md`.

Never part of an archive: recordings, and signals cut from them; the songs; of people who were
recorded, what they answered. Left out of this one:

{left}
"""


def description(held: Contents, citation: Citation) -> str:
    """One sentence or two."""
    brains = "generated brains and songs" if held.is_generated else "recorded brains"
    return (
        f"One run of {citation.title} on {brains}: cohort {held.cohort}, {held.fold}."
        f" {citation.abstract}"
    )


def readme(held: Contents, citation: Citation, revision: str) -> str:
    """Page that stands at the top of an archive."""
    left = [f"- {count} files: {reason}" for reason, count in held.left_out.items()]
    return _README.format(
        name=f"{citation.title}: {held.cohort}, {held.fold}",
        description=description(held, citation),
        version=citation.version,
        revision=revision,
        page=(held.folder / PAGE).as_posix(),
        left="\n".join(left or ["- nothing"]),
    )
