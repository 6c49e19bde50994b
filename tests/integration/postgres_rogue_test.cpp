/// What a hostile or broken PostgreSQL server gets from us.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <thread>

#include "db/postgres.hpp"
#include "sink/sink.hpp"
#include "support/rogue_postgres.hpp"

namespace counterpart {
namespace {

using std::chrono::seconds;
using std::chrono::steady_clock;
using test::network_order;
using test::RoguePostgres;
using test::RoguePostgresSession;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::string kTlsRequest = network_order(80'877'103, 4);

ServerAddress address(const std::string& host, int port) {
  return parse_postgres_url("postgres://reader@" + host + ":" + std::to_string(port) + "/d");
}

/// The message of the error that connecting and one statement end with.
std::string failure(const std::string& host, int port, CancelToken& cancel, seconds limit = seconds(10)) {
  try {
    PostgresConnection connection(address(host, port), Secret("hunter2"), ErrorKind::source, cancel, {limit});
    connection.run("SELECT 1");
  } catch (const Error& error) {
    EXPECT_FALSE(error.hint().empty()) << error.what();
    EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos) << error.what();
    return error.what();
  }
  return "no failure";
}

TEST(RoguePostgresServer, OfAnotherMachineHasToSpeakTls) {
  // Refuses TLS; asks for the password in clear text at once; says yes and speaks something else.
  const std::string clear_text = "R" + network_order(8, 4) + network_order(3, 4);
  for (const std::string& answer : {std::string("N"), "N" + clear_text, clear_text,
                                    std::string("E\0\0\0\5\0", 6), "S" + clear_text + std::string(64, 'x')}) {
    std::promise<std::string> got;
    const RoguePostgres server([&](RoguePostgresSession& session) {
      std::string all = session.receive_startup();
      session.send_raw(answer);
      got.set_value(all + session.receive_rest());
    });
    CancelToken cancel;
    // To this address the system connects on loopback, but its text is not one of a loopback host.
    EXPECT_THAT(failure("0.0.0.0", server.port(), cancel, seconds(2)), Not(HasSubstr("no failure")));
    EXPECT_THAT(got.get_future().get(),
                AllOf(testing::StartsWith(kTlsRequest), Not(HasSubstr("reader")), Not(HasSubstr("hunter2"))));
  }
}

TEST(RoguePostgresServer, OfThisMachineHasToSpeakTlsWhereTheJobSaysSo) {
  std::promise<std::string> got;
  const RoguePostgres server([&](RoguePostgresSession& session) {
    std::string all = session.receive_startup();
    session.send_raw("N");
    got.set_value(all + session.receive_rest());
  });
  CancelToken cancel;
  const std::string url = "postgres://reader@127.0.0.1:" + std::to_string(server.port()) + "/d";
  const TlsSpec tls{TlsSpec::Mode::verify_full, "", "", ""};
  EXPECT_THROW(PostgresConnection(server_address(url, tls), Secret("hunter2"), ErrorKind::source, cancel,
                                  {seconds(2)}),
               Error);
  EXPECT_EQ(got.get_future().get(), kTlsRequest);
}

/// A request to log in as it should be.
const std::string kScram =
    "R" + network_order(23, 4) + network_order(10, 4) + std::string("SCRAM-SHA-256\0\0", 15);

/// What a client without TLS answers to a server that sends these parts, each once it can have read the one
/// before, and its error.
std::pair<std::string, std::string> answer_to(const std::vector<std::string>& parts) {
  std::promise<std::string> got;
  const RoguePostgres server([&](RoguePostgresSession& session) {
    std::string all = session.receive_startup();
    for (const std::string& part : parts) session.send_raw(part);
    got.set_value(all + session.receive_rest());
  });
  CancelToken cancel;
  std::string error = failure("127.0.0.1", server.port(), cancel, seconds(2));
  return {got.get_future().get(), std::move(error)};
}

TEST(RoguePostgresServer, OfThisMachineIsNotHandedThePasswordInClearText) {
  const std::string clear_text = "R" + network_order(8, 4) + network_order(3, 4);
  std::vector<std::string> bytes;
  for (const char byte : clear_text) bytes.emplace_back(1, byte);
  // At once; byte by byte; behind another request, whole and cut; with more than belongs to it.
  for (const auto& parts : std::vector<std::vector<std::string>>{
           {clear_text},
           bytes,
           {kScram + clear_text},
           {kScram + "R", clear_text.substr(1)},
           {"R" + network_order(12, 4) + network_order(3, 4) + "more" + clear_text}}) {
    const auto [got, error] = answer_to(parts);
    EXPECT_THAT(error, HasSubstr("asks for the password in clear text"));
    EXPECT_THAT(got, AllOf(HasSubstr("reader"), Not(HasSubstr("hunter2"))));
  }
}

TEST(RoguePostgresServer, ThatEndsTheLoginAnywhereIsTold) {
  for (const std::string& sent : {std::string(), std::string("R"), kScram.substr(0, 12)}) {
    const RoguePostgres server(
        [&](RoguePostgresSession& session) {
          session.receive_startup();
          session.send_raw(sent);
        },
        2);
    CancelToken cancel;
    EXPECT_THAT(failure("127.0.0.1", server.port(), cancel, seconds(2)),
                HasSubstr("server closed the connection"));
  }
}

TEST(RoguePostgresServer, OfAnotherMachineGetsNoTableWithoutTls) {
  std::promise<std::string> got;
  const RoguePostgres server([&](RoguePostgresSession& session) {
    std::string all = session.receive_startup();
    session.send_raw("N");
    got.set_value(all + session.receive_rest());
  });
  TableSpec spec;
  spec.url = "postgres://loader@0.0.0.0:" + std::to_string(server.port()) + "/d";
  spec.password = Secret("hunter2");
  spec.table = "t";
  spec.columns = {{"name", {ColumnType::Kind::text, 0}}};
  CancelToken cancel;
  try {
    open_table(spec, cancel);
    FAIL() << "no failure";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::load_rolled_back) << error.what();
    EXPECT_THAT(error.hint(), HasSubstr("TLS"));
  }
  EXPECT_EQ(got.get_future().get(), kTlsRequest);
}

TEST(RoguePostgresServer, ThatSpeaksSomethingElseIsTold) {
  const RoguePostgres server(
      [](RoguePostgresSession& session) {
        session.receive_startup();
        session.send_raw("HTTP/1.1 400 Bad Request\r\n\r\n");
        session.receive_rest();
      },
      2);
  CancelToken cancel;
  EXPECT_THAT(failure("127.0.0.1", server.port(), cancel), HasSubstr("expected authentication request"));
}

TEST(RoguePostgresServer, CannotPaintTheTerminal) {
  const RoguePostgres server(
      [](RoguePostgresSession& session) {
        session.receive_startup();
        session.send('E', std::string("SFATAL\0VFATAL\0C28000\0M\x1b[2Jgo\naway\0\0", 36));
        session.receive_rest();
      },
      2);
  CancelToken cancel;
  EXPECT_THAT(failure("127.0.0.1", server.port(), cancel),
              AllOf(HasSubstr("\\x1B[2Jgo"), HasSubstr("28000")));
}

TEST(RoguePostgresServer, ThatSaysNothingIsGivenUp) {
  std::promise<void> tested;
  const RoguePostgres server([&tested](RoguePostgresSession&) { tested.get_future().wait(); });
  CancelToken cancel;
  const auto begin = steady_clock::now();
  EXPECT_THAT(failure("127.0.0.1", server.port(), cancel, seconds(1)),
              HasSubstr("no answer within 1 seconds"));
  EXPECT_LT(steady_clock::now() - begin, seconds(5));
  tested.set_value();
}

TEST(RoguePostgresServer, ThatSaysNothingDoesNotHoldUpACancellation) {
  for (const bool logged_in : {false, true}) {
    std::promise<void> tested;
    std::promise<void> reached;
    const RoguePostgres server([&](RoguePostgresSession& session) {
      session.receive_startup();
      if (logged_in) session.accept_login();
      reached.set_value();
      tested.get_future().wait();
    });
    CancelToken cancel;
    const auto begin = steady_clock::now();
    std::thread canceller([&] {
      reached.get_future().wait();
      cancel.cancel(ErrorKind::interrupted);
    });
    EXPECT_EQ(failure("127.0.0.1", server.port(), cancel, seconds(30)), "interrupted");
    EXPECT_LT(steady_clock::now() - begin, seconds(5));
    canceller.join();
    tested.set_value();
  }
}

const std::string kHead = std::string("PGCOPY\n\xFF\r\n\0", 11) + network_order(0, 4) + network_order(0, 4);
const std::string kTrailer = network_order(-1, 2);

std::string row(const std::string& text) {
  return network_order(2, 2) + network_order(static_cast<std::int64_t>(text.size()), 4) + text +
         network_order(-1, 4);
}

/// What a COPY of two columns gives, "a,b," or the message of its error behind it.
std::string copied(std::function<void(RoguePostgresSession&)> script) {
  const RoguePostgres server([&script](RoguePostgresSession& session) {
    session.receive_startup();
    session.accept_login();
    if (!session.await_statement()) return;
    session.finish("SAVEPOINT");
    if (!session.await_statement()) return;
    session.begin_copy(2);
    script(session);
  });
  CancelToken cancel;
  std::string texts;
  try {
    PostgresConnection connection(address("127.0.0.1", server.port()), Secret(), ErrorKind::source, cancel);
    const auto rows = connection.copy("SELECT", 2);
    while (rows->next()) {
      EXPECT_TRUE(rows->is_null(1));
      texts += std::string(rows->bytes(0)) + ",";
    }
    EXPECT_FALSE(rows->next());
    return texts;
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::source);
    return texts + error.what();
  }
}

TEST(RoguePostgresCopy, MayCutItsMessagesAnywhere) {
  const std::string whole = kHead + row("one") + row("") + row(std::string(1000, 'x')) + kTrailer;
  for (const std::size_t size : {std::size_t{1}, std::size_t{7}, std::size_t{500}, whole.size()}) {
    EXPECT_EQ(copied([&](RoguePostgresSession& session) {
                for (std::size_t at = 0; at < whole.size(); at += size)
                  session.copy_data(std::string_view(whole).substr(at, size));
                session.end_copy("COPY 3");
              }),
              "one,," + std::string(1000, 'x') + ",");
  }
}

TEST(RoguePostgresCopy, MayHaveAHeadThatGrew) {
  EXPECT_EQ(copied([](RoguePostgresSession& session) {
              session.copy_data(kHead.substr(0, 15) + network_order(3, 4) + "new" + row("one") + kTrailer);
              session.end_copy("COPY 1");
            }),
            "one,");
}

TEST(RoguePostgresCopy, IsNotOverBeforeItsEnd) {
  const auto sent = [](const std::string& data, const std::string& tag) {
    return copied([&](RoguePostgresSession& session) {
      session.copy_data(data);
      if (!tag.empty()) session.end_copy(tag);
    });
  };
  EXPECT_THAT(sent(kHead + row("one"), "COPY 1"), HasSubstr("without its trailer"));
  EXPECT_THAT(sent(kHead + row("one") + kTrailer, "COPY 2"),
              HasSubstr("1 rows came, but the server counted 2"));
  EXPECT_THAT(sent(kHead + row("one") + kTrailer + "x", "COPY 1"), HasSubstr("behind its trailer"));
  EXPECT_THAT(sent(kHead + row("one") + kTrailer, ""), HasSubstr("server closed the connection"));
  EXPECT_THAT(sent(kHead + row("one"), ""), HasSubstr("server closed the connection"));
  EXPECT_THAT(sent(kHead + row("one").substr(0, 8), ""), HasSubstr("server closed the connection"));
  EXPECT_THAT(sent("", "COPY 0"), HasSubstr("without its trailer"));
}

TEST(RoguePostgresCopy, HasTheFormThatItAnnounced) {
  const auto sent = [](const std::string& data) {
    return copied([&](RoguePostgresSession& session) {
      session.copy_data(data);
      session.end_copy("COPY 1");
    });
  };
  EXPECT_THAT(sent("1\tone\n" + std::string(30, 'x')), HasSubstr("no COPY data in the form"));
  EXPECT_THAT(sent(kHead.substr(0, 11) + network_order(1 << 16, 4) + network_order(0, 4)),
              HasSubstr("in the form"));
  EXPECT_THAT(sent(kHead + network_order(3, 2) + kTrailer),
              HasSubstr("a row of 3 columns came instead of 2"));
  EXPECT_THAT(sent(kHead + network_order(-7, 2) + kTrailer), HasSubstr("a row of -7 columns"));
  EXPECT_THAT(sent(kHead + network_order(2, 2) + network_order(-2, 4)), HasSubstr("negative length"));
  EXPECT_THAT(sent(kHead + network_order(2, 2) + network_order(INT32_MAX, 4) + "x"),
              HasSubstr("without its trailer"));
}

}  // namespace
}  // namespace counterpart
