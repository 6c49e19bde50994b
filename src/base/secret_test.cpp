#include "base/secret.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <memory>

namespace counterpart {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string kShort = "hunter2";  // short enough to lie inside of the object

/// What lies where an object is, or was.
template <typename Object>
std::string bytes_of(const Object& object) {
  return {reinterpret_cast<const char*>(&object), sizeof object};
}

TEST(Secret, LeavesNothingWhereItWas) {
  alignas(Secret) std::array<std::byte, sizeof(Secret)> place;
  Secret* const secret = new (place.data()) Secret(kShort);
  ASSERT_THAT(bytes_of(place), HasSubstr(kShort));
  std::destroy_at(secret);
  EXPECT_THAT(bytes_of(place), Not(HasSubstr("unter2")));
}

TEST(Secret, LeavesNothingWhereItWasMovedFrom) {
  Secret from(kShort);
  const Secret to(std::move(from));
  EXPECT_EQ(to.reveal(), kShort);
  EXPECT_THAT(bytes_of(from), Not(HasSubstr("unter2")));
}

TEST(Secret, CanBeAssignedToItself) {
  Secret secret(kShort);
  const Secret& same = secret;
  secret = same;
  EXPECT_EQ(secret.reveal(), kShort);
  secret = Secret("another");
  EXPECT_EQ(secret.reveal(), "another");
}

TEST(WipedText, IsEmptyAndHoldsNothingInItsRoom) {
  std::string text(1000, 's');
  text.resize(500);
  const char* const room = text.data();
  wipe(text);
  EXPECT_EQ(text, "");
  text.resize(1000);
  ASSERT_EQ(text.data(), room) << "wiping needs no new memory";
  EXPECT_EQ(text.find('s'), std::string::npos);
}

}  // namespace
}  // namespace counterpart
