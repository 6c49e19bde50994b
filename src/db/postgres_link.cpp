#include "db/postgres_link.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <climits>
#include <cstdint>
#include <functional>
#include <future>
#include <thread>
#include <utility>

#include "db/libpq.hpp"

namespace counterpart {
namespace {

using std::chrono::steady_clock;

constexpr auto kStopGrace = std::chrono::milliseconds(300);

int milliseconds_until(steady_clock::time_point deadline) {
  if (deadline == steady_clock::time_point::max()) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - steady_clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, INT_MAX));
}

const char* field(const PGresult* result, int code) {
  const char* const text = PQresultErrorField(result, code);
  return text == nullptr ? "" : text;
}

}  // namespace

void FreePostgres::operator()(pg_conn* connection) const noexcept {
  PQfinish(connection);
}

void FreePostgres::operator()(pg_result* result) const noexcept {
  PQclear(result);
}

void FreePostgres::operator()(char* message) const noexcept {
  PQfreemem(message);
}

PostgresFailure failure_of(const pg_result* result) {
  PostgresFailure failure{field(result, PG_DIAG_SQLSTATE), field(result, PG_DIAG_MESSAGE_PRIMARY)};
  if (failure.text.empty()) failure.text = PQresultErrorMessage(result);
  if (failure.text.empty())
    failure.text = fmt::format("the server sent {}", PQresStatus(PQresultStatus(result)));
  return failure;
}

std::uint64_t changed_rows(pg_result* result) {
  const std::string_view text = PQcmdTuples(result);
  std::uint64_t rows = 0;
  std::from_chars(text.data(), text.data() + text.size(), rows);
  return rows;
}

PostgresLink::PostgresLink(const ServerAddress& address, const Secret& password, ErrorKind kind,
                           CancelToken& cancel, std::chrono::seconds connect_limit,
                           std::chrono::seconds answer_limit)
    : address_(address),
      kind_(kind),
      answer_limit_(answer_limit),
      cancel_(cancel),
      place_("postgres " + address.text()),
      bell_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  kLibPq.require(kind);
  if (!bell_) throw system_error(kind_, place_, errno);
  wake_ = std::make_unique<CancelToken::Wake>(cancel_, [bell = bell_.get()] {
    const std::uint64_t once = 1;
    [[maybe_unused]] const ssize_t rung = ::write(bell, &once, sizeof once);
  });
  connect(password, connect_limit);
}

PostgresLink::~PostgresLink() {
  if (handle_ && PQtransactionStatus(handle_.get()) == PQTRANS_ACTIVE) stop_statement();
}

void PostgresLink::stop_statement() noexcept {
  // The library's request to cancel waits for the server, so it runs aside and may be left behind: a server
  // that cannot be asked notices the closed socket when it next sends.
  try {
    const std::shared_ptr<PGcancel> request(PQgetCancel(handle_.get()), std::cref(PQfreeCancel));
    if (!request) return;
    std::packaged_task<void()> task([request] {
      char text[256];
      PQcancel(request.get(), text, sizeof text);
    });
    const std::future<void> done = task.get_future();
    std::thread(std::move(task)).detach();
    done.wait_for(kStopGrace);
  } catch (const std::exception&) {
    return;
  }
}

bool PostgresLink::wait(short events, Time deadline) {
  return wait(PQsocket(handle_.get()), events, deadline);
}

bool PostgresLink::wait(int socket, short events, Time deadline) {
  for (;;) {
    pollfd waits[2] = {{socket, events, 0}, {outlasts_cancellation_ ? -1 : bell_.get(), POLLIN, 0}};
    const int ready = ::poll(waits, 2, milliseconds_until(deadline));
    if (!outlasts_cancellation_) cancel_.check();
    if (ready > 0) return true;
    if (ready == 0) return false;
    if (errno != EINTR) throw system_error(kind_, place_, errno);
  }
}

void PostgresLink::refuse_zero_bytes(const std::string& sql) const {
  if (sql.find('\0') != std::string::npos)
    throw Error(kind_, place_ + ": a zero byte in the SQL").hint("take it out of the job file");
}

void PostgresLink::flush(int sent) {
  if (sent == 0) fail();
  for (;;) {
    const int left = PQflush(handle_.get());
    if (left < 0) fail();
    if (left == 0) return;
    wait(POLLIN | POLLOUT);
    take_input();
  }
}

void PostgresLink::take_input() {
  if (PQconsumeInput(handle_.get()) == 0) fail();
}

void PostgresLink::forget_results() {
  while (const PostgresResult left = result()) {
    const ExecStatusType status = PQresultStatus(left.get());
    if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT) return;
  }
}

void PostgresLink::send(const std::string& sql, const std::vector<std::string>& parameters, Answer answer) {
  forget_results();
  refuse_zero_bytes(sql);
  std::vector<const char*> values;
  for (const std::string& parameter : parameters) {
    refuse_zero_bytes(parameter);
    values.push_back(parameter.c_str());
  }
  const int binary = answer == Answer::text ? 0 : 1;
  const int sent = PQsendQueryParams(handle_.get(), sql.c_str(), static_cast<int>(values.size()), nullptr,
                                     values.data(), nullptr, nullptr, binary);
  if (sent != 0 && answer == Answer::binary_rows && PQsetSingleRowMode(handle_.get()) == 0) fail();
  flush(sent);
}

void PostgresLink::send_all(const std::string& sql) {
  forget_results();
  flush(PQsendQuery(handle_.get(), sql.c_str()));
}

void PostgresLink::send_prepare(const std::string& sql) {
  forget_results();
  refuse_zero_bytes(sql);
  flush(PQsendPrepare(handle_.get(), "", sql.c_str(), 0, nullptr));
}

void PostgresLink::send_describe() {
  flush(PQsendDescribePrepared(handle_.get(), ""));
}

PostgresResult PostgresLink::result() {
  const Time deadline = answer_limit_.count() > 0 ? steady_clock::now() + answer_limit_ : Time::max();
  while (PQisBusy(handle_.get()) != 0) {
    if (!wait(POLLIN, deadline))
      fail({"", fmt::format("no answer within {} seconds", answer_limit_.count())});
    take_input();
  }
  return PostgresResult(PQgetResult(handle_.get()));
}

bool PostgresLink::receive(PostgresMessage& message) {
  for (;;) {
    char* bytes = nullptr;
    const int size = PQgetCopyData(handle_.get(), &bytes, 1);
    if (size > 0) {
      message.memory.reset(bytes);
      message.bytes = {bytes, static_cast<std::size_t>(size)};
      return true;
    }
    if (size == -1) return false;
    if (size < -1) fail();
    wait(POLLIN);
    take_input();
  }
}

void PostgresLink::put(std::string_view bytes) {
  flush(PQputCopyData(handle_.get(), bytes.data(), static_cast<int>(bytes.size())) == 1 ? 1 : 0);
}

void PostgresLink::end_put() {
  flush(PQputCopyEnd(handle_.get(), nullptr) == 1 ? 1 : 0);
}

void PostgresLink::fail() {
  fail({"", PQerrorMessage(handle_.get())});
}

void PostgresLink::fail(const PostgresFailure& failure) {
  if (!outlasts_cancellation_) cancel_.check();
  sql_state_ = failure.sql_state;
  lost_ = lost_ || PQstatus(handle_.get()) == CONNECTION_BAD || postgres_lost(failure);
  Error error =
      Error(kind_, place_ + ": " + postgres_error_text(failure)).hint(postgres_error_hint(failure, kind_));
  if (!postgres_may_retry(failure)) throw error;
  throw std::move(error).may_retry();
}

void PostgresLink::outlast_cancellation() {
  // In this order: nothing rings any more when the token is looked at for the last time.
  wake_.reset();
  cancel_.check();
  outlasts_cancellation_ = true;
}

}  // namespace counterpart
