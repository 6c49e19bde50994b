#include "db/sqlite.hpp"

#include <algorithm>
#include <thread>
#include <utility>

#include "base/file.hpp"
#include "base/utf8.hpp"
#include "db/libsqlite3.hpp"

namespace counterpart {
namespace {

constexpr auto kLockWaitStep = std::chrono::milliseconds(20);
constexpr int kPrimaryCode = 0xff;  ///< of a result code; above it are bits that say more

/// Relative paths get a "./", so that no file name means a URI or a database in memory.
std::string literal_path(const std::filesystem::path& file) {
  return file.is_absolute() ? file.string() : (std::filesystem::path(".") / file).string();
}

Value text_value(const void* bytes, int size) {
  if (bytes == nullptr) return Value::string({});
  return Value::string({static_cast<const char*>(bytes), static_cast<std::size_t>(size)});
}

}  // namespace

void SqliteStatement::Finalize::operator()(sqlite3_stmt* statement) const noexcept {
  sqlite3_finalize(statement);
}

bool SqliteStatement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) database_->fail();
  return false;
}

void SqliteStatement::reset() noexcept {
  sqlite3_reset(statement_.get());
}

void SqliteStatement::bind(int parameter, Value value) {
  const int at = parameter + 1;
  int code = SQLITE_OK;
  switch (value.type()) {
    case Type::null: code = sqlite3_bind_null(statement_.get(), at); break;
    case Type::boolean: code = sqlite3_bind_int(statement_.get(), at, value.as_boolean() ? 1 : 0); break;
    case Type::int64: code = sqlite3_bind_int64(statement_.get(), at, value.as_int64()); break;
    case Type::float64: code = sqlite3_bind_double(statement_.get(), at, value.as_float64()); break;
    case Type::string:
      // A view of no bytes can be a null pointer, which SQLite would take for NULL.
      code =
          sqlite3_bind_text64(statement_.get(), at, value.as_string().empty() ? "" : value.as_string().data(),
                              value.as_string().size(), SQLITE_STATIC, SQLITE_UTF8);
      break;
    case Type::date:
    case Type::timestamp: {
      const std::string text = to_text(value);
      code =
          sqlite3_bind_text64(statement_.get(), at, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
      break;
    }
  }
  if (code != SQLITE_OK) database_->fail();
}

int SqliteStatement::columns() const noexcept {
  return sqlite3_column_count(statement_.get());
}

std::string SqliteStatement::column_name(int column) const {
  const char* name = sqlite3_column_name(statement_.get(), column);
  return name == nullptr ? "" : name;
}

Value SqliteStatement::value(int column) const {
  sqlite3_stmt* statement = statement_.get();
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER: return Value::int64(sqlite3_column_int64(statement, column));
    case SQLITE_FLOAT: return Value::float64(sqlite3_column_double(statement, column));
    case SQLITE_NULL: return Value::null();
    case SQLITE_BLOB: {
      const void* bytes = sqlite3_column_blob(statement, column);
      return text_value(bytes, sqlite3_column_bytes(statement, column));
    }
    default: {
      const unsigned char* bytes = sqlite3_column_text(statement, column);
      return text_value(bytes, sqlite3_column_bytes(statement, column));
    }
  }
}

bool SqliteStatement::is_blob(int column) const noexcept {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_BLOB;
}

bool SqliteStatement::is_whole_utf16(int column) const noexcept {
  if (sqlite3_column_type(statement_.get(), column) != SQLITE_TEXT) return true;
  const auto* units = static_cast<const char16_t*>(sqlite3_column_text16(statement_.get(), column));
  const int bytes = sqlite3_column_bytes16(statement_.get(), column);
  const std::u16string_view text(units,
                                 units == nullptr ? 0 : static_cast<std::size_t>(bytes) / sizeof *units);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] < 0xD800 || text[i] > 0xDFFF) continue;
    const bool pair =
        text[i] <= 0xDBFF && i + 1 < text.size() && text[i + 1] >= 0xDC00 && text[i + 1] <= 0xDFFF;
    if (!pair) return false;
    ++i;
  }
  return true;
}

bool SqliteStatement::reads_only() const noexcept {
  return sqlite3_stmt_readonly(statement_.get()) != 0;
}

void SqliteDatabase::Close::operator()(sqlite3* database) const noexcept {
  sqlite3_close_v2(database);
}

SqliteDatabase::SqliteDatabase(const std::filesystem::path& file, Mode mode, ErrorKind kind,
                               CancelToken& cancel)
    : kind_(kind), when_locked_(kind), place_("sqlite:" + printable(file.string())), cancel_(cancel) {
  kLibSqlite.require(kind);
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) {
    throw Error(kind, place_ + ": no such file").hint("check the path; it is relative to the job file");
  }
  const int access = mode == Mode::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  sqlite3* opened = nullptr;
  const int code =
      sqlite3_open_v2(literal_path(file).c_str(), &opened, access | SQLITE_OPEN_NOMUTEX, nullptr);
  handle_.reset(opened);
  if (code != SQLITE_OK) fail();
  // What a hostile file could make its own schema do is turned off.
  sqlite3_db_config(opened, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(opened, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  wake_ = std::make_unique<CancelToken::Wake>(cancel, [opened] { sqlite3_interrupt(opened); });
}

SqliteStatement SqliteDatabase::prepare(std::string_view sql) {
  sqlite3_stmt* made = nullptr;
  const char* tail = nullptr;
  const int code =
      sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()), 0, &made, &tail);
  SqliteStatement statement(*this, made);
  if (code != SQLITE_OK) fail();
  const std::string_view rest = sql.substr(static_cast<std::size_t>(tail - sql.data()));
  if (made == nullptr || rest.find_first_not_of(" \t\r\n;") != std::string_view::npos) {
    throw Error(kind_, place_ + ": exactly one SQL statement is needed")
        .hint("keep one statement, without text after its semicolon");
  }
  return statement;
}

std::vector<std::string> SqliteDatabase::tables_read(std::string_view sql) {
  std::vector<std::string> tables;
  const auto note = [](void* list, int action, const char* table, const char*, const char*, const char*) {
    if (action == SQLITE_READ && table != nullptr)
      static_cast<std::vector<std::string>*>(list)->emplace_back(table);
    return SQLITE_OK;
  };
  sqlite3_set_authorizer(handle_.get(), note, &tables);
  const auto forget = [](sqlite3* handle) { sqlite3_set_authorizer(handle, nullptr, nullptr); };
  const std::unique_ptr<sqlite3, decltype(forget)> until_the_end(handle_.get(), forget);
  prepare(sql);
  return tables;
}

void SqliteDatabase::run(std::string_view sql) {
  SqliteStatement statement = prepare(sql);
  while (statement.step()) {
  }
}

bool SqliteDatabase::try_run(std::string_view sql) {
  SqliteStatement statement = prepare(sql);
  const int code = sqlite3_step(statement.statement_.get());
  if ((code & kPrimaryCode) == SQLITE_BUSY) {
    cancel_.check();
    return false;
  }
  if (code != SQLITE_ROW && code != SQLITE_DONE) fail();
  return true;
}

std::int64_t SqliteDatabase::number(std::string_view sql) {
  SqliteStatement statement = prepare(sql);
  return statement.step() ? statement.value(0).as_int64() : 0;
}

std::int64_t SqliteDatabase::changed_rows() const noexcept {
  return sqlite3_changes(handle_.get());
}

void SqliteDatabase::wait_for_locks(int milliseconds) noexcept {
  lock_wait_ = std::chrono::milliseconds(milliseconds);
  sqlite3_busy_handler(handle_.get(), wait_for_lock, this);
}

int SqliteDatabase::wait_for_lock(void* database, int waits) noexcept {
  auto& self = *static_cast<SqliteDatabase*>(database);
  const auto now = std::chrono::steady_clock::now();
  if (waits == 0) self.lock_deadline_ = now + self.lock_wait_;
  if (self.cancel_.cancelled() || now >= self.lock_deadline_) return 0;
  std::this_thread::sleep_for(
      std::min<std::chrono::steady_clock::duration>(kLockWaitStep, self.lock_deadline_ - now));
  return 1;
}

void SqliteDatabase::flush() {
  const int code = sqlite3_db_cacheflush(handle_.get());
  if (code != SQLITE_OK) fail(code & kPrimaryCode);
}

void SqliteDatabase::fail() const {
  fail(handle_ ? sqlite3_errcode(handle_.get()) : SQLITE_NOMEM);
}

void SqliteDatabase::fail(int code) const {
  cancel_.check();
  // Some functions give a code and leave the message of the last statement as it was.
  const bool told = handle_ && sqlite3_errcode(handle_.get()) == code;
  const std::string reason = printable(told ? sqlite3_errmsg(handle_.get()) : sqlite3_errstr(code));
  const int error_number = told ? sqlite3_system_errno(handle_.get()) : 0;
  if ((code == SQLITE_CANTOPEN || code == SQLITE_IOERR) && error_number != 0)
    throw system_error(kind_, place_ + ": " + reason, error_number);
  if (code == SQLITE_BUSY || code == SQLITE_LOCKED) {
    throw Error(when_locked_, place_ + ": " + reason)
        .hint("another program uses the file; run again when it is done")
        .may_retry();
  }
  Error error(kind_, place_ + ": " + reason);
  if (code == SQLITE_FULL) throw std::move(error).hint("free some space on the disk, then run again");
  if (code == SQLITE_NOTADB || code == SQLITE_CORRUPT)
    throw std::move(error).hint("check the file with PRAGMA integrity_check");
  if (code == SQLITE_ERROR)
    throw std::move(error).hint(
        "compare the names in the job with those that the file has (.schema in sqlite3)");
  throw error;
}

std::string sqlite_quoted(std::string_view name) {
  std::string quoted = "\"";
  for (const char c : name) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + '"';
}

}  // namespace counterpart
