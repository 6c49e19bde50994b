#pragma once
/// RFC 4180 records out of a growing window of bytes. Fields are views into the window: nothing is copied.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "source/byte_window.hpp"

namespace counterpart {

/// One field where it stands in the window.
struct CsvField {
  char* begin = nullptr;
  std::size_t size = 0;
  bool quoted = false;
  bool doubled = false;  ///< has doubled quotes

  /// Null is an unquoted field of no characters.
  bool is_null() const noexcept { return size == 0 && !quoted; }
  /// The text; doubled quotes are made single in place, on the first call.
  std::string_view text() noexcept;
};

/// Line ends are LF or CRLF; a lone CR is text, and so is a quote inside an unquoted field. Fields are
/// separated by one byte, which is neither a quote nor a line end.
class CsvParser {
 public:
  CsvParser(ByteWindow window, char delimiter);

  /// Steps to the next record; false at the end of the data. Error(source) for a quote that is never closed.
  bool next();

  /// The fields of the record at hand; they and their texts live until `next`.
  std::vector<CsvField>& fields() noexcept { return fields_; }
  /// The line on which it begins, from 1.
  std::uint64_t line() const noexcept { return line_; }
  /// What makes it unusable; empty for a good record.
  std::string_view problem() const noexcept { return problem_; }
  std::uint64_t bytes() const noexcept { return window_.bytes(); }

 private:
  bool scan(bool last);
  char* scan_plain(char* at, CsvField& field);
  char* scan_quoted(char* at, CsvField& field, bool last);
  char* find_end(char* at);
  void count_lines();

  ByteWindow window_;
  char delimiter_;
  std::vector<CsvField> fields_;
  bool quoted_ = false;  ///< one of the fields is
  std::string_view problem_;
  const char* after_ = nullptr;  ///< where the next record begins
  std::uint64_t line_ = 0;
  std::uint64_t next_line_ = 1;
  bool started_ = false;
  bool ended_ = false;
};

}  // namespace counterpart
