/// The two ways of rows into a MySQL table, LOAD DATA LOCAL and INSERTs: which one is taken, and that nobody
/// can tell by the table.

#include <gmock/gmock.h>

#include <cmath>
#include <limits>
#include <sstream>

#include "integration/mysql_table_world.hpp"
#include "support/mysql_tables.hpp"

namespace counterpart::test {
namespace {

using testing::HasSubstr;

class MysqlWays : public MysqlTable {
 protected:
  /// Statements of a kind ("load", "stmt_execute") that the server has run.
  int statements(const std::string& kind) {
    const std::string row = server_.query("", "SHOW GLOBAL STATUS LIKE 'Com_" + kind + "'");
    return std::stoi(row.substr(row.find('|') + 1));
  }
  void load_all(const std::vector<std::vector<Value>>& rows, Mode mode = Mode::replace) {
    const auto sink = open(mode);
    for (const auto& row : rows) push(*sink, row);
    sink->prepare();
    sink->commit();
  }
};

std::vector<std::string> lines(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> all;
  for (std::string line; std::getline(in, line);) all.push_back(line);
  return all;
}

TEST_F(MysqlWays, RowsGoByLoadDataWhereTheServerTakesIt) {
  const int loads = statements("load");
  const int inserts = statements("stmt_execute");
  load({Value::string("Ada")});
  EXPECT_EQ(statements("load"), loads + 2) << "a question and an answer";
  EXPECT_EQ(statements("stmt_execute"), inserts);
  EXPECT_EQ(server_.query(database_, "SELECT name FROM t"), "Ada\n");
}

TEST_F(MysqlWays, RowsGoByInsertsWhereTheServerTakesNoOthers) {
  const MysqlWithoutLocal without;
  const int inserts = statements("stmt_execute");
  load({Value::string("Ada")});
  EXPECT_EQ(statements("stmt_execute"), inserts + 1);
  EXPECT_EQ(server_.query(database_, "SELECT name FROM t"), "Ada\n");
}

TEST_F(MysqlWays, RowsGoByManyStatementsEachWhole) {
  spec_.columns = {{"id", {Kind::integer, 0}}, {"name", {Kind::text, 0}}};
  const std::string text(10'000, '\t');
  const int loads = statements("load");
  const auto sink = open();
  for (int id = 0; id < 200; ++id) push(*sink, {Value::int64(id), Value::string(text)});
  sink->prepare();
  sink->commit();
  EXPECT_GT(statements("load"), loads + 4);
  EXPECT_EQ(server_.query(database_,
                          "SELECT COUNT(*), COUNT(DISTINCT t.id), SUM(LENGTH(REPLACE(name, '\\t', 'x'))), "
                          "MAX(name) = REPEAT('\\t', 10000) FROM t"),
            "200|200|2000000|1\n");
}

/// Doubles in columns of texts are the ones that the server would write otherwise.
TEST_F(MysqlWays, StoreTheSame) {
  spec_.columns = {{"big", {Kind::bigint, 0}},   {"real_", {Kind::real, 0}}, {"text_", {Kind::any, 0}},
                   {"flag", {Kind::boolean, 0}}, {"day", {Kind::date, 0}},   {"at", {Kind::timestamp, 0}}};
  std::vector<std::vector<Value>> rows{std::vector<Value>(6)};
  const auto add = [&rows](double number) {
    rows.push_back({Value::int64(static_cast<std::int64_t>(rows.size()) - 3), Value::float64(number),
                    Value::float64(number), Value::boolean(number > 0),
                    Value::date(static_cast<int>(rows.size())),
                    Value::timestamp(static_cast<std::int64_t>(rows.size()) * 1'000'003)});
  };
  for (int power = -320; power <= 308; ++power) {
    for (const double digits : {1.0, -1.5, 1.2345678901234567, 9.007199254740993})
      if (const double number = digits * std::pow(10.0, power); std::isfinite(number)) add(number);
  }
  for (const double number : {0.0, -0.0, 5e-324, std::numeric_limits<double>::max(), 1234567890123456.8})
    add(number);
  const std::string sql = "SELECT big, real_, text_, flag, day, at FROM t ORDER BY id";
  load_all(rows);
  const std::vector<std::string> loaded = lines(server_.query(database_, sql));
  const MysqlWithoutLocal without;
  load_all(rows);
  const std::vector<std::string> inserted = lines(server_.query(database_, sql));
  ASSERT_EQ(loaded.size(), rows.size());
  ASSERT_EQ(inserted.size(), rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) EXPECT_EQ(loaded[i], inserted[i]);
}

/// LOAD DATA leaves such a row out, with a warning.
TEST_F(MysqlWays, LeaveNoRowOut) {
  server_.run(database_, "CREATE TABLE t (name VARCHAR(50) PRIMARY KEY)");
  const auto sink = open();
  push(*sink, {Value::string("Ada")});
  push(*sink, {Value::string("Ada")});
  try {
    sink->prepare();
    FAIL() << "prepared";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::load_rolled_back);
    EXPECT_THAT(error.what(), HasSubstr("error 1062"));
    EXPECT_THAT(error.what(), testing::Not(HasSubstr("Ada")));
  }
}

/// The server makes a default of it, or the time of the load, by INSERTs too.
TEST_F(MysqlWays, MakeNoValueOfANull) {
  spec_.columns = {{"name", {Kind::varchar, 50}}, {"x", {Kind::date, 0}}};
  for (const char* type : {"DATE NOT NULL", "TIMESTAMP NOT NULL", "VARCHAR(10) NOT NULL"}) {
    server_.run_all(database_, {"DROP TABLE IF EXISTS t",
                                std::string("CREATE TABLE t (name VARCHAR(50), x ") + type + ")"});
    EXPECT_THAT(failure({Value::string("Ada"), Value::null()}), HasSubstr("'x'")) << type;
  }
}

}  // namespace
}  // namespace counterpart::test
