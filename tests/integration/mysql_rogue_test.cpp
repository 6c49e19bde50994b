/// What a hostile or broken MySQL server gets from us.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <future>

#include "counterpart/error.hpp"
#include "db/mysql.hpp"
#include "support/rogue_mysql.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart {
namespace {

using test::RogueMysql;
using test::RogueSession;

/// The message of the error that connecting and one query end with.
std::string failure(const std::string& host, int port, CancelToken& cancel,
                    MysqlConnection::Limits limits = {}) {
  try {
    MysqlConnection connection(parse_mysql_url("mysql://reader@" + host + ":" + std::to_string(port) + "/d"),
                               Secret("hunter2"), ErrorKind::source, cancel, limits);
    connection.rows("LOAD DATA LOCAL INFILE 'x' INTO TABLE t");
  } catch (const Error& error) {
    EXPECT_FALSE(error.hint().empty()) << error.what();
    return error.what();
  }
  return "no failure";
}

TEST(RogueServer, IsNotHandedThePasswordInClearText) {
  std::promise<std::string> answer;
  const RogueMysql server([&answer](RogueSession& session) {
    const std::string login = session.greet();
    session.send(std::string("\xFEmysql_clear_password\0\0", 23));
    answer.set_value(login + session.receive());
  });
  CancelToken cancel;
  EXPECT_THAT(failure("127.0.0.1", server.port(), cancel), testing::HasSubstr("restricted_auth"));
  EXPECT_THAT(answer.get_future().get(),
              testing::AllOf(testing::HasSubstr("reader"), testing::Not(testing::HasSubstr("hunter2"))));
}

TEST(RogueServer, GetsNoFileOfThisMachine) {
  const test::TemporaryDirectory folder;
  const std::string canary = (folder.path() / "canary").string();
  std::ofstream(canary) << "canary song";
  for (const int queries_before : {0, 1}) {
    std::promise<std::string> answer;
    const RogueMysql server([&](RogueSession& session) {
      session.greet();
      session.accept_login();
      for (int i = 0; i < queries_before; ++i) {
        session.receive();
        session.accept_login();
      }
      session.receive();
      session.send("\xFB" + canary);
      answer.set_value(session.receive());
      session.accept_login();
    });
    CancelToken cancel;
    EXPECT_THAT(failure("127.0.0.1", server.port(), cancel), testing::HasSubstr("forbidden"));
    EXPECT_THAT(answer.get_future().get(), testing::Not(testing::HasSubstr("canary song")));
  }
}

/// What a server gets that asks for these files, one after the other, when the connection that loads a table
/// runs a statement.
std::string told(const std::vector<std::string>& files, const std::string& sql) {
  std::promise<std::string> answer;
  const RogueMysql server([&](RogueSession& session) {
    session.greet();
    session.accept_login();
    session.receive();
    session.accept_login();
    std::string all = session.receive() + "|";
    for (const std::string& file : files) {
      session.send("\xFB" + file);
      for (std::string rows = session.receive(); !rows.empty(); rows = session.receive()) all += rows;
      all += "|";
    }
    session.accept_login();
    answer.set_value(all);
  });
  CancelToken cancel;
  try {
    MysqlConnection connection(
        parse_mysql_url("mysql://reader@127.0.0.1:" + std::to_string(server.port()) + "/d"),
        Secret("hunter2"), ErrorKind::load_rolled_back, cancel, {}, MysqlConnection::LocalRows::offered);
    connection.run(sql, "our rows");
  } catch (const Error& error) {
    EXPECT_FALSE(error.hint().empty()) << error.what();
    EXPECT_EQ(error.kind(), ErrorKind::load_rolled_back);
    return answer.get_future().get() + error.what();
  }
  return answer.get_future().get();
}

TEST(RogueServer, GetsTheRowsOfALoadAndNoFileInTheirPlace) {
  const test::TemporaryDirectory folder;
  const std::string canary = (folder.path() / "canary").string();
  std::ofstream(canary) << "canary song";
  const std::string load = "LOAD DATA LOCAL INFILE 'counterpart:rows' INTO TABLE t";
  const std::string asked = "\x03" + load;
  EXPECT_EQ(told({"counterpart:rows"}, load), asked + "|our rows|");
  EXPECT_THAT(told({canary}, load), testing::AllOf(testing::StartsWith(asked + "||"),
                                                   testing::HasSubstr("a file of this machine")));
  EXPECT_THAT(told({"counterpart:rows", canary}, load),
              testing::AllOf(testing::StartsWith(asked + "|our rows||"), testing::HasSubstr("file")));
  EXPECT_THAT(told({"counterpart:rows", "counterpart:rows"}, load),
              testing::StartsWith(asked + "|our rows||"));
  // Another statement sends nothing at all.
  for (const std::string& file : {canary, std::string("counterpart:rows")}) {
    EXPECT_THAT(told({file}, "SELECT 1"),
                testing::AllOf(testing::StartsWith("\x03SELECT 1||"), testing::HasSubstr("forbidden")));
  }
}

TEST(RogueServer, OfThisMachineHasToSpeakTlsWhereTheJobSaysSo) {
  std::promise<std::string> answer;
  const RogueMysql server([&answer](RogueSession& session) { answer.set_value(session.greet()); });
  CancelToken cancel;
  const std::string url = "mysql://reader@127.0.0.1:" + std::to_string(server.port()) + "/d";
  const TlsSpec tls{TlsSpec::Mode::verify_full, "", "", ""};
  EXPECT_THROW(MysqlConnection(server_address(url, tls), Secret("hunter2"), ErrorKind::source, cancel),
               Error);
  EXPECT_EQ(answer.get_future().get(), "") << "the login was sent in clear text";
}

/// A statement of an option file would be the first that the server sees, its user the one that logs in.
TEST(RogueServer, SeesNothingOfOptionFilesAndVariables) {
  const test::TemporaryDirectory home;
  for (const char* file : {".my.cnf", ".mylogin.cnf", "my.cnf"}) {
    std::ofstream(home.path() / file) << "[client]\nuser = intruder\npassword = of-the-file\n"
                                         "init-command = \"SELECT 'from the option file'\"\n"
                                         "default-character-set = latin1\nlocal-infile = 1\n";
  }
  for (const auto& [name, value] :
       std::vector<std::pair<const char*, std::string>>{{"HOME", home.path()},
                                                        {"MYSQL_HOME", home.path()},
                                                        {"MARIADB_HOME", home.path()},
                                                        {"MYSQL_HOST", "nowhere.invalid"},
                                                        {"MYSQL_TCP_PORT", "1"},
                                                        {"MYSQL_UNIX_PORT", "/no/such/socket"},
                                                        {"MYSQL_PWD", "of-the-environment"},
                                                        {"USER", "intruder"}})
    ASSERT_EQ(::setenv(name, value.c_str(), 1), 0);
  std::promise<std::string> login;
  std::promise<std::string> first;
  const RogueMysql server([&](RogueSession& session) {
    login.set_value(session.greet());
    session.accept_login();
    first.set_value(session.receive());
  });
  CancelToken cancel;
  failure("127.0.0.1", server.port(), cancel);
  EXPECT_THAT(login.get_future().get(),
              testing::AllOf(testing::HasSubstr("reader"), testing::Not(testing::HasSubstr("intruder"))));
  EXPECT_THAT(first.get_future().get(), testing::HasSubstr("SET SESSION sql_mode"));
}

TEST(RogueServer, OfAnotherMachineHasToSpeakTls) {
  std::promise<std::string> answer;
  const RogueMysql server([&answer](RogueSession& session) { answer.set_value(session.greet()); });
  CancelToken cancel;
  // To this address the system connects on loopback, but its text is not one of a loopback host.
  EXPECT_THAT(failure("0.0.0.0", server.port(), cancel), testing::HasSubstr("TLS"));
  EXPECT_EQ(answer.get_future().get(), "") << "the login was sent in clear text";
}

TEST(RogueServer, ThatSaysNothingIsGivenUp) {
  std::promise<void> tested;
  const RogueMysql server([&tested](RogueSession&) { tested.get_future().wait(); });
  CancelToken cancel;
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_NE(failure("127.0.0.1", server.port(), cancel, {1, 0}), "no failure");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
  tested.set_value();
}

TEST(RogueServer, ThatStopsAnsweringIsGivenUpWithinTheLimit) {
  std::promise<void> tested;
  const RogueMysql server([&tested](RogueSession& session) {
    session.greet();
    session.accept_login();
    tested.get_future().wait();
  });
  CancelToken cancel;
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_NE(failure("127.0.0.1", server.port(), cancel, {10, 1}), "no failure");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(8));
  tested.set_value();
}

TEST(RogueServer, ThatSaysNothingDoesNotHoldUpACancellation) {
  std::promise<void> tested;
  const RogueMysql server([&tested](RogueSession&) { tested.get_future().wait(); });
  CancelToken cancel;
  const auto begin = std::chrono::steady_clock::now();
  std::thread canceller([&cancel] { cancel.cancel(ErrorKind::interrupted); });
  EXPECT_EQ(failure("127.0.0.1", server.port(), cancel, {30, 0}), "interrupted");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
  canceller.join();
  tested.set_value();
}

}  // namespace
}  // namespace counterpart
