# Stimulus videos to accompaniment without voice and room (paper 4.2.1).
use rule stage as decode with:
    input:
        movie=raw(lambda each, job: [each.stimuli[job.video]]),
        timetable=raw(lambda each, job: each.timetable),
    output:
        audio="results/songs/decode/{video}.flac",
    params:
        reader=READER,
        root=lambda wildcards: RAW,


use rule stage as vocals with:
    input:
        audio="results/songs/decode/{video}.flac",
    output:
        accompaniment="results/songs/vocals/{video}.accompaniment.flac",
        voice="results/songs/vocals/{video}.voice.flac",


use rule stage as reverb with:
    input:
        accompaniment="results/songs/vocals/{video}.accompaniment.flac",
    output:
        dry="results/songs/reverb/{video}.dry.flac",
        reverberant="results/songs/reverb/{video}.reverberant.flac",
