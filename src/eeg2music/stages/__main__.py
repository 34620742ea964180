"""``python -m eeg2music.stages NAME --option value ...``."""

import sys

from eeg2music.stages.runner import leave, main

if __name__ == "__main__":
    leave(main(sys.argv[1:]))
