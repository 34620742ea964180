"""Every declared system against what it names."""

import importlib
import inspect
import pkgutil
from typing import get_args

import pytest

from eeg2music import registry
from eeg2music.corpora import adapters
from eeg2music.eeg.montages import MONTAGES
from eeg2music.errors import DataError
from eeg2music.evaluation import controls
from eeg2music.model.network import Network
from eeg2music.params.root import Params
from eeg2music.report.drawing import COLOURS
from eeg2music.stages import chosen
from eeg2music.training import pairing


def of(kind):
    return [pytest.param(registry.find(name, kind), id=name) for name in registry.names(kind)]


def test_the_tables_begin_with_ours_and_end_with_the_oracles():
    names = registry.names()
    assert names[0] == registry.OURS
    kinds = [registry.find(name, registry.System).kind for name in names]
    assert kinds == sorted(kinds, key=["system", "control", "oracle"].index)
    places = [registry.find(name, registry.System).place for name in names]
    assert len(set(places)) == len(places)


@pytest.mark.parametrize("system", of(registry.System))
def test_a_row_is_named_and_drawn_like_no_other(system):
    assert system.title
    assert system.about
    assert system.colour in COLOURS
    titles = [registry.find(name, registry.System).title for name in registry.names()]
    assert titles.count(system.title) == 1


@pytest.mark.parametrize("system", of(registry.Trained))
def test_a_trained_system_names_its_network(system):
    assert issubclass(registry.resolve(system.network), Network)
    assert not system.electrodes or system.electrodes in MONTAGES
    if system.path:
        inspect.signature(registry.resolve(system.path)).bind("network", "windows")


@pytest.mark.parametrize("system", of(registry.ByModel))
def test_what_a_model_meets_is_a_function_of_a_corpus_and_a_seed(system):
    for named in filter(None, (system.shown, getattr(system, "fitted", ""))):
        view = registry.resolve(named)
        assert view.__module__ == pairing.__name__
        inspect.signature(view).bind("corpus", 0)


@pytest.mark.parametrize("system", of(registry.Spoilt))
def test_a_spoilt_system_names_one_that_is_trained(system):
    assert system.model in registry.names(registry.Trained)
    assert system.shown


@pytest.mark.parametrize("system", of(registry.Blind))
def test_a_blind_system_names_its_guess(system):
    guess = registry.resolve(system.guess)
    assert guess.__module__ == controls.__name__
    inspect.signature(guess).bind("training", "reference", 9, 0)


def test_arguments_that_name_modules_name_them_where_they_are():
    for kind, found in (
        (chosen.SystemName, set(registry.names())),
        (chosen.ReaderName, {*get_args(Params.model_fields["eeg_source"].annotation), "bids"}),
    ):
        folder = importlib.import_module(get_args(kind)[1]).__path__
        assert {module.name for module in pkgutil.iter_modules(folder)} == found
    assert get_args(chosen.ReaderName)[1] == adapters.READERS


def test_control_and_baseline_are_told_of_each():
    def those(field):
        return [n for n in registry.names() if getattr(registry.find(n, registry.System), field)]

    assert those("is_baseline") == ["unigram", "no_eeg"]
    assert those("is_brainless") == ["unigram", "no_eeg", "zeroed", "copy", "random"]
    assert registry.is_brainless("copy")
    assert not registry.is_brainless("shuffled")
    assert not registry.is_brainless("theirs")
    assert registry.is_baseline("unigram")
    assert not registry.is_baseline("ours")
    assert not registry.is_baseline("theirs")


def test_a_system_that_is_unknown_or_of_another_kind_is_refused():
    for name in ("theirs", "unigram", "../ours", "os"):
        with pytest.raises(DataError, match=r"one of the systems ours, .*permuted; found no"):
            registry.find(name, registry.Trained)
    assert registry.order("theirs") > registry.order("oracle_sources")
