"""What a figure says can be read: nothing of it lies beyond its edge."""

import re
import xml.etree.ElementTree as ElementTree

import pandas as pd
import pytest

from eeg2music.report import figures, names

SVG = "{http://www.w3.org/2000/svg}"
CURVE = pd.DataFrame(
    {
        "epoch": [1, 2, 3],
        "train_loss": [3.0, 2.0, 1.0],
        "validation_loss": [3.0, 2.0, 2.5],
        "validation_hits_5": [0.1, 0.2, 0.2],
    }
)
SYSTEMS = ("ours", "two_layer", "convolutions", "no_eeg", "permuted")


def places(path):
    """Each text of a drawing, and where it begins, as shares of width and height."""
    root = ElementTree.parse(path).getroot()
    width, height = map(float, root.get("viewBox").split()[2:])
    for text in root.iter(f"{SVG}text"):
        found = re.search(r"translate\(([-\d.]+) ([-\d.]+)\)", text.get("transform", ""))
        x, y = (found[1], found[2]) if found else (text.get("x"), text.get("y"))
        yield "".join(text.itertext()), float(x) / width, float(y) / height


@pytest.mark.parametrize("seeds", [(0,), (0, 1)])
def test_every_name_in_the_legend_has_room(tmp_path, seeds):
    experiments = [f"{system}-{seed}" for system in SYSTEMS for seed in seeds]
    figures.learning(tmp_path / "learning.svg", dict.fromkeys(experiments, CURVE))
    shown = {text: (x, y) for text, x, y in places(tmp_path / "learning.svg")}
    for system in SYSTEMS:
        for seed in seeds:
            name = names.name(system) if len(seeds) == 1 else f"{names.name(system)}, seed {seed}"
            x, y = shown[name]
            assert 0 <= x <= 0.8
            assert 0 <= y <= 1
