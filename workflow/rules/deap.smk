# DEAP proper: download the licensed archives, unpack them, fetch the videos.
import re
from pathlib import Path

from eeg2music.deap import layout

ARCHIVES = layout.packed(Path(RAW))
WANTED = [name for name in PARAMS.download.archives if not Path(RAW, name).exists()]
METADATA = layout.tables(Path(RAW), ARCHIVES)
PACKED = {  # files to unpack, by archive: one that is there already is left alone
    name: [file for file in sorted(held.files) if not Path(RAW, name, file).exists()]
    for name, held in ARCHIVES.items()
}


rule archives:
    input:
        expand(f"{RAW}/{{archive}}", archive=WANTED),


use rule stage as download with:
    output:
        target=f"{RAW}/{{archive}}",
    wildcard_constraints:
        archive="|".join(map(re.escape, WANTED)) or "none",  # an archive that is there is never replaced
    resources:
        runtime=1440,
    params:
        runner="eeg2music.stages",  # what comes from elsewhere has no receipt


for ARCHIVE in [name for name, files in PACKED.items() if files]:

    rule:
        name:
            f"unpack_{ARCHIVE}"
        input:
            archive=[str(part) for part in ARCHIVES[ARCHIVE].parts],
        output:
            [f"{RAW}/{ARCHIVE}/{file}" for file in PACKED[ARCHIVE]],
        log:
            f"logs/unpack/{ARCHIVE}.log",
        benchmark:
            f"benchmarks/rules/unpack/{ARCHIVE}.tsv"
        conda:
            "../../environment.yml"
        resources:
            runtime=growing(240),
        params:
            stage="unpack",
            code=DIGESTS.digest("unpack"),
            cfg=cfg("unpack"),
            name=ARCHIVE,
            folder=lambda wildcards: RAW,
            files=lambda wildcards, output: [Path(file).name for file in output],
        shell:
            "python -m eeg2music.stages unpack --cfg {params.cfg:q}"
            " --name {params.name} --archive {input.archive:q}"
            " --folder {params.folder:q} --files {params.files:q} 2> {log:q}"


use rule stage as fetch_stimuli with:
    input:
        video_list=[f"{RAW}/{path}" for path in METADATA[1:]],
    output:
        outcome=f"{RAW}/{layout.STIMULI}/fetched.csv",
    resources:
        runtime=1440,
    params:
        runner="eeg2music.stages",
        folder=lambda wildcards: f"{RAW}/{layout.STIMULI}",
