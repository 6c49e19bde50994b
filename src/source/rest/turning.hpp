#pragma once
/// Puts the value that turns the pages into a request.

#include <cstdint>
#include <string>
#include <string_view>

#include "http/request.hpp"
#include "source/source.hpp"

namespace counterpart {

/// Where a paginator's value goes, and what it replaces. Parameters and headers of that name are replaced.
class Turning {
 public:
  explicit Turning(const PagesSpec& spec) : where_(spec.where), name_(spec.param) {}

  /// In a body a JSON string, or, if `value` is one of JSON, a number.
  void set(http::Request& request, const std::string& value, bool is_number = false) const;
  /// In a body a JSON number.
  void set(http::Request& request, std::int64_t value) const;
  /// "the parameter 'page'", for messages.
  std::string text() const;

 private:
  void put(http::Request& request, const std::string& text, const std::string& json) const;

  PagesSpec::Where where_;
  std::string name_;
};

/// Asks for pages of `size` records, as the spec says how.
void set_size(http::Request& request, const PagesSpec& spec, std::int64_t size);

}  // namespace counterpart
