"""Sensors of the body in DEAP's recordings, in the units of the two sites."""

import numpy as np

_OHM_PER_INVERSE_NANOSIEMENS = 1e9


def skin_resistance_ohm(gsr: np.ndarray, site: str) -> np.ndarray:
    """Skin resistance from channel ``GSR1``, in one unit for both sites.

    DEAP's own description of the data gives the relation of the two sites' values as
    "Geneva = 10⁹ / Twente". Geneva's Biosemi amplifier measures resistance in ohm, so
    Twente's values are conductances in nanosiemens. That reading rests on this single
    sentence: it has not been checked against recordings.

    Parameters
    ----------
    gsr : ndarray of float, any shape
        Values as stored: ohm from Geneva, nS from Twente.
    site : str
        As from `montage.site`.

    Returns
    -------
    ndarray of float64, shape of ``gsr``, ohm
        Infinite where Twente's conductance is zero (an electrode that came off).

    Raises
    ------
    ValueError
        If there is no such site.
    """
    values = np.asarray(gsr, dtype=np.float64)
    if site == "geneva":
        return values
    if site == "twente":
        with np.errstate(divide="ignore"):
            return _OHM_PER_INVERSE_NANOSIEMENS / values
    raise ValueError(f"DEAP was recorded in twente and geneva, not in {site}")
