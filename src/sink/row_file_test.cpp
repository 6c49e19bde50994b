#include "sink/row_file.hpp"

#include <gtest/gtest.h>

#include "record/record.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart {
namespace {

std::string csv(Value value, bool raw = false) {
  std::string out;
  append_csv_value(out, value, raw);
  return out;
}

std::string csv(std::string_view text) {
  return csv(Value::string(text));
}

void add(RecordBatch& batch, std::initializer_list<Value> values) {
  for (const Value value : values) append_value(batch.arena(), value);
  batch.end_record();
}

std::string written(RowFileSpec spec, const RecordBatch& batch) {
  const test::TemporaryDirectory folder;
  spec.path = folder.path() / "rows";
  const auto file = open_row_file(spec);
  file->push(batch);
  file->prepare();
  EXPECT_FALSE(std::filesystem::exists(spec.path));
  file->commit();
  return read_file(spec.path, ErrorKind::source);
}

TEST(CsvValue, IsQuotedOnlyWhereNeeded) {
  EXPECT_EQ(csv("plain"), "plain");
  EXPECT_EQ(csv("O'Brien; Zoë"), "O'Brien; Zoë");
  EXPECT_EQ(csv("a,b"), "\"a,b\"");
  EXPECT_EQ(csv("a\nb"), "\"a\nb\"");
  EXPECT_EQ(csv("a\rb"), "\"a\rb\"");
  EXPECT_EQ(csv("a\"\"b\""), "\"a\"\"\"\"b\"\"\"");
  EXPECT_EQ(csv("\""), "\"\"\"\"");
  EXPECT_EQ(csv(" a"), "\" a\"");
  EXPECT_EQ(csv("a "), "\"a \"");
  EXPECT_EQ(csv(" "), "\" \"");
}

TEST(CsvValue, TellsNullFromAnEmptyText) {
  EXPECT_EQ(csv(Value::null()), "");
  EXPECT_EQ(csv(""), "\"\"");
}

TEST(CsvValue, DisarmsTextsThatASpreadsheetTakesForFormulas) {
  EXPECT_EQ(csv("=1+1"), "'=1+1");
  EXPECT_EQ(csv("+1"), "'+1");
  EXPECT_EQ(csv("-1"), "'-1");
  EXPECT_EQ(csv("@a"), "'@a");
  EXPECT_EQ(csv("\ta"), "'\ta");
  EXPECT_EQ(csv("\ra"), "\"'\ra\"");
  EXPECT_EQ(csv("\n=1"), "\"'\n=1\"");
  EXPECT_EQ(csv("\uFF1D1"), "'\uFF1D1");
  EXPECT_EQ(csv("\uFF0B1"), "'\uFF0B1");
  EXPECT_EQ(csv("\uFF0D1"), "'\uFF0D1");
  EXPECT_EQ(csv("\uFF20a"), "'\uFF20a");
  EXPECT_EQ(csv("=A1,\"x\""), "\"'=A1,\"\"x\"\"\"");
  EXPECT_EQ(csv("a=1"), "a=1");
  EXPECT_EQ(csv(Value::string("=1+1"), true), "=1+1");
}

TEST(CsvValue, LeavesNumbersDatesAndBooleansAlone) {
  EXPECT_EQ(csv(Value::int64(-1)), "-1");
  EXPECT_EQ(csv(Value::float64(-0.5)), "-0.5");
  EXPECT_EQ(csv(Value::boolean(true)), "true");
  EXPECT_EQ(csv(Value::date(17199)), "2017-02-02");
}

TEST(RowFile, WritesCsvWithAHeaderAndPlainLineEnds) {
  RecordBatch batch;
  add(batch, {Value::int64(1), Value::string("a,b")});
  add(batch, {Value::null(), Value::string("")});
  EXPECT_EQ(written({.path = {}, .columns = {{"id", {}}, {"last, name", {}}}}, batch),
            "id,\"last, name\"\n1,\"a,b\"\n,\"\"\n");
  EXPECT_EQ(written({.path = {}, .columns = {{"id", {}}}}, RecordBatch()), "id\n");
  EXPECT_EQ(written({.path = {}, .columns = {{"=1+1", {}}}}, RecordBatch()), "'=1+1\n");
  EXPECT_EQ(written({.path = {}, .columns = {{"=1+1", {}}}, .raw = true}, RecordBatch()), "=1+1\n");
}

TEST(RowFile, WritesTypedJsonLines) {
  RecordBatch batch;
  add(batch, {Value::int64(1), Value::string("=\"a\"\n"), Value::boolean(false)});
  add(batch, {Value::float64(1.5), Value::null(), Value::date(0)});
  const RowFileSpec spec{
      .kind = RowFileSpec::Kind::jsonl, .path = {}, .columns = {{"id", {}}, {"na\"me", {}}, {"x", {}}}};
  EXPECT_EQ(written(spec, batch),
            "{\"id\":1,\"na\\\"me\":\"=\\\"a\\\"\\n\",\"x\":false}\n{\"id\":1.5,\"na\\\"me\":null,\"x\":"
            "\"1970-01-01\"}\n");
  EXPECT_EQ(written(spec, RecordBatch()), "");
}

TEST(RowFile, LeavesTheOldFileUnlessCommitted) {
  const test::TemporaryDirectory folder;
  const auto path = folder.path() / "rows.csv";
  open_row_file({.path = path, .columns = {{"old", {}}}})->commit();
  {
    const auto file = open_row_file({.path = path, .columns = {{"new", {}}}});
    file->prepare();
  }
  EXPECT_EQ(read_file(path, ErrorKind::source), "old\n");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

}  // namespace
}  // namespace counterpart
