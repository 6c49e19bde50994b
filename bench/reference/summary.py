"""The result as a markdown page: figures, ratios, and the machine they were taken on."""
import platform
import re

from machine import compiler, first_line, hardware, web_programs
from measure import median, smallest_visible_peak, spread
from serving import program

LABELS = {"counterpart": "counterpart", "python": "Python (requests, PyMySQL, merge)",
          "duckdb": "DuckDB, of local files", "mariadb --quick": "`mariadb --quick`, unsorted dump", "curl": "`curl`, all pages, one connection"}


def machine():
    database = re.search(r"[\d.]+-MariaDB", first_line([program("mariadbd"), "--no-defaults", "--version"]))
    modules = "import pymysql, requests; print(f'requests {requests.__version__}, PyMySQL {pymysql.__version__}')"
    return [f"- {hardware()}", f"- {database.group(0)}, {web_programs()}",
            f"- Python {platform.python_version()}, {first_line(['/usr/bin/python3', '-c', modules])}; {compiler()}"]


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
    if "duckdb" in costs:
        yardsticks["DuckDB"] = median(costs["duckdb"])
    if "curl" in costs:
        slower = max(("mariadb --quick", "curl"), key=lambda name: median(costs[name]).wall)
        yardsticks[f"the floor (`{slower}`)"] = median(costs[slower])
    lines = ["", "| counterpart / … | wall | CPU | peak memory |", "| --- | ---: | ---: | ---: |"]
    for name, cost in yardsticks.items():
        peak = f"{ours.peak / cost.peak:.2f}" if name in ("Python", "DuckDB") else "–"
        lines.append(f"| {name} | {ours.wall / cost.wall:.2f} | {ours.cpu / cost.cpu:.2f} | {peak} |")
    return lines


def as_markdown(costs, options, outcome):
    start = f"{options.rows:,} rows in MariaDB × {options.rows:,} users in pages of {options.pages_of:,} from nginx, on loopback; "
    return "\n".join([start + f"medians of {options.runs} runs taken in turn.", "", *table(costs), *ratios(costs), "",
                      *([outcome[0].upper() + outcome[1:] + ".", ""] if outcome else []), *machine()])
