#include "http/link_header.hpp"

#include <algorithm>
#include <utility>

namespace counterpart::http {
namespace {

constexpr std::string_view kBlank = " \t";

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool same_word(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](char a, char b) { return lower(a) == lower(b); });
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == '\x7F';
}

bool has_word(std::string_view list, std::string_view word) {
  while (true) {
    const std::size_t begin = list.find_first_not_of(kBlank);
    if (begin == std::string_view::npos) return false;
    list.remove_prefix(begin);
    const std::string_view one = list.substr(0, list.find_first_of(kBlank));
    if (same_word(one, word)) return true;
    list.remove_prefix(one.size());
  }
}

struct Link {
  std::string_view target;
  std::optional<std::string> relations;  ///< none if there is no rel
  bool anchored = false;
};

/// Steps through the links of one field value.
class LinkReader {
 public:
  explicit LinkReader(std::string_view value) : rest_(value) {}

  /// The next link; nothing at the end of the value or of what can be read of it.
  std::optional<Link> next() {
    // A list may have empty elements (RFC 9110, 5.6.1.2).
    do {
      skip_blank();
    } while (take(','));
    if (rest_.empty()) return std::nullopt;
    Link link;
    if (read_target(link) && read_parameters(link)) return link;
    damaged_ = true;
    return std::nullopt;
  }

  bool damaged() const noexcept { return damaged_; }

 private:
  void skip_blank() { rest_.remove_prefix(std::min(rest_.find_first_not_of(kBlank), rest_.size())); }

  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::string_view take_until(std::string_view stops) {
    const std::string_view taken = rest_.substr(0, rest_.find_first_of(stops));
    rest_.remove_prefix(taken.size());
    return taken;
  }

  bool read_target(Link& link) {
    if (!take('<')) return false;
    link.target = take_until(">");
    if (!take('>')) return false;
    // Where a '>' is missing, this would be two links and what is between them.
    return std::none_of(link.target.begin(), link.target.end(),
                        [](char c) { return c == '<' || is_control(c); });
  }

  /// Reads up to the comma behind the link.
  bool read_parameters(Link& link) {
    while (true) {
      skip_blank();
      if (rest_.empty() || take(',')) return true;
      if (!take(';')) return false;
      skip_blank();
      const std::string_view name = take_until("=;, \t\"<>");
      skip_blank();
      std::string value;
      if (take('=')) {
        if (name.empty()) return false;
        skip_blank();
        if (take('"') ? !read_quoted(value) : !read_plain(value)) return false;
      }
      if (same_word(name, "rel") && !link.relations) link.relations = std::move(value);
      link.anchored = link.anchored || same_word(name, "anchor");
    }
  }

  /// Behind the opening quote, up to behind the closing one.
  bool read_quoted(std::string& value) {
    while (true) {
      value += take_until("\"\\");
      if (take('"')) return true;
      if (!take('\\') || rest_.empty()) return false;
      value += rest_.front();
      rest_.remove_prefix(1);
    }
  }

  /// More than the tokens that the RFC allows, since many servers write types and titles without quotes; but
  /// nothing that could be the beginning of another link.
  bool read_plain(std::string& value) {
    value = take_until(";,\"<>");
    return (rest_.empty() || rest_.front() == ';' || rest_.front() == ',') &&
           std::none_of(value.begin(), value.end(), [](char c) { return c != '\t' && is_control(c); });
  }

  std::string_view rest_;
  bool damaged_ = false;
};

}  // namespace

LinkTarget link_target(const std::vector<std::string>& field_values, std::string_view rel) {
  LinkTarget found;
  for (const std::string& value : field_values) {
    LinkReader reader(value);
    while (const auto link = reader.next()) {
      if (link->anchored || !link->relations || !has_word(*link->relations, rel)) continue;
      found.url = link->target;
      return found;
    }
    found.damaged = found.damaged || reader.damaged();
  }
  return found;
}

}  // namespace counterpart::http
