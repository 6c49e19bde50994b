/// To whom the PostgreSQL source connects, as whom, and who has a say in it: against a real server.

#include <gmock/gmock.h>

#include <chrono>
#include <cstdlib>
#include <fstream>

#include "db/postgres.hpp"
#include "support/postgres_reading.hpp"

namespace counterpart {
namespace {

using std::chrono::seconds;
using std::chrono::steady_clock;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// A variable of the environment while it lives.
class Variable {
 public:
  Variable(const char* name, const std::string& value) : name_(name) {
    if (const char* const old = std::getenv(name)) old_ = old;
    had_ = std::getenv(name) != nullptr;
    ::setenv(name, value.c_str(), 1);
  }
  ~Variable() {
    if (had_) {
      ::setenv(name_, old_.c_str(), 1);
    } else {
      ::unsetenv(name_);
    }
  }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
  std::string old_;
  bool had_ = false;
};

class PostgresConnecting : public test::PostgresReading {
 protected:
  void make_table() {
    server_.run_all(database_, {"CREATE TABLE t (id int, name text)", "INSERT INTO t VALUES (1, 'x')"});
  }
};

TEST_F(PostgresConnecting, RefusesAWrongPasswordWithoutRepeatingIt) {
  DatabaseSpec spec = table("t");
  spec.url = server_.tcp_url(database_, "reader");
  spec.password = Secret("hunter2");
  EXPECT_THAT(failure(spec), AllOf(HasSubstr("password authentication failed"), HasSubstr("28P01"),
                                   Not(HasSubstr("hunter2"))));
  try {
    open(spec);
  } catch (const Error& error) {
    EXPECT_FALSE(error.retryable());
    EXPECT_THAT(error.hint(), HasSubstr("password"));
  }
  spec.password = Secret("right");
  EXPECT_THAT(failure(spec), HasSubstr("no table 't'"));
}

TEST_F(PostgresConnecting, IgnoresTheSettingsOfTheAccount) {
  make_table();
  server_.run_all("postgres", {"ALTER USER reader SET statement_timeout = 400",
                               "ALTER USER reader SET TimeZone = 'Asia/Tokyo'",
                               "ALTER USER reader SET default_transaction_isolation = 'read uncommitted'"});
  DatabaseSpec spec = query(
      "SELECT 1 AS id, current_setting('statement_timeout') || current_setting('TimeZone') || "
      "current_setting('transaction_isolation') AS name FROM pg_sleep(0.6)");
  spec.url = server_.url(database_, "reader");
  EXPECT_EQ(all(spec).at(0)[1], Value::string("0UTCrepeatable read"));
  server_.run("postgres", "ALTER USER reader RESET ALL");
}

TEST_F(PostgresConnecting, TakesNoSettingFromTheEnvironment) {
  make_table();
  {
    // What the job file says, or the source itself, goes first.
    const Variable host("PGHOST", "nowhere.invalid");
    const Variable user("PGUSER", "nobody");
    const Variable database("PGDATABASE", "nothing");
    const Variable port("PGPORT", "1");
    const Variable mode("PGSSLMODE", "require");
    const Variable encoding("PGCLIENTENCODING", "LATIN1");
    const Variable authority("PGSSLROOTCERT", "/no/such/file");
    const Variable key("PGSSLKEY", "/no/such/file");
    EXPECT_EQ(all(table("t")).size(), 1u);
    DatabaseSpec spec = table("t");
    spec.url = server_.tcp_url(database_);
    const Variable address("PGHOSTADDR", "192.0.2.1");
    EXPECT_EQ(all(spec).size(), 1u);
  }
  // What neither says is refused, whatever it is.
  for (const char* name : {"PGSERVICE", "PGOPTIONS", "PGREQUIREPEER", "PGHOSTADDR", "PGTZ"}) {
    const Variable variable(name, "1");
    EXPECT_THAT(failure(table("t")), HasSubstr(name));
  }
}

TEST_F(PostgresConnecting, LooksForNoPasswordElsewhere) {
  const test::TemporaryDirectory home;
  const std::string file = (home.path() / ".pgpass").string();
  std::ofstream(file) << "*:*:*:reader:right\n";
  std::filesystem::permissions(file, std::filesystem::perms(0600));
  const Variable folder("HOME", home.path());
  const Variable passwords("PGPASSFILE", file);
  const Variable password("PGPASSWORD", "right");
  DatabaseSpec spec = table("t");
  spec.url = server_.tcp_url(database_, "reader");
  EXPECT_THAT(failure(spec), HasSubstr("asks for a password, and the job file names none"));
}

TEST_F(PostgresConnecting, ReachesAnotherMachineOnlyIfItsCertificateIsTrusted) {
  make_table();
  server_.run(database_, "GRANT SELECT ON t TO clear");
  DatabaseSpec spec = table("t");
  spec.url = server_.tcp_url(database_, "clear", "0.0.0.0");
  spec.password = Secret("right");
  EXPECT_THAT(failure(spec), HasSubstr("certificate"));
  const Variable trusted("SSL_CERT_FILE", server_.authority());
  EXPECT_EQ(all(spec).size(), 1u);
  // Not of the name 127.1, which is not one of a loopback host either.
  spec.url = server_.tcp_url(database_, "clear", "127.1");
  EXPECT_THAT(failure(spec), HasSubstr("does not match host name"));
}

/// libpq looks for certificates, keys and revocations below ~/.postgresql, and fails at files like these.
TEST_F(PostgresConnecting, ReadsNothingInTheHomeFolder) {
  make_table();
  server_.run(database_, "GRANT SELECT ON t TO clear");
  const test::TemporaryDirectory home;
  std::filesystem::create_directory(home.path() / ".postgresql");
  for (const char* file : {"root.crt", "root.crl", "postgresql.crt", "postgresql.key"})
    std::ofstream(home.path() / ".postgresql" / file) << "nothing of the kind\n";
  const Variable folder("HOME", home.path());
  const Variable trusted("SSL_CERT_FILE", server_.authority());
  DatabaseSpec spec = table("t");
  spec.url = server_.tcp_url(database_, "clear", "0.0.0.0");
  spec.password = Secret("right");
  EXPECT_EQ(all(spec).size(), 1u);
  spec.url = server_.url(database_);
  EXPECT_EQ(all(spec).size(), 1u);
}

TEST_F(PostgresConnecting, EndsWhereItFindsNoHost) {
  const auto begin = steady_clock::now();
  try {
    const PostgresConnection connection(parse_postgres_url("postgres://u@nowhere.invalid/d"), Secret(),
                                        ErrorKind::source, cancel_, {seconds(2)});
    ADD_FAILURE() << "connected to nowhere";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("nowhere.invalid"));
    EXPECT_FALSE(error.hint().empty());
  }
  EXPECT_LT(steady_clock::now() - begin, seconds(8));
}

}  // namespace
}  // namespace counterpart
