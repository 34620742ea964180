"""From valence and arousal to how music is played (paper 3.2, last paragraph).

Each line is one of the cues that listeners read emotion from, in the direction, and roughly in
the order of importance, in which listeners were found to read it: mode first, then tempo, register,
dynamics, articulation and timbre, each adding to the others and nearly linear (Eerola, Friberg and
Bresin 2013, where they were varied one by one).

==============  ==========================================  ========================================
cue             follows                                     found by
==============  ==========================================  ========================================
mode            valence: major if positive                  Gabrielsson and Lindström 2010; Eerola
                                                            et al. 2013
tempo           arousal: faster                             Gomez and Danuser 2007; Eerola et al.
                                                            2013
register        valence: higher                             Eerola et al. 2013; Ehrlich et al. 2019
dynamics        arousal: louder                             Juslin and Laukka 2004; Eerola et al.
                                                            2013
articulation    arousal: shorter                            Juslin and Laukka 2004; Gomez and
                                                            Danuser 2007
density         arousal: more notes to a beat               Gomez and Danuser 2007; Ehrlich et al.
                                                            2019
timbre          both: bright attacks where arousal is       Eerola, Ferrer and Alluri 2012
                high, soft ones where it is low
==============  ==========================================  ========================================
"""

from dataclasses import dataclass

LOWEST_BPM, HIGHEST_BPM = 66.0, 144.0
SOFTEST, LOUDEST = 48, 104
"""Velocities of MIDI."""
CENTRE, REACH = 67.0, 7.0
"""Middle of the melody's register, and how far valence moves it; semitones of MIDI."""
SHORTEST, LONGEST = 0.5, 0.95
"""Share of its time that a note sounds."""
SUBDIVISIONS = (1, 2, 4)
"""Notes to a beat of low, middle and high arousal."""
EDGE = 1 / 3
"""Of what is low, middle and high."""


@dataclass(frozen=True)
class Manner:
    """How music of one valence and arousal, each from -1 to 1, is played."""

    valence: float
    arousal: float

    @property
    def bpm(self) -> float:
        """Beats a minute."""
        return _between(LOWEST_BPM, HIGHEST_BPM, self.arousal)

    @property
    def velocity(self) -> int:
        """MIDI velocity of a note that is not stressed."""
        return round(_between(SOFTEST, LOUDEST, self.arousal))

    @property
    def centre(self) -> float:
        """MIDI pitch that the melody moves about."""
        return CENTRE + REACH * _clipped(self.valence)

    @property
    def length(self) -> float:
        """Share of its time that a note sounds."""
        return _between(LONGEST, SHORTEST, self.arousal)

    @property
    def subdivision(self) -> int:
        """Notes to a beat, at most."""
        return SUBDIVISIONS[(self.arousal > -EDGE) + (self.arousal > EDGE)]


@dataclass(frozen=True)
class Ensemble:
    """Programs of General MIDI, from 0, that play a piece."""

    melody: int
    harmony: int
    bass: int


_ENSEMBLES = {  # (valence is positive, arousal is positive)
    # bright piano, steel guitar, electric bass
    (True, True): Ensemble(melody=1, harmony=25, bass=33),
    # violin, tremolo strings, contrabass
    (False, True): Ensemble(melody=40, harmony=44, bass=43),
    # cello, slow strings, contrabass
    (False, False): Ensemble(melody=42, harmony=49, bass=43),
    # flute, harp, acoustic bass
    (True, False): Ensemble(melody=73, harmony=46, bass=32),
}


def ensemble(manner: Manner) -> Ensemble:
    """Who plays a piece that is, on the whole, of this valence and arousal."""
    return _ENSEMBLES[manner.valence >= 0, manner.arousal >= 0]


def _between(low: float, high: float, position: float) -> float:
    return low + (high - low) * (_clipped(position) + 1) / 2


def _clipped(value: float) -> float:
    return min(max(float(value), -1.0), 1.0)
