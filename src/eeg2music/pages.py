"""Pages from templates: what is put into them is escaped, and nothing may be missing."""

from jinja2 import Environment, PackageLoader, StrictUndefined


def templates_of(package: str, folder: str) -> Environment:
    """The templates in a folder of a package.

    Who asks names the folder, by which the digest of a stage's code knows its files.
    """
    return Environment(
        loader=PackageLoader(package, folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
