"""A device in a process of its own: ``python -m tests.live.sender NAME SOURCE``.

Sends a recording in real time, until it is killed.
"""

import sys
import time

import numpy as np
from mne_lsl.lsl import StreamInfo, StreamOutlet, local_clock

from eeg2music.deap.montage import EEG
from tests.recital.test_recital import RATE_HZ, signals


def main(name, source):
    eeg = signals().T.astype(np.float32)
    info = StreamInfo(name, "EEG", len(EEG), RATE_HZ, "float32", source)
    info.set_channel_names(list(EEG))
    outlet, began_s, sent = StreamOutlet(info), local_clock(), 0
    print("sending", flush=True)
    while True:
        time.sleep(0.05)
        due = int((local_clock() - began_s) * RATE_HZ)
        rows = np.arange(sent, due) % len(eeg)
        outlet.push_chunk(eeg[rows], began_s + np.arange(sent + 1, due + 1) / RATE_HZ)
        sent = due


if __name__ == "__main__":
    main(*sys.argv[1:])
