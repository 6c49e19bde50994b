"""The machine and the versions a benchmark ran on, and the page that keeps its result."""
import datetime
import os
import platform
import re
import subprocess

from serving import program


def first_line(command):
    """The first line of a program's answer about its version, or that it is not there."""
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return "none"
    return (answer.stdout + answer.stderr).splitlines()[0]


def hardware():
    memory = re.search(r"MemTotal:\s+(\d+)", open("/proc/meminfo", encoding="ascii").read())
    model = re.search(r"model name\s*:\s*(.+)", open("/proc/cpuinfo", encoding="utf-8").read())
    return (f"{os.cpu_count()} cores ({model.group(1) if model else platform.machine()}), "
            f"{int(memory.group(1)) / 2 ** 20:.0f} GiB of memory, Linux {platform.release()}")


def web_programs():
    """nginx and curl, with their versions."""
    return (f"{first_line([program('nginx'), '-v']).removeprefix('nginx version: ')}, "
            f"{first_line([program('curl'), '--version']).split(' (')[0]}")


def compiler():
    return first_line(["c++", "--version"])


def record(text, root, name, title):
    """Adds the result to the page of the day and gives its path."""
    path = root / "bench" / "runs" / f"{datetime.date.today()}-{name}.md"
    path.parent.mkdir(exist_ok=True)
    commit = first_line(["git", "-C", str(root), "describe", "--always", "--dirty"])
    head = "" if path.exists() else f"# {title}\n"
    with open(path, "a", encoding="utf-8") as out:
        out.write(f"{head}\n## Commit {commit}\n\n{text}\n")
    return path.relative_to(root)
