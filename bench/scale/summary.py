"""The result as a markdown page: costs by size and budget, how they grow, and the machine."""
from dataclasses import dataclass

from machine import compiler, hardware
from measure import Cost, median, smallest_visible_peak, spread

INTRODUCTION = """counterpart finds the persons of two CSV files one to one by last name, first name and day of birth, and writes the pairs
as CSV; six of ten persons are in both files. Medians of {runs} runs. All budgets gave the same pairs in the same order.

The time of a record is the wall time divided by the records of both sides. Temporary disk is all that was written there: what
is merged more than once counts each time."""
MIB = 2 ** 20
SMALL = 1_000_000
UNITS = {"MiB": MIB, "GiB": 2 ** 30}


@dataclass
class Reading:
    """What one run took and found."""
    cost: Cost
    spilled: int  # bytes
    matches: int
    digest: str


def size_of(budget):
    return int(budget[:-3]) * UNITS[budget[-3:]]


def costs(results, count, budget):
    return [one.cost for one in results[count, budget]]


def nanoseconds(results, count, budget):
    """Of a record."""
    return median(costs(results, count, budget)).wall / (2 * count) * 1e9


def table(results):
    lines = ["| persons a side | budget | wall | of | CPU | a record | peak memory | temporary disk | matches |",
             "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"]
    for (count, budget), readings in results.items():
        cost, (low, high) = median(costs(results, count, budget)), spread(costs(results, count, budget))
        allowed = size_of(budget) / MIB + 16
        peak = f"{cost.peak:.0f} MiB" if cost.peak > smallest_visible_peak() + 1 else f"< {smallest_visible_peak():.0f} MiB"
        lines.append(f"| {count:,} | {budget} | {cost.wall:.2f} s | {low:.2f}–{high:.2f} | {cost.cpu:.2f} s | "
                     f"{nanoseconds(results, count, budget):,.0f} ns | {peak if cost.peak <= allowed else f'**{peak}**'} | "
                     f"{readings[0].spilled / MIB:,.0f} MiB | {readings[0].matches:,} |")
    return lines


def growth(results, counts, budgets):
    """How much more a record takes among more of them."""
    there = [count for count in counts if count > SMALL]
    if SMALL not in counts or not there:
        return []
    lines = ["", "The time of a record, divided by that among 1,000,000 persons a side; the aim is below 1.5 up to 30,000,000:",
             "", f"| budget | | {' | '.join(f'{count:,}' for count in there)} |", f"| ---: | --- |{' ---: |' * len(there)}"]
    for budget in budgets:
        for field in ("wall", "cpu"):
            few = getattr(median(costs(results, SMALL, budget)), field) / SMALL
            ratios = [getattr(median(costs(results, count, budget)), field) / count / few for count in there]
            shown = [f"{ratio:.2f}" if ratio < 1.5 else f"**{ratio:.2f}**" for ratio in ratios]
            lines.append(f"| {budget} | {field if field == 'wall' else 'CPU'} | {' | '.join(shown)} |")
    return lines


def as_markdown(results, options):
    return "\n".join([INTRODUCTION.format(runs=options.runs), "", "Bold where the peak is more than the budget and 16 MiB:", "",
                      *table(results), *growth(results, options.counts, options.budgets), "", f"- {hardware()}",
                      f"- {compiler()}"])
