"""dlt's rest_api source with its page_number paginator, as its documentation shows it.

Only the extraction is run and timed: dlt reads the pages and writes the records into files of its own. What a user
would wait for after that, normalizing and loading, is left out, and so is the compression of those files.
"""
import argparse
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shared"))
os.environ.update({"RUNTIME__DLTHUB_TELEMETRY": "false", "RUNTIME__LOG_LEVEL": "ERROR",
                   "DATA_WRITER__DISABLE_COMPRESSION": "true"})

import dlt  # noqa: E402
from dlt.sources.rest_api import rest_api_source  # noqa: E402
from stopwatch import Stopwatch  # noqa: E402


def users(url):
    base, path = url.rsplit("/", 1)
    paginator = {"type": "page_number", "base_page": 1, "page_param": "page", "total_path": "total_pages"}
    return rest_api_source({
        "client": {"base_url": f"{base}/"},
        "resources": [{"name": "users", "endpoint": {"path": path, "data_selector": "users", "paginator": paginator}}],
    })


def extracted(info):
    """The number of users that were written."""
    return sum(tables["users"].items_count for metrics in info.metrics.values()
               for tables in (one["table_metrics"] for one in metrics) if "users" in tables)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", required=True)
    parser.add_argument("--out", required=True, help="the folder for dlt's files")
    parser.add_argument("--cost", required=True, help="where to say what the extraction cost")
    options = parser.parse_args()
    pipeline = dlt.pipeline("bench", pipelines_dir=options.out)
    source = users(options.url)
    watch = Stopwatch()
    info = pipeline.extract(source)
    watch.stop(options.cost, extracted(info))


main()
