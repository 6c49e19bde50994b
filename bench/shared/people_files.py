"""Files with people of two systems, made by make_people.cpp, which is compiled when it is first needed."""
import os
import subprocess
from pathlib import Path

from kept import made_once

SOURCE = Path(__file__).resolve().parent / "make_people.cpp"
NAMES = SOURCE.with_name("random_people.hpp")


def sources(program):
    """The bytes that a generator is made of, which say whether something has to be made again."""
    return program.read_bytes() + NAMES.read_bytes()


def compiled(program, folder):
    """The program of one C++ file, compiled into the folder."""
    def build(made):
        subprocess.run([os.environ.get("CXX", "c++"), "-std=c++20", "-O2", "-I", NAMES.parent, "-o", made / program.stem,
                        program], check=True)

    return made_once(folder, sources(program), build) / program.stem


def people_files(folder, kind, count, one_name=0):
    """The paths of a left and of a right file of `kind` csv or jsonl, with `count` persons each.

    Of a hundred persons `one_name` have the same name.
    """
    program = compiled(SOURCE, folder / "generator")

    def make(made):
        for side in ("left", "right"):
            subprocess.run([program, kind, side, str(count), str(one_name), made / f"{side}.{kind}"], check=True)

    name = f"{kind}-{count}" + (f"-{one_name}-percent-of-one-name" if one_name else "")
    made = made_once(folder / name, sources(SOURCE), make)
    return made / f"left.{kind}", made / f"right.{kind}"


def warm(files):
    """Reads the files once, so that they are in the cache of the system for everyone."""
    for file in files:
        with open(file, "rb") as data:
            while data.read(1 << 16):
                pass
