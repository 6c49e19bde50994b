#include "source/csv_parser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "counterpart/error.hpp"

namespace counterpart {
namespace {

constexpr std::uint64_t kOnes = 0x0101010101010101U;

/// The high bit of each zero byte. Bits above the lowest one may be wrong.
std::uint64_t zero_bytes(std::uint64_t word) {
  return (word - kOnes) & ~word & (kOnes << 7);
}

}  // namespace

std::string_view CsvField::text() noexcept {
  if (doubled) {
    char* end = begin + size;
    char* to = begin;
    for (const char* from = begin; from != end; ++from) {
      *to++ = *from;
      if (*from == '"') ++from;
    }
    size = static_cast<std::size_t>(to - begin);
    doubled = false;
  }
  return {begin, size};
}

CsvParser::CsvParser(ByteWindow window, char delimiter) : window_(std::move(window)), delimiter_(delimiter) {}

bool CsvParser::next() {
  if (!started_) {
    window_.skip_mark();
    started_ = true;
  } else if (after_ != nullptr) {
    window_.consume(std::exchange(after_, nullptr));
  }
  while (window_.begin() == window_.end() || !scan(ended_)) {
    if (ended_) return false;
    ended_ = !window_.grow(next_line_);
  }
  count_lines();
  return true;
}

/// Finds the fields of the record at the front of the window. False if its end may lie behind the window,
/// unless this is the `last` that comes.
bool CsvParser::scan(bool last) {
  fields_.clear();
  quoted_ = false;
  problem_ = {};
  char* const end = window_.end();
  for (char* at = window_.begin();; ++at) {
    CsvField& field = fields_.emplace_back();
    at = at != end && *at == '"' ? scan_quoted(at, field, last) : scan_plain(at, field);
    if (at == end && !last) return false;
    if (at == end || *at == '\n') {
      after_ = at == end ? at : at + 1;
      return true;
    }
  }
}

/// Gives where the field ends: a delimiter, a line end or the end of the window.
char* CsvParser::scan_plain(char* at, CsvField& field) {
  char* stop = find_end(at);
  const bool line_end = stop == window_.end() || *stop == '\n';
  const bool carriage_return = line_end && stop != at && stop[-1] == '\r';
  field.begin = at;
  field.size = static_cast<std::size_t>(stop - at) - (carriage_return ? 1 : 0);
  return stop;
}

char* CsvParser::scan_quoted(char* at, CsvField& field, bool last) {
  char* const end = window_.end();
  field.begin = ++at;
  field.quoted = quoted_ = true;
  while (true) {
    at = static_cast<char*>(std::memchr(at, '"', static_cast<std::size_t>(end - at)));
    if (at == nullptr && last) {
      throw Error(ErrorKind::source,
                  fmt::format("{}: a quote in the record that begins on line {} is never closed",
                              window_.place(), next_line_))
          .hint("the file is cut off there, or a quote is missing");
    }
    if (at == nullptr) return end;
    if (at + 1 == end || at[1] != '"') break;
    field.doubled = true;
    at += 2;
  }
  field.size = static_cast<std::size_t>(at - field.begin);
  ++at;
  if (at != end && *at == '\r' && (at + 1 == end || at[1] == '\n')) ++at;
  if (at == end || *at == '\n' || *at == delimiter_) return at;
  problem_ = "there is text behind a closing quote";
  return find_end(at);
}

/// The first delimiter or line feed, or the end of the window.
char* CsvParser::find_end(char* at) {
  char* const end = window_.end();
  if constexpr (std::endian::native == std::endian::little && ByteWindow::kPadding >= sizeof(std::uint64_t)) {
    const std::uint64_t delimiters = kOnes * static_cast<unsigned char>(delimiter_);
    const std::uint64_t line_feeds = kOnes * static_cast<unsigned char>('\n');
    for (; at < end; at += sizeof(std::uint64_t)) {
      std::uint64_t word = 0;
      std::memcpy(&word, at, sizeof word);
      const std::uint64_t found = zero_bytes(word ^ delimiters) | zero_bytes(word ^ line_feeds);
      if (found != 0) return std::min(at + std::countr_zero(found) / 8, end);
    }
    return end;
  }
  return std::find_if(at, end, [&](char c) { return c == delimiter_ || c == '\n'; });
}

void CsvParser::count_lines() {
  line_ = next_line_;
  // Only a quoted field can hold a line feed.
  next_line_ +=
      quoted_ ? static_cast<std::uint64_t>(std::count<const char*>(window_.begin(), after_, '\n')) : 1;
}

}  // namespace counterpart
