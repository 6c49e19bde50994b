/// The keys of a side that is a database: how its server proves itself, and over how many connections it is
/// read.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "job/job.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart {
namespace {

using testing::HasSubstr;

class LoadDatabase : public testing::Test {
 protected:
  DatabaseSpec database(const std::string& keys) {
    const std::filesystem::path path = folder_.path() / "job.toml";
    std::ofstream(path) << "[left]\nid = \"id\"\n"
                        << keys
                        << "\n[right]\nsource = \"csv\"\npath = \"b.csv\"\nid = \"id\"\n"
                           "[match]\n[[match.on]]\nleft = \"name\"\nright = \"name\"\n";
    return std::get<DatabaseSpec>(load_job(path).left.source);
  }
  std::string failure(const std::string& keys) {
    try {
      database(keys);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::job_file);
      const std::string message = error.what();
      return message.substr(message.find("job.toml"));
    }
    return "nothing failed";
  }
  std::string file(const std::string& name, mode_t mode) {
    const std::filesystem::path path = folder_.path() / name;
    std::ofstream(path) << "pem";
    ::chmod(path.c_str(), mode);
    return path.string();
  }

  static constexpr const char* kRemote =
      "source = \"mysql\"\nurl = \"mysql://reader@db.example.com/people\"\ntable = \"people\"\n";
  static constexpr const char* kLocal =
      "source = \"postgres\"\nurl = \"postgres://reader@127.0.0.1/people\"\ntable = \"people\"\n";

  test::TemporaryDirectory folder_;
};

TEST_F(LoadDatabase, AServerElsewhereProvesItselfUnlessTheJobSaysNothing) {
  EXPECT_EQ(database(kRemote).tls.mode, TlsSpec::Mode::automatic);
  EXPECT_EQ(database(std::string(kLocal) + "tls = \"verify-full\"").tls.mode, TlsSpec::Mode::verify_full);
  EXPECT_EQ(database(std::string(kLocal) + "tls = \"off\"").tls.mode, TlsSpec::Mode::off);
}

TEST_F(LoadDatabase, NothingIsSentInTheClearToAnotherMachine) {
  EXPECT_NE(failure(std::string(kRemote) + "tls = \"off\""), "nothing failed");
  EXPECT_NE(failure(std::string(kRemote) + "tls = \"prefer\""), "nothing failed");
}

TEST_F(LoadDatabase, FilesOfTlsAreRelativeToTheJob) {
  file("ca.pem", 0644);
  file("me.pem", 0644);
  file("me.key", 0600);
  const TlsSpec tls =
      database(std::string(kRemote) + "tls = { ca = \"ca.pem\", cert = \"me.pem\", key = \"me.key\" }").tls;
  EXPECT_EQ(tls.mode, TlsSpec::Mode::verify_full);
  EXPECT_EQ(tls.authorities, (folder_.path() / "ca.pem").string());
  EXPECT_EQ(tls.certificate, (folder_.path() / "me.pem").string());
  EXPECT_EQ(tls.key, (folder_.path() / "me.key").string());
}

TEST_F(LoadDatabase, AKeyThatOthersCanReadIsRefused) {
  file("me.pem", 0644);
  file("me.key", 0644);
  EXPECT_THAT(failure(std::string(kRemote) + "tls = { cert = \"me.pem\", key = \"me.key\" }"),
              HasSubstr("others"));
}

TEST_F(LoadDatabase, ACertificateAndItsKeyGoTogether) {
  file("me.pem", 0644);
  EXPECT_THAT(failure(std::string(kRemote) + "tls = { cert = \"me.pem\" }"),
              HasSubstr("'cert' and 'key' go together"));
  EXPECT_THAT(failure(std::string(kRemote) + "tls = { ca = \"none.pem\" }"), HasSubstr("cannot be read"));
}

TEST_F(LoadDatabase, SplitTakesATableAndAColumn) {
  const DatabaseSpec by_id = database(std::string(kLocal) + "split = 4");
  EXPECT_EQ(by_id.split, 4U);
  EXPECT_EQ(by_id.split_by, "id");
  EXPECT_EQ(database(std::string(kLocal) + "split = 2\nsplit_by = \"number\"").split_by, "number");
  EXPECT_EQ(database(kLocal).split, 1U);
}

TEST_F(LoadDatabase, SplitIsRefusedWhereItHasNoMeaning) {
  EXPECT_THAT(failure("source = \"sqlite\"\nurl = \"sqlite:a.db\"\ntable = \"people\"\nsplit = 2"),
              HasSubstr("'split' is for servers"));
  EXPECT_THAT(failure("source = \"mysql\"\nurl = \"mysql://a@localhost/b\"\nquery = \"SELECT 1\"\nsplit = 2"),
              HasSubstr("'split' goes with 'table'"));
  EXPECT_THAT(failure(std::string(kLocal) + "ordered_by = [\"name\"]\nsplit = 2"),
              HasSubstr("exclude each other"));
  EXPECT_THAT(failure(std::string(kLocal) + "split_by = \"number\""),
              HasSubstr("'split_by' goes with 'split'"));
  EXPECT_NE(failure(std::string(kLocal) + "split = 17"), "nothing failed");
}

}  // namespace
}  // namespace counterpart
