"""The result as a markdown page: costs by case, and the machine."""
from machine import compiler, first_line, hardware
from measure import median, spread

INTRODUCTION = """The persons of two CSV files by last name and first name; of one name there are as many of a hundred as the table says, the
others' names are skewed as those of `bench/reference`. Medians of {runs} runs taken in turn. All programs found the same pairs.

"one-to-one" pairs the first of a name with the first, in the order of the ids; "unique" only names that are held once on
each side; "all" is every pair, of fewer persons. A size behind a name is its limit of memory."""


def as_markdown(results, runs, python):
    lines = ["| persons a side | one name | pairing | program | wall | of | CPU | peak memory | pairs |",
             "| ---: | ---: | --- | --- | ---: | ---: | ---: | ---: | ---: |"]
    for case, (costs, found) in results.items():
        for (name, memory), taken in costs.items():
            start = f"| {case.count:,} | {case.one_name} % | {case.pairing} | {name}, {memory} |"
            if None in taken:
                lines.append(f"{start} failed | – | – | – | – |")
                continue
            cost, (low, high) = median(taken), spread(taken)
            lines.append(f"{start} {cost.wall:.2f} s | {low:.2f}–{high:.2f} | {cost.cpu:.2f} s | {cost.peak:.0f} MiB | "
                         f"{found:,} |")
    return "\n".join([INTRODUCTION.format(runs=runs), "", *lines, "", f"- {hardware()}",
                      f"- DuckDB {first_line([str(python), '-c', 'import duckdb; print(duckdb.__version__)'])}",
                      f"- {compiler()}"])
