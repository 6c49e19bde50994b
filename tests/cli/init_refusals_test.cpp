// Addresses of sides that a look cannot begin with.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>

#include "support/workplace.hpp"

namespace counterpart::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct Refusal {
  const char* address;
  int exit_code;
  const char* cause;
  const char* hint = "";
};

/// Names the case in messages.
void PrintTo(const Refusal& refusal, std::ostream* out) {
  *out << refusal.address;
}

class InitRefuses : public ::testing::TestWithParam<Refusal> {};

TEST_P(InitRefuses, AnAddressThatCannotBe) {
  const Workplace place;
  place.write("crm.csv", "id,name\n1,One\n");
  place.write("binary", std::string("PAR1\0\1\2", 7));
  place.write("list.json", "[{\"id\":1}]");
  place.write("empty.csv", "id,name\n");
  const Files before = place.files();
  const Ended ended = place.run({"init", "--left", "crm.csv", "--right", GetParam().address});
  place.expect_refused(before, ended, GetParam().exit_code, {GetParam().cause});
  EXPECT_THAT(ended.err, HasSubstr(GetParam().hint));
  EXPECT_THAT(ended.err, Not(HasSubstr("s3cr3t")));
}

INSTANTIATE_TEST_SUITE_P(
    Each, InitRefuses,
    ::testing::Values(
        Refusal{"nowhere.csv", 2, "there is no file nowhere.csv"}, Refusal{".", 2, "is a folder"},
        Refusal{"binary", 2, "neither CSV nor JSON Lines"}, Refusal{"list.json", 4, "one JSON list"},
        Refusal{"empty.csv", 4, "no record in it"},
        Refusal{"postgresql://me:s3cr3t@db/people", 2, "a password in the URL is refused",
                "--right-password-env"},
        Refusal{"oracle://me@db/people", 2, "unknown kind of address: oracle://"},
        Refusal{"mysql://me:s3cr3t@db/people", 2, "a password in the URL is refused", "--right-password-env"},
        Refusal{"mysql://me@", 2, "the host is missing"},
        Refusal{"https://me:s3cr3t@api.example.com/", 2, "holds a user or a password", "--right-user"},
        Refusal{"https://api.example.com/users?api_key=s3cr3t", 2, "'api_key', which looks like a secret",
                "--right-query-env api_key=VARIABLE"},
        Refusal{"http://192.0.2.1/users", 2, "in clear text over the network", "--allow-http"},
        Refusal{"http://127.0.0.1:1/users", 5, "http://127.0.0.1:1/users: "}));

}  // namespace
}  // namespace counterpart::test
