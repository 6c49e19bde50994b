"""Folders that are made once and kept from one run of a benchmark to the next."""
import shutil
import subprocess
import sys

STAMP = "made-from"


def made_once(folder, origin, make):
    """The folder, filled by `make(folder)` unless it was made from the same `origin` (bytes) before."""
    stamp = folder / STAMP
    if stamp.exists() and stamp.read_bytes() == origin:
        return folder
    print(f"making {folder.name} …", file=sys.stderr)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    make(folder)
    stamp.write_bytes(origin)
    return folder


def python_with(requirements, folder):
    """An interpreter that has the packages of the file `requirements`, in a virtual environment made the first time."""
    def install(made):
        subprocess.run([sys.executable, "-m", "venv", made], check=True)
        subprocess.run([made / "bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
                        "-r", requirements], check=True)

    return made_once(folder, requirements.read_bytes(), install) / "bin/python"
