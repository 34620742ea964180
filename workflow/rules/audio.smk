# Stimulus videos to accompaniment without voice and room (paper 4.2.1).
use rule stage as decode with:
    input:
        movie=lambda wildcards: COHORT.stimuli[wildcards.video],
        metadata=COHORT.metadata,
    output:
        audio="results/decode/{video}.flac",
    params:
        reader=COHORT.reader,
        root=lambda wildcards: RAW,


use rule stage as vocals with:
    input:
        audio="results/decode/{video}.flac",
    output:
        accompaniment="results/vocals/{video}.accompaniment.flac",
        voice="results/vocals/{video}.voice.flac",


use rule stage as reverb with:
    input:
        accompaniment="results/vocals/{video}.accompaniment.flac",
    output:
        dry="results/reverb/{video}.dry.flac",
        reverberant="results/reverb/{video}.reverberant.flac",
