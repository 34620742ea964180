"""Whether a coupling of known strength, planted into recordings, is found (`planting`).

One draw is a coupling and a background; at each strength of a ladder it is tested by what needs no
model: reading music from entropy (`decoding`), and what listeners share (`sharing`), in whatever
band, all bands being adjusted together. Both stand against shifts and against songs exchanged.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from eeg2music.evidence.decoding import Reading
from eeg2music.evidence.listeners import Listeners
from eeg2music.evidence.params import Detection, Planted, SharedComponents
from eeg2music.evidence.planting import Coupling, draw_coupling, normalised, without_music
from eeg2music.evidence.sharing import against_chance
from eeg2music.evidence.unseen import ALL, held_against_others

DECODING, INTER_SUBJECT = "decoding", "inter-subject correlation"
SHIFTS, SONGS = "shifts", "songs"


def detect(
    everyone: Listeners,
    music: np.ndarray,
    positions: np.ndarray,
    *,
    draw: int,
    detection: Detection,
    evidence: SharedComponents,
) -> tuple[Coupling, pd.DataFrame]:
    """One draw, tested at every strength.

    Parameters
    ----------
    everyone : Listeners
        In nats.
    music : ndarray, shape (songs, frames, features)
        Z-scored in each song, and weighted.
    positions : ndarray, shape (channels, 3)

    Returns
    -------
    coupling : Coupling
    found : DataFrame
        ``strength``, ``variance_share``, ``test``, ``against`` and ``p``.
    """
    coupling, rng = draw_for(
        *(music, positions, len(everyone.bands)),
        draw=draw,
        frame_s=everyone.frame_s,
        power=detection,
    )
    latest = frames_late(detection, everyone.frame_s)
    nats = without_music(everyone.entropy, everyone.part, rng)
    seed = int(rng.integers(2**31))
    rows = _at_strengths(everyone, nats, music, coupling, latest, seed, detection, evidence)
    return coupling, pd.DataFrame([*rows])


def draw_for(
    music: np.ndarray,
    positions: np.ndarray,
    bands: int,
    *,
    draw: int,
    frame_s: float,
    power: Planted,
) -> tuple[Coupling, np.random.Generator]:
    """The coupling of a draw, and what else is drawn in it is drawn from.

    Parameters
    ----------
    music : ndarray, shape (songs, frames, features)
    positions : ndarray, shape (channels, 3)
    """
    rng = np.random.default_rng([power.seed, draw])
    coupling = draw_coupling(
        *(music, positions, bands),
        electrodes=power.electrodes,
        latest=frames_late(power, frame_s),
        rng=rng,
    )
    return coupling, rng


def frames_late(power: Planted, frame_s: float) -> int:
    """Frames of the longest delay."""
    return int(power.latest_delay_s / frame_s + 1e-9)


def _at_strengths(
    everyone: Listeners,
    nats: np.ndarray,
    music: np.ndarray,
    coupling: Coupling,
    latest: int,
    seed: int,
    detection: Detection,
    evidence: SharedComponents,
) -> Iterator[dict[str, object]]:
    reference = (everyone.part == "train").any(axis=0)
    people = replace(everyone, entropy=normalised(nats, reference))
    reading = Reading(people, music, latest, detection.penalties)
    others = [band for row, band in enumerate(people.bands) if row != coupling.band]
    unchanged = [_shared(people, band, evidence) for band in others]
    variance = coupling.own_variance(nats)
    for strength in detection.strengths:
        planted = normalised(coupling.planted(nats, strength), reference)
        people.entropy[..., coupling.electrodes, coupling.band] = planted[..., 0]
        reading.replace(coupling.electrodes, coupling.band, planted)
        changed = [_shared(people, band, evidence) for band in (people.bands[coupling.band], ALL)]
        told = {
            "strength": strength,
            "variance_share": strength**2 / (strength**2 + variance),
        }
        for test, found in (
            (DECODING, reading.p(detection.shifts, seed)),
            (INTER_SUBJECT, _p_of_shared(people, unchanged + changed, detection.shifts, seed)),
        ):
            for against, p in zip((SHIFTS, SONGS), found, strict=True):
                yield told | {"test": test, "against": against, "p": p}


def _shared(people: Listeners, band: str, evidence: SharedComponents) -> pd.DataFrame:
    _, cells = held_against_others(people, band, evidence)
    return pd.DataFrame(cells).assign(band=band)


def _p_of_shared(
    people: Listeners, bands: list[pd.DataFrame], shifts: int, seed: int
) -> tuple[float, float]:
    """Chance that any band shares as much; 1 where nobody can be held against anybody."""
    cells = pd.concat(bands, ignore_index=True)
    if cells.empty:
        return 1.0, 1.0
    correlations = [np.stack(cells[name].to_list()) for name in ("correlation", "across_songs")]
    cells = cells.assign(song=cells["video"].map(people.videos.index))
    found = against_chance(cells, *correlations, shifts=shifts, seed=seed)
    of_shifts, of_songs = (
        float(found.p(drawn)[found.sums].min()) for drawn in (found.of_shifts, found.of_songs)
    )
    return of_shifts, of_songs
