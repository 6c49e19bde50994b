#include "db/mysql.hpp"

#include <errmsg.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <fcntl.h>
#include <chrono>
#include <functional>
#include <future>
#include <mutex>
#include <thread>
#include <utility>

#include "base/file.hpp"
#include "db/libmariadb.hpp"
#include "db/mysql_error.hpp"
#include "db/mysql_local_rows.hpp"

namespace counterpart {
namespace {

/// Plugins that never send the password itself over a plain connection. The library searches this text for
/// the plugin's name.
constexpr const char* kAuthPlugins =
    "mysql_native_password,client_ed25519,caching_sha2_password,sha256_password";

/// What no server or account setting may change: strictness keeps values whole, a 0 for an AUTO_INCREMENT
/// column stays 0, the order of the sort takes long texts in full.
constexpr std::string_view kSession =
    "SET SESSION sql_mode = "
    "'STRICT_ALL_TABLES,STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO', "
    "time_zone = '+00:00', sql_safe_updates = 0, "
    "net_write_timeout = 3600, net_read_timeout = 3600, wait_timeout = 86400, lock_wait_timeout = 60";

/// The library answers requests for files behind a statement that begins with LOAD alone.
constexpr unsigned kAfterLoadOnly = 2;

constexpr auto kConnectGrace = std::chrono::seconds(5);
constexpr auto kCancelSlice = std::chrono::milliseconds(20);

constexpr unsigned kShutdownInProgress = 1053;
constexpr unsigned kConnectionKilled = 1927;

/// After any error of the client library nobody knows what the server did.
bool is_loss(unsigned number) noexcept {
  return (number >= CR_MIN_ERROR && number <= CR_MAX_ERROR) || number == kShutdownInProgress ||
         number == kConnectionKilled;
}

/// Unreachable for now, or gone on the way. TLS, logins and protocols do not get better by themselves.
bool is_worth_a_retry(unsigned number) noexcept {
  return number == CR_CONNECTION_ERROR || number == CR_CONN_HOST_ERROR || number == CR_SERVER_GONE_ERROR ||
         number == CR_SERVER_LOST || number == CR_SERVER_LOST_EXTENDED || number == kShutdownInProgress ||
         number == kConnectionKilled;
}

/// A peer that vanished is noticed after about two minutes, however long the query takes.
void notice_dead_peers(int socket) {
  const int on = 1;
  const int idle_seconds = 60;
  const int interval_seconds = 10;
  const int probes = 6;
  ::setsockopt(socket, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
  ::setsockopt(socket, IPPROTO_TCP, TCP_KEEPIDLE, &idle_seconds, sizeof idle_seconds);
  ::setsockopt(socket, IPPROTO_TCP, TCP_KEEPINTVL, &interval_seconds, sizeof interval_seconds);
  ::setsockopt(socket, IPPROTO_TCP, TCP_KEEPCNT, &probes, sizeof probes);
}

MysqlColumn::Kind kind_of(enum_field_types type) {
  switch (type) {
    case MYSQL_TYPE_TINY:
    case MYSQL_TYPE_SHORT:
    case MYSQL_TYPE_INT24:
    case MYSQL_TYPE_LONG:
    case MYSQL_TYPE_LONGLONG:
    case MYSQL_TYPE_YEAR: return MysqlColumn::Kind::integer;
    case MYSQL_TYPE_FLOAT: return MysqlColumn::Kind::single;
    case MYSQL_TYPE_DOUBLE: return MysqlColumn::Kind::floating;
    case MYSQL_TYPE_DATE:
    case MYSQL_TYPE_NEWDATE: return MysqlColumn::Kind::date;
    case MYSQL_TYPE_DATETIME:
    case MYSQL_TYPE_DATETIME2:
    case MYSQL_TYPE_TIMESTAMP:
    case MYSQL_TYPE_TIMESTAMP2: return MysqlColumn::Kind::timestamp;
    case MYSQL_TYPE_BIT: return MysqlColumn::Kind::bits;
    default: return MysqlColumn::Kind::text;
  }
}

}  // namespace

/// A second descriptor of the library's socket: it stays ours when the library closes its own, so cutting it
/// never hits another file.
struct MysqlConnection::Socket {
  Descriptor descriptor;
};

void MysqlRows::Free::operator()(st_mysql_res* result) const noexcept {
  mysql_free_result(result);
}

MysqlRows::MysqlRows(MysqlConnection& connection, st_mysql_res* result)
    : connection_(&connection), result_(result) {
  const unsigned count = mysql_num_fields(result);
  const MYSQL_FIELD* fields = mysql_fetch_fields(result);
  for (unsigned i = 0; i < count; ++i) {
    columns_.push_back({kind_of(fields[i].type), {fields[i].name, fields[i].name_length}, fields[i].length});
  }
}

MysqlRows::~MysqlRows() {
  if (result_) connection_->cut();
}

bool MysqlRows::next() {
  if (!result_) return false;
  row_ = mysql_fetch_row(result_.get());
  if (row_ != nullptr) {
    lengths_ = mysql_fetch_lengths(result_.get());
    return true;
  }
  // A broken connection looks like the end of the rows; only the error number tells them apart.
  if (connection_->error_number() != 0) connection_->fail();
  result_.reset();
  return false;
}

MysqlConnection::MysqlConnection(const ServerAddress& address, const Secret& password, ErrorKind kind,
                                 CancelToken& cancel, Limits limits, LocalRows local_rows)
    : address_(address), kind_(kind), cancel_(cancel), place_("mysql " + address.text()) {
  kLibMariadb.require(kind);
  static std::once_flag library_ready;
  std::call_once(library_ready, [] { mysql_library_init(0, nullptr, nullptr); });
  cancel.check();
  st_mysql* made = mysql_init(nullptr);
  if (made == nullptr) throw Error(kind, place_ + ": out of memory");
  handle_.reset(made, std::cref(mysql_close));
  set_options(limits, local_rows);
  connect(password, limits.connect_seconds);
  open_session();
}

MysqlConnection::~MysqlConnection() = default;

void MysqlConnection::set_options(const Limits& limits, LocalRows local_rows) {
  MYSQL* handle = handle_.get();
  const unsigned local_files = local_rows == LocalRows::refused ? 0 : kAfterLoadOnly;
  const my_bool yes = 1;
  const unsigned protocol = address_.socket.empty() ? MYSQL_PROTOCOL_TCP : MYSQL_PROTOCOL_SOCKET;
  mysql_optionsv(handle, MYSQL_OPT_CONNECT_TIMEOUT, &limits.connect_seconds);
  if (limits.answer_seconds != 0) {
    mysql_optionsv(handle, MYSQL_OPT_READ_TIMEOUT, &limits.answer_seconds);
    mysql_optionsv(handle, MYSQL_OPT_WRITE_TIMEOUT, &limits.answer_seconds);
  }
  mysql_optionsv(handle, MYSQL_OPT_PROTOCOL, &protocol);
  mysql_optionsv(handle, MYSQL_SET_CHARSET_NAME, "utf8mb4");
  mysql_optionsv(handle, MYSQL_OPT_LOCAL_INFILE, &local_files);
  mysql_optionsv(handle, MARIADB_OPT_RESTRICTED_AUTH, kAuthPlugins);
  refuse_local_files(handle);
  if (address_.needs_tls()) {
    mysql_optionsv(handle, MYSQL_OPT_SSL_ENFORCE, &yes);
    mysql_optionsv(handle, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &yes);
    const TlsSpec& tls = address_.tls;
    if (!tls.authorities.empty()) mysql_optionsv(handle, MYSQL_OPT_SSL_CA, tls.authorities.c_str());
    if (!tls.certificate.empty()) {
      mysql_optionsv(handle, MYSQL_OPT_SSL_CERT, tls.certificate.c_str());
      mysql_optionsv(handle, MYSQL_OPT_SSL_KEY, tls.key.c_str());
    }
  }
}

void MysqlConnection::connect(const Secret& password, unsigned connect_seconds) {
  // Neither the name's resolution nor the library's connect can be interrupted, so they run aside. Given up,
  // they keep what they need and end by their own time-outs.
  std::packaged_task<bool()> attempt([handle = handle_, address = address_, password] {
    const bool by_tcp = address.socket.empty();
    return mysql_real_connect(handle.get(), by_tcp ? address.host.c_str() : nullptr, address.user.c_str(),
                              password.reveal().c_str(), address.database.c_str(), address.port,
                              by_tcp ? nullptr : address.socket.c_str(), 0) != nullptr;
  });
  std::future<bool> connected = attempt.get_future();
  std::thread(std::move(attempt)).detach();
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(connect_seconds) + kConnectGrace;
  while (connected.wait_for(kCancelSlice) != std::future_status::ready) {
    cancel_.check();
    if (std::chrono::steady_clock::now() < limit) continue;
    throw Error(kind_, fmt::format("{}: no answer within {} seconds", place_, connect_seconds))
        .hint(mysql_error_hint(CR_CONN_HOST_ERROR))
        .may_retry();
  }
  if (!connected.get()) fail();
}

void MysqlConnection::open_session() {
  const int library_socket = mysql_get_socket(handle_.get());
  notice_dead_peers(library_socket);
  socket_ = std::make_unique<Socket>(Socket{Descriptor(::fcntl(library_socket, F_DUPFD_CLOEXEC, 0))});
  if (!socket_->descriptor) throw system_error(kind_, place_, errno);
  wake_ = std::make_unique<CancelToken::Wake>(cancel_, [this] { cut(); });
  run(kSession);
}

void MysqlConnection::outlast_cancellation() {
  // In this order: nothing cuts the connection any more when the token is looked at for the last time.
  wake_.reset();
  cancel_.check();
  outlasts_cancellation_ = true;
}

void MysqlConnection::check_cancellation() const {
  if (!outlasts_cancellation_) cancel_.check();
}

void MysqlConnection::send(std::string_view sql) {
  check_cancellation();
  if (mysql_real_query(handle_.get(), sql.data(), sql.size()) != 0) fail();
}

void MysqlConnection::run(std::string_view sql) {
  send(sql);
  if (mysql_field_count(handle_.get()) == 0) return;
  const std::unique_ptr<st_mysql_res, MysqlRows::Free> ignored(mysql_store_result(handle_.get()));
  if (error_number() != 0) fail();
}

void MysqlConnection::run(std::string_view sql, std::string_view rows) {
  const MysqlLocalRows offer(handle_.get(), rows);
  run(sql);
}

MysqlRows MysqlConnection::stream(std::string_view sql) {
  send(sql);
  if (mysql_field_count(handle_.get()) == 0)
    throw Error(kind_, place_ + ": the statement gives no columns").hint("use a SELECT");
  st_mysql_res* result = mysql_use_result(handle_.get());
  if (result == nullptr) fail();
  return {*this, result};
}

std::vector<MysqlConnection::Row> MysqlConnection::rows(std::string_view sql) {
  MysqlRows stream_of_rows = stream(sql);
  std::vector<Row> all;
  const std::size_t columns = stream_of_rows.columns().size();
  while (stream_of_rows.next()) {
    Row& row = all.emplace_back(columns);
    for (std::size_t i = 0; i < columns; ++i) {
      if (!stream_of_rows.is_null(i)) row[i] = std::string(stream_of_rows.text(i));
    }
  }
  return all;
}

std::optional<std::string> MysqlConnection::value(std::string_view sql) {
  const std::vector<Row> all = rows(sql);
  return all.empty() ? std::nullopt : all.front().front();
}

std::uint64_t MysqlConnection::changed_rows() const noexcept {
  return mysql_affected_rows(handle_.get());
}

unsigned MysqlConnection::warnings() const noexcept {
  return mysql_warning_count(handle_.get());
}

unsigned MysqlConnection::error_number() const noexcept {
  return mysql_errno(handle_.get());
}

bool MysqlConnection::lost() const noexcept {
  return is_loss(error_number());
}

void MysqlConnection::cut() noexcept {
  if (socket_) ::shutdown(socket_->descriptor.get(), SHUT_RDWR);
}

void MysqlConnection::fail() const {
  fail(error_number(), mysql_sqlstate(handle_.get()), mysql_error(handle_.get()));
}

void MysqlConnection::fail(unsigned number, const char* sql_state, const char* text) const {
  check_cancellation();
  Error error =
      Error(kind_, place_ + ": " + mysql_error_text(number, sql_state, text)).hint(mysql_error_hint(number));
  if (!is_worth_a_retry(number)) throw error;
  throw std::move(error).may_retry();
}

std::string MysqlConnection::literal(std::string_view text) const {
  std::string escaped(text.size() * 2 + 1, '\0');
  escaped.resize(mysql_real_escape_string(handle_.get(), escaped.data(), text.data(), text.size()));
  return "'" + escaped + "'";
}

}  // namespace counterpart
