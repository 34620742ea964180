# What the signature of a stage's function tells of its rule: parameters, log, benchmark,
# cores and GPUs.
for each in list(workflow.rules):
    if each.name not in [rules.stage.rule.name, *catalogue.names()]:
        continue
    path = command.place(each.name, each.output[0] if each.output else "")
    each.log_modifier = each.benchmark_modifier = workflow.modifier.path_modifier
    each.input_modifier = raw_names.Unmasking(workflow.modifier.path_modifier)
    each.set_log(f"logs/{path}.log")
    each.benchmark = f"benchmarks/rules/{path}.tsv"
    if each.name in catalogue.names():
        each.resources["_cores"] = needs.cores(PARAMS, each.name)
        each.resources["gpu"] = needs.gpus(PARAMS, each.name)
        own = dict(each.params.items())
        each.set_params(
            stage=each.name,
            code=code_of(each.name, own),
            cfg=cfg_of(each.name),
            options=options_of(each.name, own),
        )
