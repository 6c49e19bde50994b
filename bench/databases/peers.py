"""ConnectorX and dlt at the same work, each as its documentation shows it, without the start of Python and the imports.

`connectorx` reads a table into Arrow memory over one connection. `dlt read` runs the extraction of dlt's sql_table with its
default backend, `dlt load` a whole pipeline from the lines of a CSV file into a table.
"""
import argparse
import csv
import itertools
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shared"))
os.environ.update({"RUNTIME__DLTHUB_TELEMETRY": "false", "RUNTIME__LOG_LEVEL": "CRITICAL",
                   "DATA_WRITER__DISABLE_COMPRESSION": "true"})

from stopwatch import Stopwatch  # noqa: E402


def connectorx(options):
    import connectorx as cx  # pylint: disable=import-outside-toplevel
    import pyarrow  # noqa: F401  pylint: disable=import-outside-toplevel,unused-import
    watch = Stopwatch()
    table = cx.read_sql(options.url, f"SELECT {options.columns} FROM {options.table}", return_type="arrow")
    watch.stop(options.cost, table.num_rows)


def dlt_read(options):
    import dlt  # pylint: disable=import-outside-toplevel
    from dlt.sources.sql_database import sql_table  # pylint: disable=import-outside-toplevel
    pipeline = dlt.pipeline("bench", pipelines_dir=options.out)
    watch = Stopwatch()
    info = pipeline.extract(sql_table(credentials=options.url, table=options.table))
    rows = sum(one["table_metrics"][options.table].items_count for metrics in info.metrics.values()
               for one in metrics if options.table in one["table_metrics"])
    watch.stop(options.cost, rows)


def dlt_load(options):
    import dlt  # pylint: disable=import-outside-toplevel
    url = options.url.replace("postgresql+psycopg2:", "postgresql:")
    destination = dlt.destinations.postgres(url) if url.startswith("postgresql:") else dlt.destinations.sqlalchemy(url)
    pipeline = dlt.pipeline("bench", destination=destination, dataset_name="bench_dlt", pipelines_dir=options.out)
    count = 0

    def rows():
        nonlocal count
        with open(options.file, encoding="utf-8", newline="") as lines:
            for count, row in enumerate(itertools.islice(csv.DictReader(lines), options.rows), 1):
                row["id"] = int(row["id"])
                yield row

    watch = Stopwatch()
    pipeline.run(rows(), table_name="loaded", write_disposition="replace").raise_on_failed_jobs()
    watch.stop(options.cost, count)


def main():
    ways = {"connectorx": connectorx, "dlt-read": dlt_read, "dlt-load": dlt_load}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("way", choices=ways)
    parser.add_argument("--url", required=True)
    parser.add_argument("--table", help="to be read")
    parser.add_argument("--columns", help="to be read")
    parser.add_argument("--file", help="to be loaded")
    parser.add_argument("--rows", type=int, help="to be loaded")
    parser.add_argument("--out", help="the folder for dlt's files")
    parser.add_argument("--cost", required=True, help="where to say what it cost")
    options = parser.parse_args()
    ways[options.way](options)


main()
