# A target for all files of one rule, of the first cohort: what a stage of DVC runs.
UNSTAGED = ("download", "elsewhere")  # of which nobody knows all files
STAGED = [each for each in workflow.rules if each.output and each.name not in UNSTAGED]

for name in [each.name for each in STAGED]:

    rule:
        name:
            f"stage_{name}"
        input:
            files_of(name),
