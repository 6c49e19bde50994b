#pragma once
/// Where something is in a JSON document: a JSON Pointer (RFC 6901) or a JSONPath (RFC 9535), compiled once.
/// Hides both spellings. Does not include simdjson, so that what only checks a path does without it.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "counterpart/error.hpp"
#include "source/json/json_path_syntax.hpp"

namespace simdjson::dom {
class element;
}  // namespace simdjson::dom

namespace counterpart {

/// A compiled path. Names, indexes, wildcards, slices, unions, descendants and filters of RFC 9535 are
/// there; its functions (length, count, match, search, value) are refused. Of a member that stands twice in
/// an object, a name gives the first. Elements live as long as their document.
class JsonPath {
 public:
  /// `text` is a JSON Pointer if it is empty or begins with '/', a JSONPath if it begins with '$'. Throws
  /// Error(`kind`) that names the column if it is neither, nested too deeply or too long.
  static JsonPath parse(const std::string& text, ErrorKind kind);

  /// True if it selects one place at most, whatever the document: a pointer, or only names and indexes.
  bool singular() const noexcept { return lead_ == query_.segments.size(); }
  /// True for the path of the whole document.
  bool empty() const noexcept { return query_.segments.empty(); }
  const std::string& text() const noexcept { return text_; }
  /// The part before the first step that can select several places: "$.entry" of "$.entry[*].resource".
  JsonPath anchor() const;

  /// Adds what it selects to `into`, in the order of RFC 9535: that of the document, but for unions and
  /// slices backwards, which have their own. A node that several steps lead to comes as many times. Throws
  /// Error(ErrorKind::api) beyond 16,777,216 nodes.
  void select(simdjson::dom::element root, std::vector<simdjson::dom::element>& into) const;
  /// The first of them, without looking for the others. Nothing if it selects nothing.
  std::optional<simdjson::dom::element> first(simdjson::dom::element root) const;

 private:
  JsonPath(std::string text, json_path::Query query);

  std::string text_;
  json_path::Query query_;
  std::size_t lead_;  ///< so many segments at the front are singular
};

}  // namespace counterpart
