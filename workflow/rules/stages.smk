# A target for all files of one rule, without its null twin: what a stage of DVC runs.
STAGED = [rule for rule in workflow.rules if rule.output and rule.name != "download"]

for name in [rule.name for rule in STAGED]:

    rule:
        name:
            f"stage_{name}"
        input:
            files_of(name),
