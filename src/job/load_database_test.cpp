/// The keys of a database side: split, TLS.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "job/job.hpp"
#include "job/plan.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart {
namespace {

using testing::HasSubstr;

constexpr const char* kRemote = "source = \"postgres\"\nurl = \"postgres://reader@db.example.com/d\"\n";

class LoadDatabase : public testing::Test {
 protected:
  /// The keys of the side begin on line 2.
  Job load(const std::string& side, const std::string& output = "") {
    const std::filesystem::path path = folder_.path() / "job.toml";
    std::ofstream(path) << "[left]\n"
                        << side << "id = \"id\"\n"
                        << "[right]\nsource = \"csv\"\npath = \"b.csv\"\nid = \"id\"\n"
                           "[match]\n[[match.on]]\nleft = \"name\"\nright = \"name\"\n"
                        << output;
    return load_job(path);
  }
  DatabaseSpec spec(const std::string& side) { return std::get<DatabaseSpec>(load(side).left.source); }
  /// What is wrong, from "job.toml" on.
  std::string failure(const std::string& side, const std::string& output = "") {
    try {
      load(side, output);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::job_file);
      const std::string message = error.what();
      return message.substr(message.find("job.toml"));
    }
    return "nothing failed";
  }
  void make(const std::string& name, std::filesystem::perms permissions) {
    std::ofstream(folder_.path() / name) << "-----BEGIN …";
    std::filesystem::permissions(folder_.path() / name, permissions);
  }
  std::string in_folder(const std::string& name) const { return (folder_.path() / name).string(); }

  test::TemporaryDirectory folder_;
};

const std::string kTable = std::string(kRemote) + "table = \"people\"\n";

TEST_F(LoadDatabase, SplitsByTheIdOrByAnotherColumn) {
  EXPECT_EQ(spec(kTable).split, 1U);
  EXPECT_EQ(spec(kTable + "split = 4\n").split, 4U);
  EXPECT_EQ(spec(kTable + "split = 4\n").split_by, "id");
  EXPECT_EQ(spec(kTable + "split = 16\nsplit_by = \"number\"\n").split_by, "number");
}

TEST_F(LoadDatabase, SplitIsForATableOfAServerInAnyOrder) {
  EXPECT_THAT(failure(kTable + "split = 1\n"), HasSubstr("job.toml:5:9: 'split' has to be between 2 and 16"));
  EXPECT_THAT(failure(kTable + "split = 17\n"), HasSubstr("between 2 and 16"));
  EXPECT_THAT(failure(kTable + "split_by = \"n\"\n"),
              HasSubstr("job.toml:5:12: 'split_by' goes with 'split'"));
  EXPECT_THAT(failure(std::string(kRemote) + "query = \"SELECT 1\"\nsplit = 4\n"),
              HasSubstr("job.toml:5:9: 'split' goes with 'table'"));
  EXPECT_THAT(failure(kTable + "split = 4\nordered_by = [\"name\"]\n"),
              HasSubstr("job.toml:5:9: 'split' and 'ordered_by' exclude each other"));
  EXPECT_THAT(failure("source = \"sqlite\"\nurl = \"sqlite:a.db\"\ntable = \"t\"\nsplit = 4\n"),
              HasSubstr("job.toml:5:9: 'split' is for servers"));
}

TEST_F(LoadDatabase, OrderedSidesOfADatabaseAreReadToTheirEndHoweverSlowTheMatch) {
  const Job job = load(kTable + "ordered_by = [\"name\"]\n");
  const Plan plan = make_plan(job, 0);
  EXPECT_TRUE(plan.left.drains);
  EXPECT_FALSE(plan.right.drains);
}

TEST_F(LoadDatabase, TlsTakesFilesBesideTheJobFile) {
  make("ca.pem", std::filesystem::perms(0644));
  make("me.pem", std::filesystem::perms(0644));
  make("me.key", std::filesystem::perms(0600));
  const TlsSpec tls = spec(kTable + "tls = { ca = \"ca.pem\", cert = \"me.pem\", key = \"me.key\" }\n").tls;
  EXPECT_EQ(tls.mode, TlsSpec::Mode::verify_full);
  EXPECT_EQ(tls.authorities, in_folder("ca.pem"));
  EXPECT_EQ(tls.certificate, in_folder("me.pem"));
  EXPECT_EQ(tls.key, in_folder("me.key"));
  EXPECT_EQ(spec(kTable).tls.mode, TlsSpec::Mode::automatic);
  EXPECT_EQ(spec(kTable + "tls = \"verify-full\"\n").tls.mode, TlsSpec::Mode::verify_full);
}

TEST_F(LoadDatabase, TlsRefusesAKeyThatOthersCanRead) {
  make("me.pem", std::filesystem::perms(0644));
  make("me.key", std::filesystem::perms(0640));
  EXPECT_THAT(failure(kTable + "tls = { cert = \"me.pem\", key = \"me.key\" }\n"),
              testing::AllOf(HasSubstr("job.toml:5:"), HasSubstr("can be read by others")));
}

TEST_F(LoadDatabase, TlsNeedsTheFilesThatItNames) {
  EXPECT_THAT(failure(kTable + "tls = { ca = \"none.pem\" }\n"), HasSubstr("none.pem cannot be read"));
  make("me.pem", std::filesystem::perms(0644));
  EXPECT_THAT(failure(kTable + "tls = { cert = \"me.pem\" }\n"), HasSubstr("'cert' and 'key' go together"));
  EXPECT_THAT(failure(kTable + "tls = { cafile = \"x\" }\n"), HasSubstr("cafile"));
}

TEST_F(LoadDatabase, TlsIsNotTurnedOffForAnotherMachine) {
  EXPECT_THAT(failure(kTable + "tls = \"off\"\n"),
              HasSubstr("job.toml:5:7: tls = \"off\" is for servers on this machine"));
  const std::string here = "source = \"mysql\"\nurl = \"mysql://reader@127.0.0.1/d\"\ntable = \"t\"\n";
  EXPECT_EQ(spec(here + "tls = \"off\"\n").tls.mode, TlsSpec::Mode::off);
}

TEST_F(LoadDatabase, TlsIsForHosts) {
  const std::string socket =
      "source = \"mysql\"\nurl = \"mysql://reader@localhost/d?socket=/s\"\ntable = \"t\"\n";
  EXPECT_THAT(failure(socket + "tls = \"verify-full\"\n"), HasSubstr("a unix socket has no name"));
  EXPECT_THAT(failure("source = \"sqlite\"\nurl = \"sqlite:a.db\"\ntable = \"t\"\ntls = \"off\"\n"),
              HasSubstr("job.toml:5:7: 'tls' is for servers"));
}

TEST_F(LoadDatabase, TableOutputsTakeTlsToo) {
  make("ca.pem", std::filesystem::perms(0644));
  const std::string output =
      "[[output]]\nkind = \"table\"\nurl = \"mysql://loader@db.example.com/w\"\ntable = \"t\"\n";
  EXPECT_EQ(load(kTable, output + "tls = { ca = \"ca.pem\" }\n").outputs.front().tls.authorities,
            in_folder("ca.pem"));
  EXPECT_THAT(failure(kTable, output + "tls = \"off\"\n"), HasSubstr("is for servers on this machine"));
}

}  // namespace
}  // namespace counterpart
