"""Parquet parts: whole or not there, and those of one sweep only."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from symcnn import SymcnnError
from symcnn.grid.store.atomic import appearing
from symcnn.grid.store.parquet import Parts, column_type

SCHEMA = pa.schema([("F", pa.int64()), ("params", pa.int64())])


def table(number):
    return pa.table({"F": [number, number + 1], "params": [10, 20]})


def test_one_part_is_a_file_and_several_are_a_folder(tmp_path):
    for count, name in ((1, "one.parquet"), (3, "many.parquet")):
        parts = Parts(tmp_path / name, "this sweep", count)
        assert parts.missing() == list(range(count))
        for number in reversed(range(count)):
            parts.write(number, [table(number), table(number)], SCHEMA)
        assert parts.missing() == []
        assert pq.read_table(tmp_path / name)["F"].to_pylist() == [v for n in range(count) for v in [n, n + 1] * 2]


def test_what_is_missing_is_told_by_the_parts_themselves(tmp_path):
    parts = Parts(tmp_path / "a.parquet", "this sweep", 3)
    parts.write(1, [table(1)], SCHEMA)
    (tmp_path / "a.parquet" / ".part-00002.parquet.unfinished").write_bytes(b"half of it")
    assert parts.missing() == [0, 2]
    assert [file.name for file in (tmp_path / "a.parquet").iterdir()] == ["part-00001.parquet"]


@pytest.mark.parametrize("count", [1, 2])
def test_files_of_another_sweep_are_not_touched(count, tmp_path):
    Parts(tmp_path / "a.parquet", "another sweep", count).write(0, [table(0)], SCHEMA)
    for same_count in (1, 2):
        with pytest.raises(SymcnnError, match="holds something else"):
            Parts(tmp_path / "a.parquet", "this sweep", same_count).missing()
    assert pq.read_table(tmp_path / "a.parquet").num_rows == 2


def test_a_folder_with_other_files_is_not_touched(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(SymcnnError, match="holds something else"):
        Parts(tmp_path, "this sweep", 2).missing()


def test_a_failure_on_the_way_leaves_nothing(tmp_path):
    def tables():
        yield table(0)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Parts(tmp_path / "a.parquet", "", 1).write(0, tables(), SCHEMA)
    assert list(tmp_path.iterdir()) == []


def test_a_file_has_its_name_when_it_is_whole(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("before")
    with appearing(path) as partial:
        partial.write_text("after")
        assert path.read_text() == "before"
    assert path.read_text() == "after"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("number", [2**63 - 1, 2**63, 10**38 - 1, 10**38, -(2**63), -(2**63) - 1])
def test_a_column_holds_every_digit(number):
    kind = column_type(min(0, number), max(0, number))
    given = str(number) if kind == pa.string() else number
    assert int(pa.array([given], kind)[0].as_py()) == number
