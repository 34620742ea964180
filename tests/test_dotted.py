from hypothesis import given
from hypothesis import strategies as st

from eeg2music.dotted import flatten, nest

keys = st.sampled_from(["a", "b", "size_s", "k"])
leaves = st.none() | st.booleans() | st.integers() | st.lists(st.integers(), max_size=2)
trees = st.recursive(
    st.dictionaries(keys, leaves, min_size=1),
    lambda inner: st.dictionaries(keys, inner | leaves, min_size=1),
    max_leaves=8,
)


@given(trees)
def test_nest_undoes_flatten(tree):
    flat = flatten(tree)
    assert nest(flat) == tree
    assert not any(isinstance(value, dict) for value in flat.values())


def test_flatten_joins_names_by_dots():
    assert flatten({"a": {"b": 1, "c": {"d": [2]}}}) == {"a.b": 1, "a.c.d": [2]}
