#include "db/url.hpp"

#include <gtest/gtest.h>

#include "counterpart/error.hpp"

namespace counterpart {
namespace {

std::string refusal(const std::string& url) {
  try {
    parse_mysql_url(url);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::job_file);
    EXPECT_FALSE(error.hint().empty());
    return error.what();
  }
  return "";
}

TEST(MysqlUrl, NamesUserHostPortAndDatabase) {
  const ServerAddress address = parse_mysql_url("mysql://reader@db.example.com:3316/data_engineer");
  EXPECT_EQ(address.user, "reader");
  EXPECT_EQ(address.host, "db.example.com");
  EXPECT_EQ(address.port, 3316u);
  EXPECT_EQ(address.database, "data_engineer");
  EXPECT_FALSE(address.is_local());
  EXPECT_EQ(address.text(), "db.example.com:3316/data_engineer");
}

TEST(MysqlUrl, DecodesPercentSigns) {
  const ServerAddress address =
      parse_mysql_url("mysql://a%40b%3Ac@localhost/da%2Fta?socket=%2Frun%2Fmy%20sql.sock");
  EXPECT_EQ(address.user, "a@b:c");
  EXPECT_EQ(address.database, "da/ta");
  EXPECT_EQ(address.socket, "/run/my sql.sock");
  EXPECT_EQ(address.port, 3306u);
  EXPECT_TRUE(address.is_local());
}

TEST(MysqlUrl, TakesAnIpv6HostInBrackets) {
  const ServerAddress address = parse_mysql_url("mysql://u@[::1]:3307/d");
  EXPECT_EQ(address.host, "::1");
  EXPECT_EQ(address.port, 3307u);
  EXPECT_TRUE(address.is_local());
  EXPECT_EQ(address.text(), "[::1]:3307/d");
}

TEST(MysqlUrl, RefusesAPasswordAndDoesNotRepeatIt) {
  for (const char* url : {"mysql://u:hunter2@h/d", "mysql://u:hun@ter2@h/d", "mysql://:hunter2@h/d"}) {
    const std::string message = refusal(url);
    EXPECT_NE(message.find("password"), std::string::npos) << url;
    EXPECT_EQ(message.find("hun"), std::string::npos) << url;
  }
}

TEST(MysqlUrl, RefusesWhatIsNotOne) {
  for (const char* url : {"", "postgres://u@h/d", "mysql://h/d", "mysql://@h/d", "mysql://u@/d",
                          "mysql://u@h", "mysql://u@h/", "mysql://u@h:0/d", "mysql://u@h:99999/d",
                          "mysql://u@h:x/d", "mysql://u@h/d?sslmode=off", "mysql://u@h/d?socket=",
                          "mysql://u%2@h/d", "mysql://u%zz@h/d", "mysql://u%00@h/d", "mysql://u@[::1/d"}) {
    EXPECT_NE(refusal(url), "") << url;
  }
}

TEST(MysqlUrl, OnlyLoopbackAndSocketsAreLocal) {
  EXPECT_TRUE(parse_mysql_url("mysql://u@127.0.0.1/d").is_local());
  EXPECT_FALSE(parse_mysql_url("mysql://u@10.0.0.1/d").is_local());
  EXPECT_FALSE(parse_mysql_url("mysql://u@localhost.example.com/d").is_local());
  EXPECT_FALSE(parse_mysql_url("mysql://u@127.evil.example/d").is_local());
}

TEST(MysqlUrl, TakesNoHostThatIsMoreThanAName) {
  for (const char* url :
       {"mysql://u@a,b/d", "mysql://u@%2Frun%2Fsocket/d", "mysql://u@%40abstract/d", "mysql://u@[::1,::2]/d"})
    EXPECT_NE(refusal(url), "") << url;
}

TEST(PostgresUrl, HasTwoSchemesAndAPortOfItsOwn) {
  for (const char* url : {"postgres://reader@db.example.com/crm", "postgresql://reader@db.example.com/crm"}) {
    const ServerAddress address = parse_postgres_url(url);
    EXPECT_EQ(address.user, "reader");
    EXPECT_EQ(address.host, "db.example.com");
    EXPECT_EQ(address.port, 5432u);
    EXPECT_EQ(address.database, "crm");
    EXPECT_FALSE(address.is_local());
  }
  EXPECT_EQ(parse_postgres_url("postgres://u@h:6432/d").port, 6432u);
}

TEST(PostgresUrl, NamesASocketByItsFolderOrByItself) {
  for (const char* option :
       {"host=/run/postgresql", "socket=%2Frun%2Fpostgresql", "socket=/run/postgresql/.s.PGSQL.5433"}) {
    const ServerAddress address = parse_postgres_url(std::string("postgres://u@localhost:5433/d?") + option);
    EXPECT_EQ(address.socket, "/run/postgresql") << option;
    EXPECT_EQ(address.port, 5433u) << option;
    EXPECT_TRUE(address.is_local());
    EXPECT_EQ(address.text(), "/run/postgresql/d");
  }
  EXPECT_EQ(parse_postgres_url("postgres://u@localhost/d?socket=/x/.s.PGSQL.7").port, 7u);
}

TEST(PostgresUrl, RefusesWhatIsNotOne) {
  for (const char* url : {"mysql://u@h/d", "postgres:u@h/d", "postgres://h/d", "postgres://u@h",
                          "postgres://u@a,b/d", "postgres://u@%2Frun/d", "postgres://u@h/d?host=other",
                          "postgres://u@h/d?socket=run", "postgres://u@h/d?sslmode=disable",
                          "postgres://u@h/d?socket=/x/.s.PGSQL.x", "postgres://u@h/d?hostaddr=1"}) {
    EXPECT_THROW(parse_postgres_url(url), Error) << url;
  }
  try {
    parse_postgres_url("postgres://u:hunter2@h/d");
    ADD_FAILURE() << "took a password";
  } catch (const Error& error) {
    EXPECT_EQ(std::string(error.what()).find("hunter2"), std::string::npos);
  }
}

TEST(SqliteUrl, IsTheFileTakenLiterally) {
  EXPECT_EQ(parse_sqlite_url("sqlite:warehouse.db"), "warehouse.db");
  EXPECT_EQ(parse_sqlite_url("sqlite:/var/a%20b.db"), "/var/a%20b.db");
  EXPECT_THROW(parse_sqlite_url("sqlite:"), Error);
  EXPECT_THROW(parse_sqlite_url("warehouse.db"), Error);
}

}  // namespace
}  // namespace counterpart
