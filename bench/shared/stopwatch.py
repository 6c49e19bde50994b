"""What a part of a Python program costs, so that the start of Python and its imports are not held against it."""
import json
import resource
import time
from pathlib import Path


def _cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


class Stopwatch:
    """Runs from here to `stop`, which writes the seconds, the CPU seconds and, where asked for, the number of records to a file."""

    def __init__(self):
        self.wall, self.cpu = time.monotonic(), _cpu()

    def stop(self, path, records=None):
        cost = {"wall": time.monotonic() - self.wall, "cpu": _cpu() - self.cpu, "records": records}
        Path(path).write_text(json.dumps(cost), encoding="utf-8")
