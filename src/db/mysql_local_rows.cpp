#include "db/mysql_local_rows.hpp"

#include <errmsg.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "db/libmariadb.hpp"

namespace counterpart {
namespace {

int refuse_file(void** reading, const char*, void*) {
  *reading = nullptr;
  return 1;
}
int refuse_read(void*, char*, unsigned) {
  return -1;
}
void end(void*) {}
int refusal(void*, char* text, unsigned size) {
  fmt::format_to_n(text, size, "the server asked for a file of this machine{}", '\0');
  return CR_UNKNOWN_ERROR;
}

}  // namespace

void refuse_local_files(st_mysql* handle) noexcept {
  mysql_set_local_infile_handler(handle, refuse_file, refuse_read, end, refusal, nullptr);
}

MysqlLocalRows::MysqlLocalRows(st_mysql* handle, std::string_view rows) noexcept
    : handle_(handle), rows_(rows) {
  mysql_set_local_infile_handler(handle_, begin, read, end, refusal, this);
}

MysqlLocalRows::~MysqlLocalRows() {
  refuse_local_files(handle_);
}

int MysqlLocalRows::begin(void** reading, const char* name, void* self) {
  auto& offer = *static_cast<MysqlLocalRows*>(self);
  *reading = nullptr;
  if (offer.asked_ || name != kName) return 1;
  offer.asked_ = true;
  *reading = self;
  return 0;
}

int MysqlLocalRows::read(void* reading, char* bytes, unsigned most) {
  std::string_view& rows = static_cast<MysqlLocalRows*>(reading)->rows_;
  const std::size_t size = std::min<std::size_t>(rows.size(), most);
  std::memcpy(bytes, rows.data(), size);
  rows.remove_prefix(size);
  return static_cast<int>(size);
}

}  // namespace counterpart
