// What it finds is held against a report kept as text, and against what the server itself finds with a join
// of both sides.
#include <fmt/format.h>

#include "integration/reference_job.hpp"

namespace counterpart::test {
namespace {

constexpr const char* kOneToOne = "l.place = r.place";

TEST_F(ReferenceJob, WritesTheExpectedReport) {
  run();
  EXPECT_EQ(report(), test_data("reference_report.txt"));
}

TEST_F(ReferenceJob, AccountsForEveryRecord) {
  const Event summary = run();
  const std::int64_t matches = number(summary, "/matches");
  EXPECT_EQ(server().query(warehouse_, "SELECT COUNT(*) FROM user_active_status"),
            fmt::format("{}\n", matches));
  EXPECT_EQ(number(summary, "/sides/internal/read"), 40);
  EXPECT_EQ(number(summary, "/sides/internal/keyless"), 2) << "a null last name and an empty first name";
  EXPECT_EQ(number(summary, "/sides/external/read"), 37);
  EXPECT_EQ(number(summary, "/sides/external/duplicate"), 1) << "the last of page 3 is the first of page 4";
  EXPECT_EQ(number(summary, "/sides/external/keyless"), 3);
  for (const std::string side : {"/sides/internal/", "/sides/external/"}) {
    std::int64_t sum = 0;
    for (const char* figure : {"duplicate", "rejected", "keyless", "matched", "ambiguous", "unmatched"})
      sum += number(summary, side + figure);
    EXPECT_EQ(sum, number(summary, side + "read"));
    EXPECT_EQ(number(summary, side + "matched"), matches);
  }
  EXPECT_EQ(number(summary, "/sides/internal/ambiguous"), 2)
      << "three John Smith meet two, two Douglas Adams meet one";
  EXPECT_EQ(number(summary, "/sides/external/ambiguous"), 1) << "three Wei Zhang meet two";
  EXPECT_EQ(number(summary, "/sides/external/pages"), kPages);
}

TEST_F(ReferenceJob, LoadsTheMatchesIntoBothWarehouses) {
  run();
  EXPECT_EQ(loaded(), joined(kOneToOne));
  EXPECT_EQ(loaded_in_sqlite(), joined(kOneToOne));
}

TEST_F(ReferenceJob, PrintsDdlThatRunsAsItStands) {
  run();
  const std::string heading = "\nSQL DDL:\n";
  const std::string text = report();
  const std::string ddl = text.substr(text.find(heading) + heading.size());
  EXPECT_EQ(place_.run_well({"ddl", "job.toml", "--dialect", "mysql"}).out, ddl);
  const std::string made = server().fresh_database();
  server().run(made, ddl);
  const auto columns = [](const std::string& database) {
    return server().query(database,
                          "SELECT column_name, column_type, is_nullable, extra FROM "
                          "information_schema.columns WHERE table_schema = "
                          "DATABASE() AND table_name = 'user_active_status' ORDER BY ordinal_position");
  };
  EXPECT_EQ(columns(made), columns(warehouse_)) << "the printed table is not the loaded one";
  EXPECT_EQ(lines_with(columns(made), "").size(), 10U);
  const std::string rows =
      fmt::format("INSERT INTO user_active_status ({0}) SELECT {0} FROM {1}.user_active_status ORDER BY id",
                  kColumns, warehouse_);
  server().run(made, rows);
  EXPECT_EQ(server().query(made, "SELECT * FROM user_active_status ORDER BY id"),
            server().query(warehouse_, "SELECT * FROM user_active_status ORDER BY id"));
}

TEST_F(ReferenceJob, GivesTheSameWhenRunAgain) {
  const Event first = run();
  const std::string text = report();
  const std::string rows = loaded();
  const Event second = run();
  EXPECT_EQ(second.at("/digest"), first.at("/digest"));
  EXPECT_NE(second.at("/run_id"), first.at("/run_id"));
  EXPECT_EQ(report(), text);
  EXPECT_EQ(loaded(), rows);
  EXPECT_EQ(tables(), "user_active_status\n") << "a table was left behind";
}

TEST_F(ReferenceJob, AppendsWhenAskedTo) {
  run();
  const std::string once = loaded();
  run("mode  = \"replace\"", "mode  = \"append\"");
  EXPECT_EQ(loaded(), once + once);
  EXPECT_EQ(loaded_in_sqlite(), once);
  EXPECT_EQ(tables(), "user_active_status\n") << "a table was left behind";
}

TEST_F(ReferenceJob, PairsUniqueNamesAlone) {
  run("one-to-one", "unique");
  EXPECT_EQ(loaded(), joined("l.many = 1 AND r.many = 1"));
  EXPECT_NE(loaded(), joined(kOneToOne));
}

TEST_F(ReferenceJob, PairsAllOfAName) {
  const Event summary = run("one-to-one", "all");
  EXPECT_EQ(loaded(), joined("TRUE"));
  EXPECT_GT(loaded().size(), joined(kOneToOne).size());
  EXPECT_EQ(number(summary, "/sides/internal/ambiguous"), 0);
}

TEST_F(ReferenceJob, StreamsWhereTheOrderIsDeclared) {
  const Event sorted = run();
  const std::string text = report();
  const Event streamed = run("window  = \"auto\"", "window  = 4\nordered_by = [\"lastname\"]");
  EXPECT_EQ(streamed.at("/digest"), sorted.at("/digest"));
  EXPECT_EQ(report(), text);
}

}  // namespace
}  // namespace counterpart::test
