"""The result as a markdown page: rows per second, the ratios the project aims at, memory, and the machine."""
import re
import statistics

from contenders import ELSEWHERE, FILE, MANY, NOWHERE
from machine import compiler, first_line, hardware
from servers import postgres_program
from serving import program

READING = {"fetch": "counterpart fetch, CSV", "run": "counterpart run, id and key", "connectorx": "ConnectorX, to Arrow",
           "dlt": "dlt `sql_table`, extract"}
LOADING = {"load": "counterpart, replace", "inserts": "counterpart, replace, by INSERTs", "dlt": "dlt pipeline"}
NATIVE_LOAD = {"MariaDB": "`mariadb`, LOAD DATA LOCAL", "PostgreSQL": "`psql`, \\copy", "SQLite": "`sqlite3`, .import"}
INTRODUCTION = """Rows of five columns (id, lastname, firstname, date, varchar); medians of {runs} runs taken in turn. Servers are
on this machine and reached over their sockets (ConnectorX, and dlt with PostgreSQL: loopback); SQLite is a file. Files that
are written are in memory.

- counterpart fetch checks every value and writes a CSV file, which is compared with what was made. The native client that is
  held against it writes its rows to a file too; where its output is thrown away instead, the line says so.
- counterpart run reads the two fields that it needs, checks all ids for repeats, sorts, and meets a right side of one record.
- Loading is from a CSV file into an empty table with a primary key, durable at the end. For counterpart a program does that
  with its own CSV source and table, replacing the table, with its counts and its reading back; the native client reads the
  same file.
- ConnectorX and dlt are timed without the start of Python and their imports. dlt's reading is its extraction alone, its
  loading a whole pipeline; both of fewer rows."""


class Results:
    """The costs of all runs, by database, kind of work and contender, and peaks of memory by database."""

    def __init__(self):
        self.costs, self.peaks = {}, {}

    def add(self, database, work, contender, cost):
        self.costs.setdefault((database, work, contender), []).append(cost)

    def of(self, database, work):
        return {one: costs for (where, what, one), costs in self.costs.items() if (where, what) == (database, work)}

    def databases(self):
        return list(dict.fromkeys([where for where, _, _ in self.costs] + list(self.peaks)))

    def rate(self, database, work, name, sink):
        """Rows per second of the median run of a program; None if it did not take part."""
        for one, costs in self.of(database, work).items():
            if (one.program, one.sink) == (name, sink):
                return one.rows / statistics.median(cost.wall for cost in costs)
        return None


def figure(value, digits=0):
    return f"{value:,.{digits}f}"


def label(database, work, one):
    if work == "read":
        return READING.get(one.program, one.program)
    return NATIVE_LOAD[database] if one.program == "native" else LOADING[one.program]


def table(results, work):
    sinks = {FILE: "a file", NOWHERE: "nowhere", ELSEWHERE: "memory or files of its own"}
    head = ["database", "program"] + (["to"] if work == "read" else []) + ["rows", "rows/s", "of", "CPU"]
    lines = [f"| {' | '.join(head)} |", f"| {' | '.join(['---'] * (len(head) - 4) + ['---:'] * 4)} |"]
    for database in results.databases():
        for one, costs in results.of(database, work).items():
            walls = sorted(one.rows / cost.wall for cost in costs)
            cells = [database, label(database, work, one)] + ([sinks[one.sink]] if work == "read" else [])
            cells += [figure(one.rows), figure(statistics.median(walls)), f"{figure(walls[0])}–{figure(walls[-1])}",
                      f"{statistics.median(cost.cpu for cost in costs):.2f} s"]
            lines.append(f"| {' | '.join(cells)} |")
    return lines


def ratio(results, database, work, one, other):
    ours, theirs = results.rate(database, work, *one), results.rate(database, work, *other)
    return ours / theirs if ours and theirs else None


def native_reader(results, database, sink, index):
    """A native client of a database by its place among them, with its sink; nobody if there are not so many."""
    names = [one.program for one in results.of(database, "read") if one.program not in READING and one.sink == FILE]
    return (names[index] if index < len(names) else None, sink)


def ratios(results):
    """Rows of a name, an aim (0: none) and the ratio by database."""
    def of(work, one, other):
        return {where: ratio(results, where, work, one, other(where)) for where in results.databases()}

    def native(sink, index=0):
        return lambda where: native_reader(results, where, sink, index)

    yield "fetch / native client, both to a CSV or text file", 0.9, of("read", ("fetch", FILE), native(FILE))
    yield "fetch to a file / native client to nowhere", 0, of("read", ("fetch", FILE), native(NOWHERE))
    yield "fetch / binary COPY, both to a file", 0, of("read", ("fetch", FILE), native(FILE, 2))
    yield "run / native client to nowhere", 0, of("read", ("run", NOWHERE), native(NOWHERE))
    yield "fetch / ConnectorX", 0, of("read", ("fetch", FILE), lambda _: ("connectorx", ELSEWHERE))
    yield "fetch / dlt", 0, of("read", ("fetch", FILE), lambda _: ("dlt", ELSEWHERE))
    yield "load / native bulk load", 0.8, of("load", ("load", ""), lambda _: ("native", ""))
    yield "load by INSERTs / native bulk load", 0, of("load", ("inserts", ""), lambda _: ("native", ""))
    yield "load / dlt", 0, of("load", ("load", ""), lambda _: ("dlt", ""))


def judged(value, aim):
    """A figure, bold if the aim is missed; a dash if it was not taken."""
    if value is None:
        return "–"
    text = figure(value, 1 if value >= 10 else 2)
    return text if value >= aim else f"**{text}**"


def ratio_table(results):
    databases = results.databases()
    lines = [f"| counterpart / … | aim | {' | '.join(databases)} |", f"| --- | ---: | {' | '.join(['---:'] * len(databases))} |"]
    for name, aim, values in ratios(results):
        if any(value is not None for value in values.values()):
            cells = " | ".join(judged(values[where], aim) for where in databases)
            lines.append(f"| {name} | {f'≥ {aim}' if aim else ''} | {cells} |")
    return lines


def memory_table(results, rows):
    if not results.peaks:
        return []
    lines = [f"Peak memory (resident, shared libraries included) while {rows * MANY:,} rows stream:", "",
             "| database | counterpart fetch (aim ≤ 16 MiB) | the same program at `--version` | native client |",
             "| --- | ---: | ---: | ---: |"]
    for database, peaks in results.peaks.items():
        name = next(one for one in peaks if one not in ("counterpart", "start"))
        ours = figure(peaks["counterpart"], 1)
        lines.append(f"| {database} | {ours if peaks['counterpart'] <= 16 else f'**{ours}**'} MiB | "
                     f"{figure(peaks['start'], 1)} MiB | {figure(peaks[name], 1)} MiB ({name}) |")
    return [*lines, ""]


def versions(python):
    mariadb = re.search(r"[\d.]+-MariaDB", first_line([program("mariadbd"), "--no-defaults", "--version"]))
    packages = "import platform; from importlib.metadata import version; print('Python', platform.python_version(), " \
               "*(f'{name} {version(name)}' for name in ('connectorx', 'dlt', 'pyarrow', 'SQLAlchemy', 'PyMySQL')))"
    return [f"- {hardware()}",
            f"- {mariadb.group(0)}, {first_line([postgres_program('postgres'), '--version'])}, "
            f"SQLite {first_line([program('sqlite3'), '--version']).split()[0]}",
            *([f"- {first_line([str(python), '-c', packages])}"] if python else []), f"- {compiler()}"]


def as_markdown(results, options, python):
    parts = [INTRODUCTION.format(runs=options.runs), ""]
    for work, title in (("read", "Reading:"), ("load", "Loading:")):
        if any(what == work for _, what, _ in results.costs):
            parts += [title, "", *table(results, work), ""]
    if results.costs:
        parts += ["Ratios of rows per second, medians; bold where an aim is missed:", "", *ratio_table(results), ""]
    return "\n".join([*parts, *memory_table(results, options.rows), *versions(python)])
