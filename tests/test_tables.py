from eeg2music import parquet
from tests.modules import of_every_domain


def test_every_table_tells_units_and_meanings():
    modules = of_every_domain("tables")
    schemas = [
        each for m in modules for each in vars(m).values() if isinstance(each, parquet.Schema)
    ]
    assert len(schemas) >= 15
    assert len({schema.name for schema in schemas}) == len(schemas)
    for schema in schemas:
        assert all(column.meaning for column in schema.columns)
        assert set(schema.key) <= {column.name for column in schema.columns}
