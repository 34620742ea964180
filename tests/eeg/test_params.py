from eeg2music.eeg.params import EegFeatures


def test_bands_stand_in_one_order_whatever_that_of_the_file():
    bands = {"gamma": [31.0, 45.0], "theta": [4.0, 8.0], "alpha": [8.0, 14.0]}
    assert list(EegFeatures(bands_hz=bands).bands_hz) == ["theta", "alpha", "gamma"]
