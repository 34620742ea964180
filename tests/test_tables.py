from eeg2music import tables


def test_every_table_tells_units_and_meanings():
    schemas = [value for value in vars(tables).values() if isinstance(value, tables.Schema)]
    assert len(schemas) >= 15
    for schema in schemas:
        assert all(column.meaning for column in schema.columns)
        assert set(schema.key) <= {column.name for column in schema.columns}
