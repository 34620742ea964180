"""Started with every Python that has this folder on its path: notes what a stage reads.

Each read of a field of a section of parameters, but for those of the section's own
validation, is a line ``stage argument.field`` in the file that ``READS`` names.
"""

import atexit
import os
import sys


def watch(stage: str, target: str) -> None:
    from eeg2music.pipeline import signature
    from eeg2music.strict import Section

    names = {told.section: name for name, told in signature.arguments(stage).items()}
    seen: set[str] = set()
    validating = [0]
    plain_get, plain_dump = Section.__getattribute__, Section.model_dump
    plain_validate = Section.model_validate.__func__

    def get(self: Section, name: str) -> object:
        kind = type(self)
        if not validating[0] and kind in names and name in kind.model_fields:
            seen.add(f"{stage} {names[kind]}.{name}")
        return plain_get(self, name)

    def dump(self: Section, **options: object) -> dict[str, object]:
        if not validating[0] and type(self) in names:
            seen.update(f"{stage} {names[type(self)]}.{name}" for name in type(self).model_fields)
        return plain_dump(self, **options)

    def validate(cls: type[Section], *told: object, **options: object) -> Section:
        validating[0] += 1
        try:
            return plain_validate(cls, *told, **options)
        finally:
            validating[0] -= 1

    def note() -> None:
        with open(target, "a") as stream:
            stream.write("".join(f"{line}\n" for line in sorted(seen)))

    Section.__getattribute__, Section.model_dump = get, dump
    Section.model_validate = classmethod(validate)
    atexit.register(note)


if "READS" in os.environ and "eeg2music.pipeline.job" in sys.orig_argv:
    watch(sys.orig_argv[sys.orig_argv.index("eeg2music.pipeline.job") + 1], os.environ["READS"])
