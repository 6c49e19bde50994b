/// The keys of a table output.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "job/job.hpp"
#include "job/outputs.hpp"
#include "job/plan.hpp"
#include "job/targets.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart {
namespace {

using testing::HasSubstr;

class LoadTable : public testing::Test {
 protected:
  Job load(const std::string& keys) {
    const std::filesystem::path path = folder_.path() / "job.toml";
    std::ofstream(path) << "[left]\nsource = \"csv\"\npath = \"a.csv\"\nid = \"id\"\n"
                           "[right]\nsource = \"csv\"\npath = \"b.csv\"\nid = \"id\"\n"
                           "[match]\n[[match.on]]\nleft = \"name\"\nright = \"name\"\n"
                           "[[output]]\nkind = \"table\"\nurl = \"sqlite:w.db\"\ntable = \"t\"\n"
                        << keys << "\n";
    return load_job(path);
  }
  TableSpec spec(const std::string& keys) {
    const Job job = load(keys);
    return table_spec(job, make_plan(job, 0), job.outputs.front(), folder_.path());
  }
  /// What is wrong, from "job.toml" on.
  std::string failure(const std::string& keys) {
    try {
      spec(keys);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::job_file);
      const std::string message = error.what();
      return message.substr(message.find("job.toml"));
    }
    return "nothing failed";
  }

  test::TemporaryDirectory folder_;
};

TEST_F(LoadTable, UpsertTakesAKeyOfItsColumns) {
  const TableSpec found =
      spec("mode = \"upsert\"\nkey = [\"who\", \"right_id\"]\nrename = { name = \"who\" }");
  EXPECT_EQ(found.mode, TableSpec::Mode::upsert);
  EXPECT_THAT(found.key, testing::ElementsAre("who", "right_id"));
}

TEST_F(LoadTable, UpsertNeedsAKeyAndTheOtherModesHaveNone) {
  EXPECT_THAT(failure("mode = \"upsert\""), HasSubstr("job.toml:17:8: mode \"upsert\" needs a 'key'"));
  EXPECT_THAT(failure("key = [\"name\"]"), HasSubstr("'key' is for mode = \"upsert\" alone"));
}

TEST_F(LoadTable, AKeyNamesEachColumnOnce) {
  EXPECT_THAT(
      failure("mode = \"upsert\"\nkey = [\"left_ids\"]"),
      HasSubstr("key of the table t: 'left_ids' is no column of this output (did you mean 'left_id'?)"));
  EXPECT_THAT(failure("mode = \"upsert\"\nkey = [\"name\", \"name\"]"), HasSubstr("'name' is there twice"));
}

TEST_F(LoadTable, MaxShrinkIsAPercentageOrARatio) {
  EXPECT_FALSE(spec("").max_shrink);
  EXPECT_DOUBLE_EQ(*spec("max_shrink = \"20%\"").max_shrink, 0.2);
  EXPECT_DOUBLE_EQ(*spec("max_shrink = \"0.5%\"").max_shrink, 0.005);
  EXPECT_DOUBLE_EQ(*spec("max_shrink = 0.25").max_shrink, 0.25);
  EXPECT_DOUBLE_EQ(*spec("max_shrink = 0").max_shrink, 0);
  for (const char* bad :
       {"\"20\"", "\"120%\"", "\"-1%\"", "\"%\"", "\"2 0%\"", "20", "-0.1", "true", "\"nan%\""})
    EXPECT_THAT(failure(std::string("max_shrink = ") + bad), HasSubstr("'max_shrink' is a part of the rows"))
        << bad;
}

TEST_F(LoadTable, KeepPreviousIsANameOrATruth) {
  EXPECT_EQ(spec("").keep_previous, "");
  EXPECT_EQ(spec("keep_previous = false").keep_previous, "");
  EXPECT_EQ(spec("keep_previous = true").keep_previous, "t_previous");
  EXPECT_EQ(spec("keep_previous = \"yesterday\"").keep_previous, "yesterday");
  for (const char* bad : {"\"\"", "\"t\"", "\"other.t\"", "3"})
    EXPECT_THAT(failure(std::string("keep_previous = ") + bad),
                HasSubstr("'keep_previous' is true, or a name"))
        << bad;
}

TEST_F(LoadTable, GuardsOfReplaceAreForReplaceAlone) {
  for (const char* key : {"max_shrink = \"5%\"", "keep_previous = true"}) {
    EXPECT_THAT(failure(std::string("mode = \"append\"\n") + key),
                HasSubstr("is for mode = \"replace\" alone"));
  }
  EXPECT_EQ(spec("mode = \"append\"\nmin_rows = 3").min_rows, 3U);
}

TEST_F(LoadTable, AKeptTableTakesNoOtherOutputsPlace) {
  const Job job = load(
      "keep_previous = \"old\"\n[[output]]\nkind = \"table\"\nurl = \"sqlite:w.db\"\ntable = \"old\"\nmode = "
      "\"append\"");
  EXPECT_THROW(check_targets(job, folder_.path()), Error);
}

TEST_F(LoadTable, AJobHasADigestOfItsBytes) {
  EXPECT_EQ(load("").digest, load("").digest);
  EXPECT_NE(load("").digest, load("# a remark").digest);
}

}  // namespace
}  // namespace counterpart
