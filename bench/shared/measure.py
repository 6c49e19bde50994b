"""Wall time, CPU time and peak memory of one program, and what many runs of it say."""
import contextlib
import os
import resource
import statistics
import subprocess
import threading
import time
from dataclasses import dataclass

LIMIT = 1800  # seconds; no program of a benchmark takes so long unless it hangs


@dataclass
class Cost:
    wall: float  # seconds
    cpu: float  # seconds, user and system
    peak: float  # MiB


class Failed(SystemExit):
    """A program ended with another status than 0, or hung. Ends the benchmark unless it is expected."""


def measure(command, environment, out=subprocess.DEVNULL, errors=None):
    """Runs a program to its end; its standard output goes to `out`, its standard error to the file `errors`, if any.
    Ends the benchmark if it fails or hangs.

    Linux counts what the parent had in memory at the start, so a peak below our own cannot be seen. Of several
    processes the CPU times are added, and the peak is that of the largest.
    """
    with contextlib.ExitStack() as stack:
        told = stack.enter_context(open(errors, "wb")) if errors else None
        start = time.monotonic()
        child = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=told)
    watch = threading.Timer(LIMIT, child.kill)
    watch.daemon = True
    watch.start()
    try:
        _, status, usage = os.wait4(child.pid, 0)
    except BaseException:  # interrupted: the program goes with us
        child.kill()
        child.wait()
        raise
    finally:
        watch.cancel()
    wall = time.monotonic() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise Failed(f"{command[0]} ended with {child.returncode} after {wall:.0f} s")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def smallest_visible_peak():
    """MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def median(costs):
    return Cost(*(statistics.median(getattr(cost, field) for cost in costs) for field in ("wall", "cpu", "peak")))


def spread(costs):
    """The shortest and the longest wall time."""
    return min(cost.wall for cost in costs), max(cost.wall for cost in costs)
