#pragma once
/// A page of JSON: parsed whole or not at all, and what job files point to inside of it.

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "record/builder.hpp"
#include "source/json_record.hpp"

namespace counterpart {

/// Bytes that are no UTF-8 and escapes of half a surrogate pair make JSON unreadable. Gives `text` with each
/// of them replaced by `mark`, a noncharacter (U+FDD0 to U+FDEF) that `text` does not have; nothing if there
/// are none, or no such character is left.
std::optional<std::string> mark_bad_text(std::string_view text, std::string& mark);

/// The last page parsed. All errors are ErrorKind::api and name the pointer; the caller adds the page.
class JsonPage {
 public:
  /// Parses `text`, behind which 64 more bytes must be readable. Gives the problem, in words, if it does not
  /// parse whole.
  std::optional<std::string> parse(std::string_view text);

  /// The list at a JSON Pointer.
  simdjson::dom::array list_at(const std::string& pointer) const;
  /// A whole number, or a text that is one.
  std::uint64_t count_at(const std::string& pointer) const;
  /// True or false; null is false.
  bool flag_at(const std::string& pointer) const;

  /// Refuses the wanted fields of a record that hold text which the page had damaged. Between `begin` and
  /// `end`.
  void refuse_damaged(simdjson::dom::object record, const ReadSpec& spec, RecordBuilder& builder) const;
  bool damaged() const noexcept { return !mark_.empty(); }

 private:
  simdjson::dom::element at(const std::string& pointer) const;
  bool marked(simdjson::dom::element value) const;

  JsonParser parser_;
  simdjson::dom::element root_;
  std::string repaired_;
  std::string mark_;  ///< empty if nothing was damaged
};

}  // namespace counterpart
