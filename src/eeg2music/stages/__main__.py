"""``python -m eeg2music.stages NAME --option value ...``."""

import sys

from eeg2music.stages.runner import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
