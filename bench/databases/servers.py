"""The benchmark's own databases, each with the rows to be read: throwaway servers on loopback, and an SQLite file.

PostgreSQL refuses to run as root: then its programs run as the user postgres, who owns its folder.
"""
import contextlib
import glob
import os
import shutil
import subprocess
from pathlib import Path

from serving import as_root, free_port, listens, program, running

PASSWORD = "bench"  # of servers that live for minutes on loopback
ENVIRONMENT = {**os.environ, "MYSQL_PWD": PASSWORD, "COUNTERPART_BENCH_PASSWORD": PASSWORD}
COLUMNS = ("id", "lastname", "firstname", "last_active_date", "specialty")
TYPES = ("INT NOT NULL PRIMARY KEY", "VARCHAR(50) NOT NULL", "VARCHAR(50) NOT NULL", "DATE NOT NULL", "VARCHAR(50) NOT NULL")


def create(table):
    """The statement for a table that a load fills, or that is read."""
    return f"CREATE TABLE {table} ({', '.join(f'{name} {kind}' for name, kind in zip(COLUMNS, TYPES))})"


def quietly(command, **more):
    """Runs a program; what it says is shown only if it fails."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **more)
    if done.returncode != 0:
        raise SystemExit(f"{command[0]} ended with {done.returncode}:\n{done.stdout[-2000:]}")
    return done.stdout


class Mysql:
    """MariaDB, over its socket, as the user bench."""
    name, url_kind = "MariaDB", "mysql"
    offered = "SET GLOBAL local_infile = 1"
    ways = {"load": [offered], "inserts": ["SET GLOBAL local_infile = 0"]}  # of counterpart, and what makes it take them

    def __init__(self, temp, port):
        self.socket, self.port = f"{temp}/db.sock", port
        self.url = f"mysql://bench@localhost/bench?socket={self.socket}"
        self.client = [program("mariadb"), "--no-defaults", f"--socket={self.socket}", "--user=bench",
                       "--default-character-set=utf8mb4", "--local-infile=1", "bench"]

    def run(self, *statements):
        return quietly([*self.client, "--skip-column-names", "-e", ";".join(statements)], env=ENVIRONMENT)

    def dumps(self, sql):
        """The native ways to read, by name: commands that write to standard output."""
        return {"`mariadb --quick`": [*self.client, "--quick", "--batch", "-e", sql]}

    def load(self, file, table):
        return [*self.client, "-e", f"{self.offered}; {self.load_sql(file, table)}"]

    def urls(self):
        """As the Python programs write it, by program."""
        at = f"bench:{PASSWORD}@127.0.0.1:{self.port}/bench"
        return {"connectorx": f"mysql://{at}",
                "dlt": f"mysql+pymysql://bench:{PASSWORD}@localhost/bench?unix_socket={self.socket}"}

    def load_sql(self, file, table):
        return f"LOAD DATA LOCAL INFILE '{file}' INTO TABLE {table} FIELDS TERMINATED BY ',' IGNORE 1 LINES"

    def fill(self, file, table):
        self.run(create(table), self.load_sql(file, table), f"ANALYZE TABLE {table}")


class Postgres:
    """PostgreSQL, over its socket, as the user bench."""
    name, url_kind = "PostgreSQL", "postgres"
    ways = {"load": []}

    def __init__(self, temp, port):
        self.socket, self.port = str(temp), port
        self.url = f"postgres://bench@localhost:{port}/bench?socket={temp}"
        self.client = [program("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", str(temp), "-p", str(port), "-U", "bench",
                       "-d", "bench"]

    def run(self, *statements):
        return quietly([*self.client, "-A", "-t", *(word for sql in statements for word in ("-c", sql))])

    def dumps(self, sql):
        def copy(form):
            return [*self.client, "-c", f"COPY ({sql}) TO STDOUT (FORMAT {form})"]
        return {"`psql`, COPY as CSV": copy("csv"), "`psql`, COPY as text": copy("text"),
                "`psql`, binary COPY": copy("binary")}

    def load(self, file, table):
        return [*self.client, "-c", self.load_sql(file, table)]

    def urls(self):
        at = f"bench:{PASSWORD}@127.0.0.1:{self.port}/bench"
        return {"connectorx": f"postgresql://{at}", "dlt": f"postgresql+psycopg2://{at}"}

    def load_sql(self, file, table):
        return f"\\copy {table} FROM '{file}' (FORMAT csv, HEADER)"

    def fill(self, file, table):
        # A load leaves some rows elsewhere; in the order of the file, all that is read can be compared with it.
        self.run(create(table), self.load_sql(file, table), f"CLUSTER {table} USING {table}_pkey", f"VACUUM ANALYZE {table}")


class Sqlite:
    """A file. Its journal is that of the default, so that a load is durable when it ends."""
    name, url_kind = "SQLite", "sqlite"
    ways = {"load": []}

    def __init__(self, temp):
        self.file = f"{temp}/bench.db"
        self.url = f"sqlite:{self.file}"
        self.client = [program("sqlite3"), "-bail", self.file]

    def run(self, *statements):
        return quietly([*self.client, *statements])

    def dumps(self, sql):
        return {"`sqlite3`, CSV": [*self.client[:1], "-csv", self.file, sql],
                "`sqlite3`, its default": [*self.client, sql]}

    def load(self, file, table):
        return [*self.client, f".import --csv --skip 1 {file} {table}"]

    def urls(self):
        return {"connectorx": f"sqlite://{self.file}", "dlt": f"sqlite:///{self.file}"}

    def fill(self, file, table):
        self.run(create(table), f".import --csv --skip 1 {file} {table}", f"ANALYZE {table}")


@contextlib.contextmanager
def mariadb(temp):
    folder, port = Path(temp, "mariadb"), free_port()
    folder.mkdir()
    user = ["--user=root"] if as_root() else []
    quietly([program("mariadb-install-db"), "--no-defaults", f"--datadir={folder}/data", "--skip-test-db",
             "--auth-root-authentication-method=normal", *user])
    command = [program("mariadbd"), "--no-defaults", f"--datadir={folder}/data", f"--socket={folder}/db.sock",
               f"--port={port}", "--bind-address=127.0.0.1", f"--pid-file={folder}/db.pid", "--skip-name-resolve",
               "--character-set-server=utf8mb4", "--collation-server=utf8mb4_bin",
               "--innodb-buffer-pool-size=2G", "--innodb-log-file-size=1G", "--local-infile=1", *user]
    with running(command, f"{folder}/db.log", lambda: listens(port)):
        quietly([program("mariadb"), "--no-defaults", f"--socket={folder}/db.sock", "-u", "root", "-e",
                 "CREATE DATABASE bench;"
                 + "".join(f"CREATE USER bench@'{host}' IDENTIFIED BY '{PASSWORD}'; GRANT ALL ON *.* TO bench@'{host}';"
                           for host in ("localhost", "127.0.0.1"))])
        yield Mysql(folder, port)


def postgres_program(name):
    """Debian keeps them in a folder for each version, which no PATH names."""
    found = sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"))
    return found[-1] if found else program(name)


@contextlib.contextmanager
def postgres(temp):
    folder, port = Path(temp, "postgres"), free_port()
    folder.mkdir()
    become = [program("setpriv"), "--reuid=postgres", "--regid=postgres", "--clear-groups"] if as_root() else []
    if as_root():
        shutil.chown(folder, "postgres", "postgres")
        os.chmod(temp, 0o711)
    quietly([*become, postgres_program("initdb"), "-D", f"{folder}/data", "-U", "bench", "-A", "trust", "-E", "UTF8",
             "--locale=C.UTF-8", "--no-sync"], cwd=folder)
    command = [*become, postgres_program("postgres"), "-D", f"{folder}/data", "-k", str(folder), "-p", str(port),
               "-c", "listen_addresses=127.0.0.1", "-c", "shared_buffers=1GB", "-c", "max_wal_size=4GB"]
    with running(command, f"{folder}/log", lambda: Path(folder, f".s.PGSQL.{port}").exists() and listens(port)):
        quietly([program("psql"), "-X", "-q", "-h", str(folder), "-p", str(port), "-U", "bench", "-d", "postgres",
                 "-c", "CREATE DATABASE bench"])
        yield Postgres(folder, port)


@contextlib.contextmanager
def sqlite(temp):
    yield Sqlite(temp)


STARTS = {"mysql": mariadb, "postgres": postgres, "sqlite": sqlite}
