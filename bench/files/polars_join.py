"""The people of two files as Polars joins them, lazily, with its streaming engine: all pairs, or one to one by id."""
import argparse

import polars
from people_job import COLUMNS, LEFT, RIGHT
from stopwatch import Stopwatch


def side(path, kind, names, key, pairing):
    schema = {name: polars.Int64 if name == "id" else polars.String for name in names}
    frame = polars.scan_csv(path, schema=schema) if kind == "csv" else polars.scan_ndjson(path, schema=schema)
    if pairing == "one-to-one":
        return frame.with_columns(polars.col("id").rank("ordinal").over(key).alias("place_in_group"))
    return frame


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--left", "--right", "--kind", "--pairing", "--key", "--out", "--cost"):
        parser.add_argument(name, required=True)
    options = parser.parse_args()
    watch = Stopwatch()
    key = options.key.split(",")
    left = side(options.left, options.kind, LEFT, key, options.pairing).rename({"id": "internal_id"})
    right = side(options.right, options.kind, RIGHT, key, options.pairing).rename({"id": "external_id"})
    on = [*key, "place_in_group"] if options.pairing == "one-to-one" else key
    left.join(right, on=on).select(COLUMNS).sink_csv(options.out, engine="streaming")
    watch.stop(options.cost)


main()
