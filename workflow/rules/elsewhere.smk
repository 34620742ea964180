# Raw files that do not reach this machine: what was made of them may, and asks for none of them
# until a job that reads them has to run again.
import os
import re

MADE = {str(file) for each in workflow.rules for file in each.output}
ABSENT = [
    file
    for file in COHORTS[FIRST].raw_files
    if file not in MADE and not os.path.exists(file)
]

if ABSENT and PARAMS.dataset != "demo":

    rule elsewhere:
        output:
            "{absent}",
            "never/{absent}",  # of what was never made Snakemake compares nothing
        log:
            "logs/elsewhere/{absent}.log",
        benchmark:
            "benchmarks/rules/elsewhere/{absent}.tsv"
        wildcard_constraints:  # a name may have braces, which would read as a wildcard
            absent="|".join(map(re.escape, ABSENT))
            .replace(r"\{", r"\x7b")
            .replace(r"\}", r"\x7d"),
        conda:
            "../../environment.yml"
        params:
            told=lambda wildcards: f"error: {wildcards.absent} (of {len(ABSENT)} raw files):"
            " expected on this machine; found only what was made of it. Put it there"
            " (docs/deap.md, docs/corpora.md).",
        shell:
            "echo {params.told:q} | tee {log:q} >&2; exit 1"
