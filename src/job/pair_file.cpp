#include "job/pair_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>

#include "base/utf8.hpp"
#include "counterpart/error.hpp"
#include "source/byte_reader.hpp"
#include "source/csv_parser.hpp"

namespace counterpart {
namespace {

constexpr std::size_t kBlockBytes = 1 << 16;
constexpr std::size_t kMostRecordBytes = 1 << 20;

/// A CSV file with a header, line by line.
class Lines {
 public:
  explicit Lines(const std::filesystem::path& path)
      : place_(path.string()),
        parser_(ByteWindow(open_bytes(path), place_, kBlockBytes, kMostRecordBytes), ',') {
    if (!parser_.next()) throw Error(ErrorKind::source, place_ + ": is empty, not even a header");
    for (CsvField& field : parser_.fields()) columns_.emplace_back(field.text());
  }

  const std::vector<std::string>& columns() const { return columns_; }
  /// The column of the first of these names that there is.
  std::optional<std::size_t> find(const std::vector<std::string>& names) const {
    for (const std::string& name : names) {
      const auto at = std::find(columns_.begin(), columns_.end(), name);
      if (at != columns_.end()) return static_cast<std::size_t>(at - columns_.begin());
    }
    return std::nullopt;
  }
  std::size_t need(const std::vector<std::string>& names) const {
    if (const auto at = find(names)) return *at;
    throw Error(ErrorKind::source, fmt::format("{}: has no column {}", place_, fmt::join(names, " or ")))
        .hint("its columns are " + printable(fmt::format("{}", fmt::join(columns_, ", "))));
  }

  bool next() {
    while (parser_.next()) {
      if (!parser_.problem().empty()) throw error(std::string(parser_.problem()));
      const auto& fields = parser_.fields();
      if (fields.size() == 1 && fields.front().size == 0) continue;
      if (fields.size() == columns_.size()) return true;
      throw error(fmt::format("has {} fields where {} are expected", fields.size(), columns_.size()));
    }
    return false;
  }
  std::string text(std::optional<std::size_t> column) {
    return column ? std::string(parser_.fields()[*column].text()) : std::string();
  }
  std::uint64_t line() const { return parser_.line(); }
  Error error(const std::string& cause) const {
    return Error(ErrorKind::source, fmt::format("{}:{}: {}", place_, parser_.line(), cause))
        .hint("mend the line, or take it out; nothing was written");
  }

 private:
  std::string place_;
  CsvParser parser_;
  std::vector<std::string> columns_;
};

/// Nothing for a pair that nobody has decided.
std::optional<bool> verdict(const Lines& lines, std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  if (text.empty()) return std::nullopt;
  for (const char* word : {"1", "true", "yes", "match"}) {
    if (text == word) return true;
  }
  for (const char* word : {"0", "false", "no", "none"}) {
    if (text == word) return false;
  }
  throw lines.error(
      fmt::format("'{}' is no decision: write match (or 1) or none (or 0)", printable(text, 40)));
}

}  // namespace

std::vector<NamedPair> read_pair_file(const std::filesystem::path& path, const std::string& left_name,
                                      const std::string& right_name) {
  Lines lines(path);
  const std::size_t left = lines.need({"left_id", left_name + "_id", "id"});
  const std::size_t right = lines.need({"right_id", right_name + "_id", "other_id"});
  const auto decided = lines.find({"match", "decision", "label"});
  const auto left_digest = lines.find({"left_digest"});
  const auto right_digest = lines.find({"right_digest"});
  std::vector<NamedPair> pairs;
  while (lines.next()) {
    const std::optional<bool> match = decided ? verdict(lines, lines.text(decided)) : true;
    if (!match) continue;
    pairs.push_back({lines.line(), lines.text(left), lines.text(right), *match, lines.text(left_digest),
                     lines.text(right_digest)});
    if (pairs.back().left.empty() || pairs.back().right.empty()) throw lines.error("lacks an id");
  }
  return pairs;
}

std::optional<std::vector<NamedMember>> read_cluster_file(const std::filesystem::path& path) {
  Lines lines(path);
  const auto cluster = lines.find({"cluster", "cluster_id"});
  if (!cluster) return std::nullopt;
  const std::size_t id = lines.need({"id", "unique_id"});
  const auto side = lines.find({"side"});
  std::vector<NamedMember> members;
  while (lines.next()) {
    members.push_back({lines.line(), lines.text(side), lines.text(id), lines.text(cluster)});
    if (members.back().id.empty()) throw lines.error("lacks an id");
  }
  return members;
}

}  // namespace counterpart
