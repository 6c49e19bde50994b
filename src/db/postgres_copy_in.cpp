#include "db/postgres_copy_in.hpp"

#include <cstddef>
#include <utility>

#include "db/libpq.hpp"
#include "db/postgres_field.hpp"
#include "db/postgres_link.hpp"

namespace counterpart {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::string_view kHead = "PGCOPY\n\xFF\r\n\0\0\0\0\0\0\0\0\0"sv;  ///< no flags, nothing further
constexpr std::int16_t kTrailer = -1;
constexpr std::size_t kBlock = 64 * 1024;
/// The library does not show an error of the server before the end of a statement: a row that is refused ends
/// a load after so many bytes more.
constexpr std::size_t kStatement = 16 << 20;

}  // namespace

PostgresCopyIn::PostgresCopyIn(PostgresLink& link, std::string sql) : link_(link), sql_(std::move(sql)) {
  begin();
}

void PostgresCopyIn::begin() {
  link_.send(sql_, {}, PostgresLink::Answer::text);
  const PostgresResult result = link_.result();
  if (!result) link_.fail();
  if (PQresultStatus(result.get()) != PGRES_COPY_IN) link_.fail(failure_of(result.get()));
  buffer_ = kHead;
  sent_ = 0;
}

void PostgresCopyIn::add(std::size_t fields, std::string_view bytes) {
  append_big_endian(buffer_, static_cast<std::int16_t>(fields));
  buffer_ += bytes;
  if (buffer_.size() >= kBlock) send();
}

void PostgresCopyIn::send() {
  link_.put(buffer_);
  sent_ += buffer_.size();
  buffer_.clear();
  if (sent_ < kStatement) return;
  finish();
  begin();
}

void PostgresCopyIn::finish() {
  append_big_endian(buffer_, kTrailer);
  link_.put(buffer_);
  buffer_.clear();
  link_.end_put();
  while (const PostgresResult result = link_.result()) {
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) link_.fail(failure_of(result.get()));
    rows_ += changed_rows(result.get());
  }
}

std::uint64_t PostgresCopyIn::end() {
  finish();
  return rows_;
}

}  // namespace counterpart
