#include "job/job.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/stat.h>

#include <cstdlib>
#include <fstream>

#include "job/plan.hpp"
#include "job/targets.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart {
namespace {

constexpr const char* kGood = R"toml(as_of = 2017-02-02
memory = "64MiB"

[left]
name = "internal"
source = "sqlite"
url = "sqlite:users.db"
table = "user"
id = "id"

[right]
name = "external"
source = "jsonl"
path = "users.jsonl.gz"
id = "id"
[right.types]
last_active_date = "date"

[match]
pairing = "unique"
[[match.on]]
left = "lastname"
right = "lastname"
normalize = "name"
[[match.on]]
left = "firstname"
right = "firstname"

[[column]]
name = "first_name"
from = "left.firstname"
type = "varchar(50)"
[[column]]
name = "active"
active_within = "30 days"
of = "external.last_active_date"
[[column]]
name = "place"
coalesce = ["right.city", "left.city"]

[[output]]
kind = "report"
path = "output.txt"
rename = { first_name = "firstname" }
[[output]]
kind = "jsonl"
path = "only-internal.jsonl"
what = "unmatched-internal"
columns = ["id", "practice_id"]
)toml";

using testing::AllOf;
using testing::EndsWith;
using testing::StartsWith;

class LoadJob : public testing::Test {
 protected:
  Job load(const std::string& text, bool secrets = true) {
    std::ofstream(path_) << text;
    return load_job(path_, secrets);
  }

  std::string failure(const std::string& text) {
    try {
      const Job job = load(text);
      make_plan(job, 0);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::job_file);
      std::string message = error.what();
      if (const std::size_t at = message.find("job.toml"); at != std::string::npos) message.erase(0, at);
      return message;
    }
    return "no error";
  }

  static std::string with(const std::string& from, const std::string& to) {
    std::string text = kGood;
    text.replace(text.find(from), from.size(), to);
    return text;
  }

  test::TemporaryDirectory folder_;
  std::filesystem::path path_ = folder_.path() / "job.toml";
};

TEST_F(LoadJob, ReadsAWholeJob) {
  const Job job = load(kGood);
  EXPECT_EQ(job.as_of, 17199);
  EXPECT_EQ(job.memory_bytes, 64u << 20);
  EXPECT_EQ(job.left.name, "internal");
  EXPECT_EQ(std::get<DatabaseSpec>(job.left.source).url, "sqlite:" + (folder_.path() / "users.db").string());
  EXPECT_EQ(std::get<FileSpec>(job.right.source).path, folder_.path() / "users.jsonl.gz");
  EXPECT_EQ(job.pairing, Pairing::unique);
  EXPECT_EQ(job.match[0].steps.size(), 5u);
  EXPECT_TRUE(job.match[1].steps.empty());
  EXPECT_EQ(job.outputs[1].what, OutputSpec::What::unmatched_left);
}

TEST_F(LoadJob, ReadsOnlyTheFieldsThatAreNeededTheIdFirst) {
  const Job job = load(kGood);
  const Plan plan = make_plan(job, 0);
  std::vector<std::string> left;
  for (const Field& field : plan.left.read.fields) left.push_back(field.name);
  EXPECT_EQ(left, (std::vector<std::string>{"id", "lastname", "firstname", "city", "practice_id"}));
  EXPECT_TRUE(plan.left.read.fields[1].required);
  EXPECT_FALSE(plan.left.read.fields[3].required);
  EXPECT_EQ(plan.right.read.fields[*plan.right.read.find("last_active_date")].type, Type::date);
}

TEST_F(LoadJob, PointsAtAnUnknownKeyAndNamesTheNearest) {
  EXPECT_EQ(failure(with("table = \"user\"", "tabel = \"user\"")),
            "job.toml:8:1: unknown key 'tabel' in [left] (did you mean 'table'?)");
  EXPECT_EQ(failure(with("[left]", "[lefft]")), "job.toml:4:2: unknown key 'lefft' (did you mean 'left'?)");
  EXPECT_EQ(failure(with("pairing =", "paring =")),
            "job.toml:20:1: unknown key 'paring' in [match] (did you mean 'pairing'?)");
  EXPECT_EQ(failure(with("memory =", "memmory =")),
            "job.toml:2:1: unknown key 'memmory' (did you mean 'memory'?)");
  EXPECT_EQ(failure(with("normalize =", "normalise =")),
            "job.toml:24:1: unknown key 'normalise' in [[match.on]] (did you mean 'normalize'?)");
}

TEST_F(LoadJob, PointsAtAValueThatIsWrong) {
  EXPECT_EQ(failure(with("\"sqlite\"", "\"sqlight\"")).substr(0, 45),
            "job.toml:6:10: 'sqlight' is no source: it is ");
  EXPECT_EQ(failure(with("\"64MiB\"", "\"1MiB\"")),
            "job.toml:2:10: 'memory' is a size of at least 16MiB, such as \"256MiB\"");
  EXPECT_EQ(failure(with("\"30 days\"", "\"a month\"")),
            "job.toml:35:17: 'active_within' is a number of days or weeks: \"30 days\"");
  EXPECT_EQ(failure(with("\"left.firstname\"", "\"firstname\"")),
            "job.toml:31:8: 'firstname' is no field: write left.firstname or right.firstname");
  EXPECT_EQ(failure(with("\"varchar(50)\"", "\"char\"")).substr(0, 38),
            "job.toml:32:8: 'char' is no column typ");
  EXPECT_EQ(failure(with("as_of = 2017-02-02", "as_of = \"2017-02-30\"")),
            "job.toml:1:9: 'as_of' is a date: 2017-02-02");
  EXPECT_EQ(failure("as_of = = 3").substr(0, 12), "job.toml:1:9");
}

TEST_F(LoadJob, ChecksPathsIntoPages) {
  const auto from_api = [&](const std::string& paths) {
    return with("source = \"jsonl\"\npath = \"users.jsonl.gz\"\nid = \"id\"\n",
                "source = \"rest\"\nurl = \"https://api.example.com/users\"\nid = \"id\"\n" + paths);
  };
  const std::string good =
      "records = \"$.data[?@.type=='user']\"\npages = { kind = \"page\", has_more = \"/more\" }\n";
  const Job job = load(from_api(good));
  EXPECT_EQ(std::get<RestSpec>(job.right.source).records, "$.data[?@.type=='user']");
  EXPECT_EQ(std::get<RestSpec>(job.right.source).pages.has_more, "/more");
  EXPECT_THAT(
      failure(from_api("records = \"users\"\npages = { kind = \"page\" }\n")),
      AllOf(StartsWith("job.toml:16:11: "),
            EndsWith("\"users\" begins neither like a JSON Pointer ('/') nor like a JSONPath ('$')")));
  for (const auto& [key, column] : {std::pair{"total_pages", 15}, {"total_items", 15}, {"has_more", 12}}) {
    EXPECT_THAT(failure(from_api(fmt::format("[right.pages]\nkind = \"page\"\n{} = \"$.a.\"\n", key))),
                AllOf(StartsWith(fmt::format("job.toml:18:{}: ", column)),
                      EndsWith("\"$.a.\" is not a JSONPath: no name at column 5")));
  }
}

TEST_F(LoadJob, FindsWhatDoesNotFitTogether) {
  EXPECT_EQ(failure(with("rename = { first_name", "rename = { firstname")),
            "job.toml: an [[output]] names the column 'firstname', which it does not have (did you mean "
            "'first_name'?)");
  EXPECT_EQ(failure(with("last_active_date = \"date\"", "last_active_date = \"string\"")),
            "external: field 'last_active_date' is declared as string, but active_within needs a date");
  EXPECT_EQ(
      failure(with("table = \"user\"\n", "table = \"user\"\nordered_by = [\"firstname\"]\n")).substr(0, 74),
      "job.toml:4:1: ordered_by of internal: 'firstname' is not part 1 of the mat");
  EXPECT_EQ(failure(with("name = \"active\"", "name = \"first_name\"")),
            "job.toml:29:1: column 'first_name' is there twice");
}

TEST_F(LoadJob, NoOutputMayReplaceAnotherOrWhatIsRead) {
  const auto refusal = [&](const std::string& path) {
    const Job job = load(with("path = \"only-internal.jsonl\"", "path = \"" + path + "\""));
    try {
      check_targets(job, folder_.path());
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::job_file);
      const std::string message = error.what();
      const std::size_t at = message.find("would replace ") + 14;
      return message.substr(at, message.find(" (") - at);
    }
    return std::string("fine");
  };
  EXPECT_EQ(refusal("only-internal.jsonl"), "fine");
  EXPECT_EQ(refusal("./output.txt"), "another output");
  EXPECT_EQ(refusal("job.toml"), "the job file");
  EXPECT_EQ(refusal("users.jsonl.gz"), "what external is read from");
  EXPECT_EQ(refusal("../" + folder_.path().filename().string() + "/users.db"),
            "the database that internal is read from");
}

TEST_F(LoadJob, ATableIsOneName) {
  const std::string output = "\n[[output]]\nkind = \"table\"\nurl = \"sqlite:w.db\"\ntable = \"other.t\"\n";
  EXPECT_NE(failure(kGood + output).find("'table' is one name"), std::string::npos);
  const std::string postgres =
      "\n[[output]]\nkind = \"table\"\nurl = \"postgres://u@localhost/d\"\ntable = \"marts.t\"\n";
  EXPECT_NE(failure(kGood + postgres).find("search_path"), std::string::npos);
}

TEST_F(LoadJob, ColumnsOfAnOutputHaveDifferentNames) {
  EXPECT_EQ(failure(with("rename = { first_name = \"firstname\" }", "rename = { first_name = \"place\" }")),
            "job.toml: an [[output]] has two columns named 'place'");
}

TEST_F(LoadJob, SecretsNeverStandInTheFile) {
  const std::string with_password = with("table = \"user\"\n", "table = \"user\"\npassword = \"hunter2\"\n");
  EXPECT_EQ(failure(with_password),
            "job.toml:9:12: 'password' is a secret and does not stand in the job file");
}

TEST_F(LoadJob, SecretsComeFromEnvironmentFileOrCommand) {
  const auto password = [&](const std::string& source) {
    const Job job = load(with("table = \"user\"\n", "table = \"user\"\npassword = " + source + "\n"));
    return std::get<DatabaseSpec>(job.left.source).password.reveal();
  };
  ::setenv("COUNTERPART_TEST_SECRET", "from the environment", 1);
  EXPECT_EQ(password("{ env = \"COUNTERPART_TEST_SECRET\" }"), "from the environment");
  std::ofstream(folder_.path() / "secret") << "from a file\n";
  ::chmod((folder_.path() / "secret").c_str(), 0600);
  EXPECT_EQ(password("{ file = \"secret\" }"), "from a file");
  EXPECT_EQ(password("{ command = [\"printf\", \"from %s\", \"a command\"] }"), "from a command");
}

TEST_F(LoadJob, RefusesSecretsThatAreNoSecretsOrNotThere) {
  const auto message = [&](const std::string& source) {
    return failure(with("table = \"user\"\n", "table = \"user\"\npassword = " + source + "\n"));
  };
  std::ofstream(folder_.path() / "open") << "secret\n";
  ::chmod((folder_.path() / "open").c_str(), 0644);
  EXPECT_NE(message("{ file = \"open\" }").find("can be read by others"), std::string::npos);
  EXPECT_EQ(message("{ env = \"COUNTERPART_NO_SUCH\" }"),
            "job.toml:9:12: the environment variable COUNTERPART_NO_SUCH is not set");
  EXPECT_EQ(message("{ command = [\"false\"] }"), "job.toml:9:12: secret command false failed with status 1");
  EXPECT_EQ(message("{ env = \"A\", file = \"b\" }"),
            "job.toml:9:12: 'password' takes one of env, file and command");
}

TEST_F(LoadJob, RefusesNamesThatCannotBeShown) {
  EXPECT_EQ(failure(with("name = \"internal\"", "name = \"in\\u001B[31mternal\"")),
            "job.toml:5:8: 'name' has characters that cannot be shown: in\\x1B[31mternal");
  for (const char* name : {"a\\nb", "\\u202E", "\\u009B", "\\u007F"}) {
    const std::string message =
        failure(with("first_name = \"firstname\"", fmt::format("first_name = \"{}\"", name)));
    EXPECT_THAT(message, testing::HasSubstr("'rename' has characters that cannot be shown")) << name;
    EXPECT_EQ(message.find_first_of("\n\x7F"), std::string::npos);
  }
}

TEST_F(LoadJob, DdlNeedsNoSecrets) {
  const Job job = load(
      with("table = \"user\"\n", "table = \"user\"\npassword = { env = \"COUNTERPART_NO_SUCH\" }\n"), false);
  EXPECT_TRUE(std::get<DatabaseSpec>(job.left.source).password.empty());
}

}  // namespace
}  // namespace counterpart
