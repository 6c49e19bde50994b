#include "base/nearest.hpp"

#include <gtest/gtest.h>

namespace counterpart {

TEST(Nearest, FindsTheWordThatWasMeant) {
  const std::vector<std::string> keys{"source", "url", "password", "query", "records"};
  EXPECT_EQ(nearest("sorce", keys), "source");
  EXPECT_EQ(nearest("qurey", keys), "query");
  EXPECT_EQ(nearest("Passwort", keys), "password");
  EXPECT_EQ(nearest("unrelated", keys), "");
  EXPECT_EQ(did_you_mean("ulr", keys), " (did you mean 'url'?)");
}

}  // namespace counterpart
