#!/usr/bin/env python3
"""Does what the documents show, and compares: snippets_test.py PROGRAM ROOT.

- A toml block that is a whole job, or begins with "# runs", is loaded and planned (counterpart ddl).
- A block behind <!-- file NAME --> becomes a file in the scratch folder of its document.
- A console block behind <!-- run --> is executed there, "$ " lines in order, next to a copy of examples/; its output has to be
  the one shown, but for run ids, times, memory and ports.
- Relative links and their anchors lead somewhere; every key and flag has its words; every test that is named is there.
"""
import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM, ROOT = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
EXAMPLE_PORT = "8765"  # in documents and examples; replaced by a free one
SECONDS = 300
MARK = "\x01"

BLOCK = re.compile(r"(?:^<!-- (run|file (\S+)) -->\n)?^```(\w*)\n(.*?)^```$", re.M | re.S)
FENCED = re.compile(r"^```.*?^```$", re.M | re.S)
MASKS = [
    (r"\d{8}T\d{6}Z-[0-9a-f]{8}", "RUN"),
    (r"in \d+\.\d\d s\b", "in TIME"),
    (r"finished \d{4}-\d\d-\d\dT[\d:.]+Z", "finished TIME"),
    (r"\d+ minutes, \d+ seconds", "TIME"),
    (r"peak memory [\d.]+ \wi?B", "peak memory SIZE"),
    (r'"((?:elapsed_|busy_)?seconds)":[\d.]+', r'"\1":TIME'),
    (r'"bottleneck":"[^"]*"', '"bottleneck":WHICH'),
    (r'"peak_memory_bytes":\d+', '"peak_memory_bytes":SIZE'),
    (r"127\.0\.0\.1:\d+", "127.0.0.1:PORT"),
]

# Reads a key of the job file. Loops over lists of keys are found by KEY_LIST.
KEY = re.compile(r'\.(?:string|required_string|integer|boolean|strings|choice|milliseconds|secret|string_map|table|required_table|tables|find|'
                 r'refuse|has)\("(\w+)"')
TEST = re.compile(r"^TEST(?:_F|_P)?\((\w+),\s*(\w+)\)", re.M)
NAMED_TEST = re.compile(r"`([A-Z]\w+\.[A-Z]\w+)`")
KEY_LIST = re.compile(r"for \(const char\* \w+ : \{([^}]*)\}\)")


def masked(text):
    for pattern, word in MASKS:
        text = re.sub(pattern, word, text)
    # A run of more than a second says in between how far it is.
    return [line.rstrip() for line in text.strip().splitlines() if not line.startswith('{"message_type":"status"')]


def blocks(document):
    """(mark, file, language, text, line) of each fenced block."""
    text = document.read_text(encoding="utf-8")
    for found in BLOCK.finditer(text):
        mark, file, language, body = found.groups()
        yield (mark or "").split(" ")[0], file, language, body, text.count("\n", 0, found.start(4))


def commands(body):
    """(command, output) of a console block."""
    shown = []
    for line in body.splitlines():
        if line.startswith("$ "):
            shown.append((line[2:], []))
        elif shown:
            shown[-1][1].append(line)
    return [(command, "\n".join(output)) for command, output in shown]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


@contextlib.contextmanager
def scratch(port):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "examples", folder / "examples")
        for job in folder.rglob("*.toml"):
            job.write_text(job.read_text(encoding="utf-8").replace(EXAMPLE_PORT, port), encoding="utf-8")
        yield folder


def environment():
    return {**os.environ, "PATH": f"{PROGRAM.parent}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}


def script(lines, port):
    """A shell script that runs the commands in one shell and marks where the output of each begins. A command that goes to the background
    is a server: it is waited for, and stopped at the end by its process id."""
    text = ["exec 2>&1", "status=0", "trap 'kill $(jobs -p) 2>/dev/null' EXIT"]
    for line in lines:
        text.append(f"printf '{MARK}'; (exit $status)")
        text.append(line)
        text.append("status=$?")
        if line.endswith("&"):
            text.append(f"for try in {{1..200}}; do (: 3<>/dev/tcp/127.0.0.1/{port}) 2>/dev/null && break; sleep 0.1; done")
    return "\n".join(text) + "\n"


class Documents(unittest.TestCase):
    maxDiff = None

    def test_shown_commands_give_the_shown_output(self):
        ran = 0
        for document in DOCUMENTS:
            with self.subTest(document.name):
                ran += self.run_document(document)
        self.assertGreater(ran, 10)

    def run_document(self, document):
        port, steps = free_port(), []
        with scratch(port) as folder:
            for mark, file, _, body, line in blocks(document):
                if mark == "file":
                    (folder / file).write_text(body.replace(EXAMPLE_PORT, port), encoding="utf-8")
                if mark == "run":
                    steps += [(line, command.replace(EXAMPLE_PORT, port), output) for command, output in commands(body)]
            if not steps:
                return 0
            done = subprocess.run(["bash", "-c", script([command for _, command, _ in steps], port)], cwd=folder, env=environment(),
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, timeout=SECONDS, check=False)
        outputs = done.stdout.decode("utf-8").split(MARK)[1:]
        self.assertEqual(len(outputs), len(steps), outputs[-1:])
        for (line, command, shown), output in zip(steps, outputs):
            self.assertEqual(masked(output), masked(shown), f"{document.name}, block at line {line}: {command}")
        return len(steps)

    def test_whole_jobs_load(self):
        loaded = 0
        for document in DOCUMENTS:
            for _, _, language, body, line in blocks(document):
                whole = "[left]" in body and "[right]" in body and "[match]" in body
                if language == "toml" and (whole or body.startswith("# runs")):
                    with self.subTest(f"{document.name}:{line}"):
                        self.load(body)
                        loaded += 1
        self.assertGreater(loaded, 1)

    def test_example_jobs_load(self):
        jobs = sorted((ROOT / "examples").rglob("*.toml"))
        self.assertGreaterEqual(len(jobs), 3)
        for job in jobs:
            with self.subTest(job.name):
                self.load(job.read_text(encoding="utf-8"))

    def load(self, text):
        with tempfile.TemporaryDirectory() as folder:
            job = Path(folder) / "job.toml"
            job.write_text(text, encoding="utf-8")
            done = subprocess.run([PROGRAM, "ddl", job], capture_output=True, text=True, timeout=SECONDS, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertTrue(done.stdout.startswith("CREATE TABLE"), done.stdout)

    def test_links_lead_somewhere(self):
        for document in DOCUMENTS:
            text = FENCED.sub("", document.read_text(encoding="utf-8"))
            for target in re.findall(r"\]\(([^)\s]+)\)", text):
                if re.match(r"[a-z]+:", target):
                    continue
                with self.subTest(f"{document.name}: {target}"):
                    path, _, anchor = target.partition("#")
                    file = (document.parent / path).resolve() if path else document
                    self.assertTrue(file.exists())
                    if anchor:
                        self.assertIn(anchor, anchors(file))

    def test_every_key_has_its_words(self):
        words = code_words(ROOT / "docs/job-file.md")
        keys = set()
        for source in (ROOT / "src/job").glob("load_*.cpp"):
            if source.stem.endswith("_test"):
                continue
            text = source.read_text(encoding="utf-8")
            keys.update(KEY.findall(text))
            for names in KEY_LIST.findall(text):
                keys.update(re.findall(r'"(\w+)"', names))
        self.assertGreater(len(keys), 50)
        self.assertEqual(sorted(keys - words), [], "keys of the job file that docs/job-file.md does not have")

    def test_every_flag_has_its_words(self):
        words = (ROOT / "docs/command-line.md").read_text(encoding="utf-8")
        known = set(re.findall(r"--[a-z][a-z-]+", words))
        commands_there = re.findall(r"^  ([a-z-]+)  ", self.help().partition("Subcommands:")[2], re.M)
        self.assertIn("run", commands_there)
        for command in commands_there:
            with self.subTest(command):
                self.assertIn(f"`{command}`", words)
                options = self.help(command).partition("Options:")[2]
                flags = set(re.findall(r"^ +(?:-\w,)?(--[a-z][a-z-]+)", options, re.M))
                self.assertEqual(sorted(flags - known), [], "flags that docs/command-line.md does not have")

    def test_every_test_that_is_named_is_there(self):
        there = {f"{suite}.{name}" for folder in ("src", "tests") for source in (ROOT / folder).rglob("*.cpp")
                 for suite, name in TEST.findall(source.read_text(encoding="utf-8"))}
        for document in ("docs/rest.md", "docs/reliability.md"):
            with self.subTest(document):
                named = set(NAMED_TEST.findall((ROOT / document).read_text(encoding="utf-8")))
                self.assertGreater(len(named), 80)
                self.assertEqual(sorted(named - there), [], "tests that are not in the sources")

    def help(self, *command):
        return subprocess.run([PROGRAM, *command, "--help"], capture_output=True, text=True, timeout=SECONDS, check=True).stdout


def anchors(file):
    """As GitHub makes them of headings."""
    titles = re.findall(r"^#+ (.*)$", FENCED.sub("", file.read_text(encoding="utf-8")), re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def code_words(file):
    """The words inside of `…` and of code blocks."""
    text = file.read_text(encoding="utf-8")
    code = FENCED.findall(text) + re.findall(r"`([^`\n]+)`", FENCED.sub("", text))
    return {word for part in code for word in re.findall(r"\w+", part)}


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
