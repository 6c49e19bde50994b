"""The people of two files as DuckDB joins them: all pairs, one to one in the order of the ids, or names held once."""
import argparse

import duckdb
from people_job import COLUMNS, LEFT, RIGHT
from stopwatch import Stopwatch

READ = {"csv": "read_csv('{path}', header = true, columns = {columns})",
        "jsonl": "read_json('{path}', format = 'newline_delimited', columns = {columns})"}
# Who takes part, and by what beside the key they meet.
SIDES = {"all": ("SELECT * FROM {side}", ""),
         "one-to-one": ("SELECT *, row_number() OVER (PARTITION BY {key} ORDER BY id) AS place_in_group FROM {side}",
                        ", place_in_group"),
         "unique": ("SELECT {key}, {values} FROM {side} GROUP BY {key} HAVING count(*) = 1", "")}


def source(path, kind, names):
    types = {name: "BIGINT" if name == "id" else "VARCHAR" for name in names}
    return READ[kind].format(path=path, columns=types)


def query(options):
    key, names = options.key.split(","), {"l": LEFT, "r": RIGHT}
    paths = {"l": options.left, "r": options.right}
    sides, more = SIDES[options.pairing]
    parts = []
    for side in ("l", "r"):
        values = ", ".join(f"any_value({name}) AS {name}" for name in names[side] if name not in key)
        parts += [f"{side} AS (SELECT * FROM {source(paths[side], options.kind, names[side])})",
                  f"{side}s AS ({sides.format(side=side, key=', '.join(key), values=values)})"]
    columns = {"internal_id": "ls.id", "external_id": "rs.id", "place": "rs.place"}
    chosen = ", ".join(f"{columns.get(name, 'ls.' + name)} AS {name}" for name in COLUMNS)
    return f"WITH {', '.join(parts)} SELECT {chosen} FROM ls JOIN rs USING ({', '.join(key)}{more})"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--left", "--right", "--kind", "--pairing", "--key", "--memory", "--temp", "--out", "--cost"):
        parser.add_argument(name, required=True)
    options = parser.parse_args()
    watch = Stopwatch()
    connection = duckdb.connect(config={"memory_limit": options.memory, "temp_directory": options.temp,
                                        "preserve_insertion_order": "false"})
    connection.execute(f"COPY ({query(options)}) TO '{options.out}' (FORMAT csv, HEADER true)")
    connection.close()
    watch.stop(options.cost)


main()
