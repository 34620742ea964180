# Tables 2 to 4: systems, and variants of them, over several folds (paper 4.3, 4.5).
use rule stage as table with:
    input:
        scores=scores_of_table,
        dictionaries=montages_of_table,
    output:
        comparison="results/{cohort}/tables/{table}.parquet",
        csv="results/{cohort}/tables/{table}.csv",
        markdown="results/{cohort}/tables/{table}.md",
        latex="results/{cohort}/tables/{table}.tex",
    params:
        cells=of_table(lambda each: each.cells),
        baselines=of_table(guesses_in),
        reference=of_table(lambda each: each.reference),
        folds=of_table(lambda each: each.folds),
        k=of_table(lambda each: each.k),
        title=of_table(lambda each: each.title),


# What is tried before a system's training is settled, by its validation loss alone.
use rule stage as tuning with:
    input:
        curves=curves_of_tuning,
    output:
        tuning="results/{cohort}/{fold}/tuning/tuning.parquet",
        csv="results/{cohort}/{fold}/tuning/tuning.csv",


rule tune:
    input:
        expand(rules.tuning.output, cohort=FIRST, fold=FIRST_FOLD),


rule tables:
    input:
        report_with_tables(FIRST),


for COHORT in list(RECORDED)[1:]:

    rule:
        name:
            f"tables_{COHORT}"
        input:
            report_with_tables(COHORT),
