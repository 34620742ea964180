# Raw files that do not reach this machine: what was made of them may, and asks for none of them
# until a job that reads them has to run again.
import os

MADE = {str(file) for each in workflow.rules for file in each.output}
ABSENT = [
    file
    for file in COHORTS[FIRST].raw_files
    if file not in MADE and not os.path.exists(file)
]

if ABSENT and PARAMS.dataset != "demo":

    rule elsewhere:
        output:
            ABSENT,
        log:
            "logs/elsewhere.log",
        benchmark:
            "benchmarks/rules/elsewhere.tsv"
        conda:
            "../../environment.yml"
        params:
            told=f"error: {ABSENT[0]} (of {len(ABSENT)} raw files): expected on this machine; found"
            " only what was made of it. Put it there (docs/deap.md, docs/corpora.md).",
        shell:
            "echo {params.told:q} | tee {log:q} >&2; exit 1"
