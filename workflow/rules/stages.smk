# A target for all files of one rule, without its null twin: what a stage of DVC runs.
for name in [rule.name for rule in workflow.rules if rule.output]:

    rule:
        name:
            f"stage_{name}"
        input:
            files_of(name),
