#include "db/postgres_rows.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <cstring>
#include <string>
#include <utility>

#include "db/libpq.hpp"
#include "db/postgres_link.hpp"

namespace counterpart {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::string_view kSignature = "PGCOPY\n\xFF\r\n\0"sv;
constexpr std::size_t kHead = 11 + 4 + 4;  ///< signature, flags, length of what follows them
constexpr std::uint32_t kCriticalFlags = 0xFFFF0000;
constexpr std::int16_t kTrailer = -1;
constexpr std::int32_t kNull = -1;

template <typename Number>
Number number_at(std::string_view bytes, std::size_t at) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < sizeof(Number); ++i)
    bits = bits << 8 | static_cast<unsigned char>(bytes[at + i]);
  return static_cast<Number>(bits);
}

[[noreturn]] void broken(PostgresLink& link, const std::string& what) {
  throw Error(link.kind(), fmt::format("{}: {}", link.place(), what))
      .hint("run again; if it stays so, something between here and the server changes what is sent");
}

[[noreturn]] void fail_in_rows(PostgresLink& link, const PGresult* result) {
  PostgresFailure failure = failure_of(result);
  failure.of_a_row = true;
  link.fail(failure);
}

/// Takes the closing result of a statement, which has to count `rows` if it counts any.
void expect_end(PostgresLink& link, PGresult* result, ExecStatusType wanted, std::uint64_t rows) {
  if (result == nullptr || PQresultStatus(result) != wanted) {
    if (result == nullptr) link.fail();
    fail_in_rows(link, result);
  }
  const std::string counted = PQcmdTuples(result);
  if (!counted.empty() && counted != std::to_string(rows))
    broken(link, fmt::format("{} rows came, but the server counted {}", rows, counted));
  if (link.result()) broken(link, "the server sent more than one result");
}

class CopyRows final : public PostgresRows {
 public:
  CopyRows(PostgresLink& link, std::size_t columns) : link_(link) { cells_.resize(columns); }

  bool next() override {
    if (ended_) return false;
    if (!begun_) read_head();
    for (;;) {
      switch (take_row()) {
        case Taken::row: ++rows_; return true;
        case Taken::trailer: end(); return false;
        case Taken::part: more();
      }
    }
  }

 private:
  enum class Taken { row, trailer, part };

  void read_head() {
    while (left_.size() < kHead) more();
    const auto extension = number_at<std::uint32_t>(left_, kSignature.size() + 4);
    if (!left_.starts_with(kSignature) ||
        (number_at<std::uint32_t>(left_, kSignature.size()) & kCriticalFlags) != 0) {
      broken(link_, "the server sent no COPY data in the form that is known here");
    }
    while (left_.size() - kHead < extension) more();
    left_.remove_prefix(kHead + extension);
    begun_ = true;
  }

  /// Takes a row from the front of what is there, if it is there as a whole.
  Taken take_row() {
    if (left_.size() < 2) return Taken::part;
    const auto count = number_at<std::int16_t>(left_, 0);
    if (count == kTrailer) {
      left_.remove_prefix(2);
      return Taken::trailer;
    }
    if (count < 0 || static_cast<std::size_t>(count) != cells_.size())
      broken(link_, fmt::format("a row of {} columns came instead of {}", count, cells_.size()));
    std::size_t at = 2;
    for (Cell& cell : cells_) {
      if (left_.size() - at < 4) return Taken::part;
      const auto size = number_at<std::int32_t>(left_, at);
      at += 4;
      cell.null = size == kNull;
      if (cell.null) continue;
      if (size < 0) broken(link_, "a value of a negative length came");
      if (left_.size() - at < static_cast<std::size_t>(size)) return Taken::part;
      cell.bytes = left_.substr(at, static_cast<std::size_t>(size));
      at += static_cast<std::size_t>(size);
    }
    left_.remove_prefix(at);
    return Taken::row;
  }

  /// Puts the next message behind what is left of the last one. Servers send whole rows, so that mostly
  /// nothing is.
  void more() {
    const bool rest = !left_.empty();
    if (rest && carries_) carried_.erase(0, carried_.size() - left_.size());
    if (rest && !carries_) carried_.assign(left_);
    if (!link_.receive(message_)) end_without_trailer();
    carries_ = rest;
    if (rest) carried_ += message_.bytes;
    left_ = rest ? std::string_view(carried_) : message_.bytes;
  }

  [[noreturn]] void end_without_trailer() {
    const PostgresResult result = link_.result();
    if (!result) link_.fail();
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) fail_in_rows(link_, result.get());
    broken(link_, "the COPY data ended without its trailer");
  }

  void end() {
    PostgresMessage surplus;
    if (!left_.empty() || link_.receive(surplus)) broken(link_, "COPY data came behind its trailer");
    expect_end(link_, link_.result().get(), PGRES_COMMAND_OK, rows_);
    ended_ = true;
  }

  PostgresLink& link_;
  PostgresMessage message_;
  std::string carried_;    ///< what messages left over, when a row goes over several
  std::string_view left_;  ///< of `message_` or `carried_`, not yet taken
  std::uint64_t rows_ = 0;
  bool carries_ = false;  ///< `left_` is of `carried_`, its last bytes
  bool begun_ = false;
  bool ended_ = false;
};

class SingleRows final : public PostgresRows {
 public:
  SingleRows(PostgresLink& link, std::size_t columns) : link_(link) { cells_.resize(columns); }

  bool next() override {
    if (ended_) return false;
    result_ = link_.result();
    if (!result_) link_.fail();
    // An error can come behind rows that were whole; only the last status tells.
    if (PQresultStatus(result_.get()) != PGRES_SINGLE_TUPLE) {
      expect_end(link_, result_.get(), PGRES_TUPLES_OK, rows_);
      ended_ = true;
      return false;
    }
    ++rows_;
    if (static_cast<std::size_t>(PQnfields(result_.get())) != cells_.size())
      broken(link_,
             fmt::format("a row of {} columns came instead of {}", PQnfields(result_.get()), cells_.size()));
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      const int column = static_cast<int>(i);
      cells_[i].null = PQgetisnull(result_.get(), 0, column) != 0;
      cells_[i].bytes = {PQgetvalue(result_.get(), 0, column),
                         static_cast<std::size_t>(PQgetlength(result_.get(), 0, column))};
    }
    return true;
  }

 private:
  PostgresLink& link_;
  PostgresResult result_;
  std::uint64_t rows_ = 0;
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<PostgresRows> read_copy(PostgresLink& link, std::size_t columns) {
  return std::make_unique<CopyRows>(link, columns);
}

std::unique_ptr<PostgresRows> read_single_rows(PostgresLink& link, std::size_t columns) {
  return std::make_unique<SingleRows>(link, columns);
}

}  // namespace counterpart
