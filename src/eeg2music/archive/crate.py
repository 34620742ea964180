"""An RO-Crate of a fold: its files, and what each of them is, in JSON-LD.

It follows the profiles Workflow RO-Crate and Process Run Crate: a workflow, and what one run of it
has made of its parameters.
"""

import io
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rocrate.model.contextentity import ContextEntity
from rocrate.rocrate import ROCrate

from eeg2music.archive import summary
from eeg2music.archive.card import card
from eeg2music.archive.citation import Citation
from eeg2music.archive.contents import PAGE, PARAMETERS, WORKFLOW, Contents
from eeg2music.archive.described import encoding, told_of
from eeg2music.archive.facts import read_facts
from eeg2music.export.schemas import schema_of
from eeg2music.files import sha256
from eeg2music.parquet import Column, Schema

VERSION = "1.1"
CARD = ".card.md"
"""What ends the name of a checkpoint's card, in place of `.safetensors`."""
_TERMS = "https://w3id.org/ro/terms/workflow-run/context"
_PROFILES = {
    "https://w3id.org/ro/wfrun/process/0.5": ("Process Run Crate", "0.5"),
    "https://w3id.org/workflowhub/workflow-ro-crate/1.0": ("Workflow RO-Crate", "1.0"),
}
_MODELS = ("train", "train_of_tables")


class Archive:
    """A crate while it is filled.

    Parameters
    ----------
    revision, date : str
        Commit of the repository, and when it was made; ISO 8601.
    """

    def __init__(self, held: Contents, citation: Citation, revision: str, date: str) -> None:
        self._held, self._citation, self._revision = held, citation, revision
        self._crate = ROCrate(version=VERSION)
        self._crate.metadata.extra_contexts.append(_TERMS)
        self._crate.datePublished = date
        self._tell_whole()
        sources = [self._add(path) for path in held.sources if str(path) != WORKFLOW]
        workflow = self._add_workflow()
        results = [self._add(path) for path in held.results]
        results += [self._add_card(path) for path in held.results if _is_model(path)]
        readme = self._add_text(Path("README.md"), summary.readme(held, citation, revision))
        readme["about"] = self._crate.root_dataset
        parameters = [each for each in sources if each.id == PARAMETERS]
        self._tell_run(workflow, parameters, results)

    def write(self, folder: Path) -> None:
        """Write all of it into a new folder."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self._crate.write(folder)

    def _tell_whole(self) -> None:
        root, held, citation = self._crate.root_dataset, self._held, self._citation
        root["name"] = f"{citation.title}: {held.cohort}, {held.fold}"
        root["description"] = summary.description(held, citation)
        root["keywords"] = list(citation.keywords)
        root["license"] = self._licence()
        authors = [self._author(name, is_person) for name, is_person in citation.authors]
        root["author"] = _one_or_all(authors)
        root["citation"] = [
            self._entity(f"https://doi.org/{doi}", "ScholarlyArticle", name=title)
            for doi, title in citation.references
        ]
        root["conformsTo"] = [
            self._entity(url, "CreativeWork", name=name, version=version)
            for url, (name, version) in _PROFILES.items()
        ]

    def _licence(self) -> ContextEntity:
        name = self._citation.licence
        if self._held.is_generated:
            url = f"https://spdx.org/licenses/{name}"
            return self._entity(url, "CreativeWork", name=name, description=f"The {name} licence.")
        about = summary.LICENCE_OF_RECORDED.format(licence=name)
        return self._entity("#licence", "CreativeWork", name="Of the recordings", description=about)

    def _author(self, name: str, is_person: bool) -> ContextEntity:
        kind = "Person" if is_person else "Organization"
        return self._entity(f"#{name.replace(' ', '-')}", kind, name=name)

    def _entity(self, identifier: str, kind: str, **told: Any) -> ContextEntity:
        known = self._crate.get(identifier)
        properties = {"@type": kind, **told}
        return known or self._crate.add(ContextEntity(self._crate, identifier, properties))

    def _add_workflow(self) -> Any:
        held, citation = self._held, self._citation
        workflow = self._crate.add_workflow(
            held.root / WORKFLOW,
            WORKFLOW,
            main=True,
            lang="snakemake",
            properties={
                **self._bytes(held.root / WORKFLOW),
                "name": citation.title,
                "description": citation.abstract,
                "version": self._revision,
                "encodingFormat": encoding(Path(WORKFLOW)),
            },
        )
        workflow["softwareRequirements"] = self._entity(
            "#eeg2music",
            "SoftwareApplication",
            name=citation.title,
            softwareVersion=f"{citation.version}, revision {self._revision}",
        )
        return workflow

    def _add(self, path: Path) -> Any:
        source = self._held.root / path
        told: dict[str, Any] = {**told_of(path), **self._bytes(source)}
        if path.suffix == ".parquet":
            told |= self._columns(schema_of(source))
        return self._crate.add_file(source, path.as_posix(), properties=told)

    def _columns(self, schema: Schema) -> dict[str, Any]:
        key = ", ".join(schema.key)
        return {
            "description": f"Table `{schema.name}`: a row for each {key}.",
            "variableMeasured": [self._column(schema, each) for each in schema.columns],
        }

    def _column(self, schema: Schema, column: Column) -> ContextEntity:
        axes = f" (array of {' × '.join(column.axes)})" if column.axes else ""
        told = {"name": column.name, "description": f"{column.meaning}{axes}"}
        unit = {"unitText": column.unit} if column.unit else {}
        return self._entity(f"#{schema.name}/{column.name}", "PropertyValue", **told, **unit)

    def _add_card(self, path: Path) -> Any:
        text = card(read_facts(self._held.root / path))
        return self._add_text(path.with_name(path.stem + CARD), text)

    def _add_text(self, path: Path, text: str) -> Any:
        told = told_of(path)
        return self._crate.add_file(io.StringIO(text), path.as_posix(), properties=told)

    @staticmethod
    def _bytes(path: Path) -> dict[str, str]:
        return {"contentSize": str(path.stat().st_size), "sha256": sha256(path)}

    def _tell_run(self, workflow: Any, parameters: list[Any], results: list[Any]) -> None:
        page = (self._held.folder / PAGE).as_posix()
        told: Mapping[str, Any] = {
            "@type": "CreateAction",
            "name": f"The run of {self._held.cohort}, {self._held.fold}",
            "description": f"What it shows is told by {page}.",
        }
        self._crate.add_action(workflow, "#run", _one_or_all(parameters), results, dict(told))
        self._crate.root_dataset["mentions"] = self._crate.get("#run")


def _is_model(path: Path) -> bool:
    return path.parent.name in _MODELS and path.suffix == ".safetensors"


def _one_or_all(values: list[Any]) -> Any:
    """A list of one is written as that one, as the format recommends."""
    return values[0] if len(values) == 1 else values
