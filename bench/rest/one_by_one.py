"""A plain Python script: the pages one after the other over one session of requests, the records into a file."""
import argparse
import json
import sys
from pathlib import Path

import requests

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shared"))

from stopwatch import Stopwatch  # noqa: E402


def api_users(url):
    with requests.Session() as session:
        total, page = 1, 1
        while page <= total:
            response = session.get(url, params={"page": page}, timeout=60)
            response.raise_for_status()
            body = response.json()
            total = body["total_pages"]
            yield from body["users"]
            page += 1


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--cost", required=True, help="where to say what the reading cost")
    options = parser.parse_args()
    watch, records = Stopwatch(), 0
    with open(options.out, "w", encoding="utf-8") as out:
        for user in api_users(options.url):
            out.write(json.dumps(user, ensure_ascii=False) + "\n")
            records += 1
    watch.stop(options.cost, records)


main()
