"""The result as a markdown page: figures, ratios, and the machine they were taken on."""
import datetime
import os
import platform
import re
import subprocess

from measure import median, smallest_visible_peak, spread
from servers import program

LABELS = {"counterpart": "counterpart", "python": "Python (requests, PyMySQL, merge)",
          "mariadb --quick": "`mariadb --quick`, unsorted dump", "curl": "`curl`, all pages, one connection"}


def first_line(command):
    """The first line of a program's answer about its version, or that it is not there."""
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return "none"
    return (answer.stdout + answer.stderr).splitlines()[0]


def machine():
    memory = re.search(r"MemTotal:\s+(\d+)", open("/proc/meminfo", encoding="ascii").read())
    model = re.search(r"model name\s*:\s*(.+)", open("/proc/cpuinfo", encoding="utf-8").read())
    database = re.search(r"[\d.]+-MariaDB", first_line([program("mariadbd"), "--no-defaults", "--version"]))
    modules = "import pymysql, requests; print(f'requests {requests.__version__}, PyMySQL {pymysql.__version__}')"
    return [f"- {os.cpu_count()} cores ({model.group(1) if model else platform.machine()}), "
            f"{int(memory.group(1)) / 2 ** 20:.0f} GiB of memory, Linux {platform.release()}",
            f"- {database.group(0)}, {first_line([program('nginx'), '-v']).removeprefix('nginx version: ')}, "
            f"{first_line([program('curl'), '--version']).split(' (')[0]}",
            f"- Python {platform.python_version()}, {first_line(['/usr/bin/python3', '-c', modules])}; "
            f"{first_line(['c++', '--version'])}"]


def table(costs):
    lines = ["| program | wall | of | CPU | peak memory |", "| --- | ---: | ---: | ---: | ---: |"]
    for name, runs in costs.items():
        cost, (low, high) = median(runs), spread(runs)
        peak = f"{cost.peak:.0f} MiB" if cost.peak > smallest_visible_peak() + 1 else "–"
        lines.append(f"| {LABELS[name]} | {cost.wall:.2f} s | {low:.2f}–{high:.2f} | {cost.cpu:.2f} s | {peak} |")
    return lines


def ratios(costs):
    """counterpart divided by each yardstick; below 1 is better than it."""
    if "counterpart" not in costs:
        return []
    ours, yardsticks = median(costs["counterpart"]), {}
    if "python" in costs:
        yardsticks["Python"] = median(costs["python"])
    if "curl" in costs:
        slower = max(("mariadb --quick", "curl"), key=lambda name: median(costs[name]).wall)
        yardsticks[f"the floor (`{slower}`)"] = median(costs[slower])
    lines = ["", "| counterpart / … | wall | CPU | peak memory |", "| --- | ---: | ---: | ---: |"]
    for name, cost in yardsticks.items():
        peak = f"{ours.peak / cost.peak:.2f}" if name == "Python" else "–"
        lines.append(f"| {name} | {ours.wall / cost.wall:.2f} | {ours.cpu / cost.cpu:.2f} | {peak} |")
    return lines


def as_markdown(costs, options, outcome):
    start = f"{options.rows:,} rows in MariaDB × {options.rows:,} users in pages of {options.pages_of:,} from nginx, on loopback; "
    return "\n".join([start + f"medians of {options.runs} runs taken in turn.", "", *table(costs), *ratios(costs), "",
                      *([outcome[0].upper() + outcome[1:] + ".", ""] if outcome else []), *machine()])


def record(text, root):
    """Adds the result to the page of the day and gives its path."""
    path = root / "bench" / "runs" / f"{datetime.date.today()}-reference.md"
    path.parent.mkdir(exist_ok=True)
    commit = first_line(["git", "-C", str(root), "describe", "--always", "--dirty"])
    head = "" if path.exists() else "# The reference job\n"
    with open(path, "a", encoding="utf-8") as out:
        out.write(f"{head}\n## Commit {commit}\n\n{text}\n")
    return path.relative_to(root)
