// What lies around a run and has no say in its results: the locale, the clock, what stands in the place of an
// output; and data of extreme shapes.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "support/workplace.hpp"

namespace counterpart::test {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

/// Two files and three outputs, over what an earlier run left.
class Surroundings : public ::testing::Test {
 protected:
  Surroundings() {
    write_people({"Ince", "ince", "INCE", "\u0130nce", "\u0131nce", "Istanbul", "istanbul"}, "2016-12-24");
    place_.write("job.toml", kJob);
    place_.run_well({"run", "job.toml"});
  }
  void write_people(const std::vector<std::string>& names, const std::string& seen) const {
    std::string left = "id,name,seen,amount\n";
    for (std::size_t i = 0; i < names.size(); ++i)
      left += fmt::format("{},{},{},{}.5\n", i + 1, names[i], seen, i);
    place_.write("left.csv", left);
    place_.write("right.csv", left);
  }
  /// Refused before anything changes, with the report elsewhere.
  void expect_refused_report(const std::string& path, const std::string& words) {
    place_.write("job.toml", replaced(kJob, "out/report.txt", path));
    const Files before = place_.files();
    const Ended ended = place_.run({"run", "job.toml"});
    place_.expect_refused(before, ended, 9, {words});
  }

  static constexpr const char* kJob = R"toml(as_of = 2017-02-02
[left]
source = "csv"
path = "left.csv"
id = "id"
[left.types]
seen = "date"
amount = "float64"
[right]
source = "csv"
path = "right.csv"
id = "id"
[match]
pairing = "all"
[[match.on]]
left = "name"
right = "name"
normalize = ["casefold"]
[[column]]
name = "name"
from = "left.name"
type = "text"
[[column]]
name = "amount"
from = "left.amount"
type = "double"
[[column]]
name = "active"
active_within = "30 days"
of = "left.seen"
[[output]]
kind = "report"
path = "out/report.txt"
[[output]]
kind = "csv"
path = "out/matches.csv"
[[output]]
kind = "table"
url = "sqlite:out/warehouse.db"
table = "pairs"
mode = "replace"
)toml";

  Workplace place_;
};

/// In which I is the capital letter of another letter, and a comma stands before decimals.
TEST_F(Surroundings, OfTurkishWordsGiveTheSameBytes) {
  const Files expected = place_.results();
  const Ended made =
      Program({"localedef", "-i", "tr_TR", "-f", "UTF-8", place_.path("tmp/tr_TR.UTF-8").string()},
              place_.start({}))
          .wait();
  ASSERT_TRUE(place_.has("tmp/tr_TR.UTF-8/LC_CTYPE")) << made.err;
  // glibc never frees what it makes of LOCPATH, which LeakSanitizer would hold against the program.
  const std::map<std::string, std::string> turkish{{"LOCPATH", place_.path("tmp").string()},
                                                   {"LC_ALL", "tr_TR.UTF-8"},
                                                   {"LANG", "tr_TR.UTF-8"},
                                                   {"ASAN_OPTIONS", "detect_leaks=0"}};
  const Ended date = Program({"locale", "decimal_point"}, place_.start({}, turkish)).wait();
  ASSERT_EQ(date.out, ",\n") << "this is no Turkish";
  place_.run_well({"run", "job.toml"}, turkish);
  EXPECT_TRUE(place_.results() == expected);
}

/// Drivers of servers that a job does not speak to need not be installed; one that is missing is named.
TEST_F(Surroundings, WithoutTheDriversOfServers) {
  for (const std::string driver : {"libmariadb.so.3", "libpq.so.5", "libcurl.so.4"})
    place_.write(driver, std::string(4096, 'x'));
  const std::map<std::string, std::string> broken{{"LD_LIBRARY_PATH", place_.folder().string()}};
  place_.run_well({"run", "job.toml"}, broken);
  const Files before = place_.files();
  const std::string job = kJob;
  const std::string left = "source = \"csv\"\npath = \"left.csv\"";
  const auto refused = [&](const std::string& source, int exit_code, const std::string& package) {
    place_.write("job.toml", replaced(job, left, source));
    const Ended ended = place_.run({"run", "job.toml"}, broken);
    place_.write("job.toml", job);
    place_.expect_refused(before, ended, exit_code, {"cannot be loaded"});
    EXPECT_THAT(ended.err, HasSubstr("apt-get install " + package));
  };
  refused("source = \"mysql\"\nurl = \"mysql://reader@127.0.0.1:9/crm\"\ntable = \"people\"", 4,
          "libmariadb3");
  refused("source = \"postgres\"\nurl = \"postgres://reader@127.0.0.1:9/crm\"\ntable = \"people\"", 4,
          "libpq5");
  refused("source = \"rest\"\nurl = \"http://127.0.0.1:9/people\"\npages = {kind = \"none\"}", 3, "libcurl4");
}

TEST_F(Surroundings, BeyondTheYear2038AreLikeOthers) {
  for (const auto& [day, active] : std::vector<std::pair<std::string, std::string>>{
           {"2038-01-19", "1"}, {"2038-02-10", "1"}, {"2106-02-08", "1"}, {"9999-12-31", "1"}}) {
    write_people({"Ince"}, day);
    place_.run_well({"run", "job.toml", "--as-of", day});
    EXPECT_EQ(place_.query("out/warehouse.db", "SELECT name, active FROM pairs"), "Ince|" + active + "\n")
        << day;
    EXPECT_EQ(
        place_.query("out/warehouse.db", "SELECT as_of FROM counterpart_runs ORDER BY seq DESC LIMIT 1"),
        day + "\n");
  }
  write_people({"Ince"}, "2038-01-19");
  place_.run_well({"run", "job.toml", "--as-of", "2038-03-01"});
  EXPECT_EQ(place_.query("out/warehouse.db", "SELECT name, active FROM pairs"), "Ince|0\n");
}

TEST_F(Surroundings, OfDevicesFoldersAndPipesAreNoPlaceForAnOutput) {
  for (const char* device : {"/dev/full", "/dev/null", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"})
    expect_refused_report(device, device);
  expect_refused_report("out", "is a folder");
  ASSERT_EQ(::mkfifo(place_.path("out/pipe").c_str(), 0600), 0);
  place_.write("job.toml", replaced(kJob, "out/report.txt", "out/pipe"));
  const Ended ended = place_.run({"run", "job.toml"});
  EXPECT_EQ(ended.exit_code, 9);
  EXPECT_THAT(ended.err, HasSubstr("is no plain file"));
  EXPECT_TRUE(std::filesystem::is_fifo(place_.path("out/pipe")));
}

TEST_F(Surroundings, OfALinkLeadToTheFileThatIsReplaced) {
  std::filesystem::create_directory(place_.path("elsewhere"));
  place_.write("elsewhere/report", "old\n");
  std::filesystem::create_symlink("../elsewhere/report", place_.path("out/link"));
  place_.write("job.toml", replaced(kJob, "out/report.txt", "out/link"));
  place_.run_well({"run", "job.toml"});
  EXPECT_TRUE(std::filesystem::is_symlink(place_.path("out/link")));
  EXPECT_THAT(place_.read("elsewhere/report"), HasSubstr("pairs"));
}

TEST_F(Surroundings, OfNamesThatAreAllTheSameMakeOneGroup) {
  constexpr unsigned kSame = 400;
  write_people(std::vector<std::string>(kSame, "Nguyen"), "2017-01-20");
  place_.run_well({"run", "job.toml", "--memory", "16MiB"});
  EXPECT_EQ(place_.query("out/warehouse.db", "SELECT COUNT(*), COUNT(DISTINCT amount) FROM pairs"),
            fmt::format("{}|{}\n", kSame * kSame, kSame));
}

TEST_F(Surroundings, OfANameOfAMebibyteKeepItWhole) {
  const std::string longest(1U << 20, 'n');
  write_people({longest + "a", longest + "b", "short"}, "2017-01-20");
  place_.run_well({"run", "job.toml", "--memory", "16MiB"});
  EXPECT_EQ(
      place_.query("out/warehouse.db", "SELECT length(name), substr(name, -1) FROM pairs ORDER BY name"),
      "1048577|a\n1048577|b\n5|t\n");
  EXPECT_THAT(place_.read("out/matches.csv"), HasSubstr("nb,"));
  EXPECT_GT(place_.read("out/matches.csv").size(), 2 * longest.size());
}

}  // namespace
}  // namespace counterpart::test
