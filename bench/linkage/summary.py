"""The result as a markdown page: quality and cost of both programs, what the project aims at, and the machine."""
import statistics

from contenders import COUNTERPART, SPLINK
from machine import compiler, first_line, hardware
from measure import median, smallest_visible_peak, spread

INTRODUCTION = """Persons linked (two files) or deduplicated (one) without labels. Both programs have the same blocking rules, comparisons,
levels, term frequencies and null policy, which are the jobs `bench/linkage/*.toml`; both train on the way: λ from the strict
rules, u from a million random pairs, m by expectation maximization. A match is a pair from probability 0.95 up, for all data
sets, and was not tuned; rules and comparisons were chosen with these sets and their truth at hand. Medians of {runs} runs taken in turn, run n with seed n; the files are in the
system's cache.

- Quality is of pairs. Two files: pairs one-to-one, by counterpart's best assignment; of Splink's predictions those that are
  the only best one of both records, by a query (its `cluster_using_single_best_links` had not ended after three minutes for two
  times 100,000 persons). One file: all pairs within the connected components of matches.
- Times are of the whole work from CSV to CSV. Splink is timed without the start of Python and its imports, and keeps its
  tables in memory; counterpart has `--memory 1GiB` where it links, which bounds what it may take.
- A peak below {visible:.0f} MiB cannot be seen."""
TIME_AIM, PEAK_AIM, FASTER_AIM = 3, 400, 30  # seconds, MiB, times; of a million persons a side


def quality(results, field):
    return statistics.median(getattr(one.found, field) for one in results)


def table(dataset, results):
    lines = ["| program | F1 | of | precision | recall | wall | of | CPU | peak memory |",
             "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"]
    for one, runs in results.items():
        costs = [run.cost for run in runs]
        cost, (low, high), f1 = median(costs), spread(costs), [run.found.f1 for run in runs]
        lines.append(f"| {one} | {quality(runs, 'f1'):.5f} | {min(f1):.5f}–{max(f1):.5f} | {quality(runs, 'precision'):.5f} | "
                     f"{quality(runs, 'recall'):.5f} | {cost.wall:.2f} s | {low:.2f}–{high:.2f} | {cost.cpu:.2f} s | "
                     f"{cost.peak:.0f} MiB |")
    return [f"### {dataset.name}", "", *lines, ""]


def aim(name, value, text, goal, reached):
    return f"| {name} | {value} | {text if reached else f'**{text}**'} | {goal} |"


def aims(results):
    lines = ["| data set | what | measured | aim |", "| --- | --- | ---: | ---: |"]
    for dataset, by_program in results:
        if COUNTERPART not in by_program:
            continue
        ours, theirs = by_program[COUNTERPART], by_program.get(SPLINK)
        f1 = quality(ours, "f1")
        if dataset.of_f1:
            lines.append(aim(dataset.name, "F1", f"{f1:.5f}", f"≥ {dataset.of_f1}", f1 >= dataset.of_f1))
        if theirs:
            other = quality(theirs, "f1")
            lines.append(aim(dataset.name, "F1 − Splink's", f"{f1 - other:+.5f}", "≥ 0", f1 >= other))
        cost = median([run.cost for run in ours])
        if theirs:
            ratio = median([run.cost for run in theirs]).wall / cost.wall
            goal = f"≥ {FASTER_AIM}" if not dataset.origin else ""
            lines.append(aim(dataset.name, "Splink's wall / counterpart's", f"{ratio:.1f}", goal,
                             not goal or ratio >= FASTER_AIM))
        if dataset.name == "persons-1000000":
            lines.append(aim(dataset.name, "wall", f"{cost.wall:.2f} s", f"≤ {TIME_AIM} s", cost.wall <= TIME_AIM))
            lines.append(aim(dataset.name, "peak memory", f"{cost.peak:.0f} MiB", f"≤ {PEAK_AIM} MiB", cost.peak <= PEAK_AIM))
    return lines


def machine(python):
    versions = "import platform, duckdb, splink; print(f'Python {platform.python_version()}, Splink {splink.__version__}, " \
               "DuckDB {duckdb.__version__}')"
    return [f"- {hardware()}", f"- {first_line([str(python), '-c', versions])}", f"- {compiler()}"]


def as_markdown(results, options, python):
    parts = [INTRODUCTION.format(runs=options.runs, visible=smallest_visible_peak()), ""]
    for dataset, by_program in results:
        parts += table(dataset, by_program)
    return "\n".join([*parts, "### Aims", "", "Bold where one is missed.", "", *aims(results), "", *machine(python)])
