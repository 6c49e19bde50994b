"""The result as a markdown page: costs, what the project aims at, and the machine."""
from contenders import ALL, MILLION, ONE, Contender
from machine import compiler, first_line, hardware
from measure import median, spread
from serving import program

INTRODUCTION = """The persons of two files, found by last name, first name and day of birth; six of ten are in both. Each program writes
seven columns of each pair as CSV. Medians of {runs} runs taken in turn; the files are in the system's cache.

- "all" is every pair of records with the same key: an inner join. "one-to-one" pairs the first of a key with the first, in
  the order of the ids, the second with the second: counterpart's default; a join over `row_number()` in DuckDB, over a rank in
  Polars. All contenders of a table found the same pairs.
- counterpart alone also sorts its output by key, checks that no id of a side comes twice, that each line has all fields and is
  UTF-8, and accounts for each record. A size behind its name or DuckDB's is the limit of memory that it was given
  (`--memory`, `memory_limit`).
- DuckDB and Polars are told the columns and their types, need not keep an order, and are timed without the start of Python
  and their imports.
- Miller and xan hold one file in memory. `sort` has 1 GiB for each of the two files, and its fields are cut with awk, at every
  comma. A peak with ≥ is that of the largest of several processes."""
SEVERAL = ("xan join", "sort, join")


def table(costs, pairs):
    lines = ["| pairing | program | wall | of | CPU | peak memory | pairs |",
             "| --- | --- | ---: | ---: | ---: | ---: | ---: |"]
    for one, runs in costs.items():
        if runs is None:
            lines.append(f"| {one.pairing} | {one.label} | failed | – | – | – | – |")
            continue
        cost, (low, high) = median(runs), spread(runs)
        peak = f"{'≥ ' if one.program in SEVERAL else ''}{cost.peak:.0f} MiB"
        lines.append(f"| {one.pairing} | {one.label} | {cost.wall:.2f} s | {low:.2f}–{high:.2f} | {cost.cpu:.2f} s | "
                     f"{peak} | {pairs[one.pairing]:,} |")
    return lines


def ratio(costs, ours, theirs, field):
    """DuckDB's figure divided by counterpart's; none if one of them was not taken."""
    if not costs.get(ours) or not costs.get(theirs):
        return None
    return getattr(median(costs[theirs]), field) / getattr(median(costs[ours]), field)


def judged(value, least):
    if value is None:
        return "–"
    return f"{value:.2f}" if least is None or value >= least else f"**{value:.2f}**"


def aims(results):
    """DuckDB divided by counterpart; above 1 is better than it."""
    lines = ["| persons a side | input | pairing | DuckDB, 2GiB / … | wall | aim | CPU | peak memory | aim |",
             "| ---: | --- | --- | --- | ---: | ---: | ---: | ---: | ---: |"]
    for count, kind, costs, _ in results:
        for pairing in (ALL, ONE):
            for memory in ("64MiB", "256MiB"):
                ours, theirs = Contender("counterpart", pairing, memory), Contender("DuckDB", pairing, "2GiB")
                wall_aim, peak_aim = (1.5, 4) if count <= MILLION else (1.0 if memory == "256MiB" else None, None)
                values = {field: ratio(costs, ours, theirs, field) for field in ("wall", "cpu", "peak")}
                if values["wall"] is None:
                    continue
                lines.append(f"| {count:,} | {kind} | {pairing} | {ours.label} | {judged(values['wall'], wall_aim)} | "
                             f"{f'≥ {wall_aim}' if wall_aim else ''} | {judged(values['cpu'], None)} | "
                             f"{judged(values['peak'], peak_aim)} | {f'≥ {peak_aim}' if peak_aim else ''} |")
    return lines if len(lines) > 2 else []


def machine(python, xan):
    versions = "import platform, duckdb, polars; print(f'Python {platform.python_version()}, DuckDB {duckdb.__version__}, " \
               "Polars {polars.__version__}')"
    return [f"- {hardware()}", f"- {first_line([str(python), '-c', versions])}",
            f"- Miller {first_line([program('mlr'), '--version']).removeprefix('mlr ')}, "
            f"{first_line([str(xan), '--version']) if xan else 'no xan: it did not build, or there is no cargo'}, "
            f"{first_line(['sort', '--version'])}", f"- {compiler()}"]


def as_markdown(results, options, python, xan):
    parts = [INTRODUCTION.format(runs=options.runs)]
    for count, kind, costs, pairs in results:
        size = " + ".join(f"{one:,}" for one in (count, count))
        parts += ["", f"### {size} persons, {'CSV' if kind == 'csv' else 'JSON Lines'}", "", *table(costs, pairs)]
    comparison = aims(results)
    if comparison:
        parts += ["", "### Against DuckDB", "", "Bold where an aim is missed.", "", *comparison]
    return "\n".join([*parts, "", *machine(python, xan)])
