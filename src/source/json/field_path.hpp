#pragma once
/// How a field's name leads into the nested values of a record: "address.city", "emails[0].value".

#include <simdjson.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace counterpart {

/// A position in a list as RFC 6901 writes it: digits without leading zeros. Nothing for any other text.
std::optional<std::size_t> list_index(std::string_view text);

/// The way from one member of a record to the value of a field, taken apart once and then walked in each
/// record. Steps are separated by dots. A step is the name of a member or, in a list, a position; positions
/// can also stand in brackets behind a name: "emails.0.value" and "emails[0].value" are the same. A member
/// whose name has such brackets goes before a list of the name without them.
class FieldPath {
 public:
  /// The way that `field` takes through the member `name`; nothing if it is not a way below that member.
  static std::optional<FieldPath> below(std::string_view name, std::string_view field);

  /// The value at the end of the way that starts at the member's value; nothing if it leads nowhere.
  std::optional<simdjson::dom::element> walk(simdjson::dom::element value) const;

 private:
  struct Step {
    std::string name;                    ///< as it stands between the dots
    std::optional<std::size_t> index;    ///< `name` as a position
    std::string list;                    ///< `name` without its brackets, if it has any
    std::vector<std::size_t> positions;  ///< what stands in them
  };

  static Step make_step(std::string_view text);
  static bool take(const Step& step, simdjson::dom::element& value);
  static bool take(const std::vector<std::size_t>& positions, simdjson::dom::element& value);

  std::vector<std::size_t> positions_;  ///< in the member's value itself
  std::vector<Step> steps_;
};

}  // namespace counterpart
