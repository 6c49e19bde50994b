/// How a PostgresLink comes to its connection: address by address, within a limit, without telling a password
/// in clear text.

#include <fmt/format.h>
#include <poll.h>

#include <new>
#include <utility>

#include "db/host_addresses.hpp"
#include "db/libpq.hpp"
#include "db/postgres_link.hpp"

namespace counterpart {
namespace {

using std::chrono::steady_clock;

/// Notices of the server go nowhere: the library would print them.
void ignore_notice(void*, const PGresult*) {}

}  // namespace

void PostgresLink::connect(const Secret& password, std::chrono::seconds limit) {
  const Time end = steady_clock::now() + limit;
  std::vector<std::string> addresses{""};
  if (address_.socket.empty()) addresses = host_addresses(address_.host, end, kind_, place_, cancel_);
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    const Time now = steady_clock::now();
    const Time deadline = now + (end - now) / static_cast<int>(addresses.size() - i);
    if (attempt(addresses[i], password, deadline, i + 1 == addresses.size())) return;
  }
  throw Error(kind_, fmt::format("{}: no answer within {} seconds", place_, limit.count()))
      .hint(postgres_error_hint({}, kind_))
      .may_retry();
}

void PostgresLink::start(const std::string& address, const Secret& password, PostgresSettings::Tls tls) {
  const PostgresSettings settings(address_, address, password, tls);
  settings.refuse_environment(kind_, place_);
  handle_.reset(PQconnectStartParams(settings.keywords(), settings.values(), 0));
  if (!handle_) throw std::bad_alloc();
  PQsetNoticeReceiver(handle_.get(), ignore_notice, nullptr);
  // Its message is the only place where a refused connect has its SQLSTATE.
  PQsetErrorVerbosity(handle_.get(), PQERRORS_VERBOSE);
}

bool PostgresLink::attempt(const std::string& address, const Secret& password, Time deadline, bool last,
                           PostgresSettings::Tls tls) {
  start(address, password, tls);
  std::optional<PostgresScreen> screen;
  bool reached = false;
  PostgresPollingStatusType next =
      PQstatus(handle_.get()) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING;
  while (next != PGRES_POLLING_OK) {
    if (next == PGRES_POLLING_FAILED) {
      if (!reached && !last) return false;
      refuse(password);
    }
    const short events = next == PGRES_POLLING_READING ? POLLIN : POLLOUT;
    if (!(screen ? look(*screen, deadline) : wait(events, deadline))) return false;
    next = PQconnectPoll(handle_.get());
    const ConnStatusType status = PQstatus(handle_.get());
    reached =
        reached || (status != CONNECTION_STARTED && status != CONNECTION_NEEDED && status != CONNECTION_BAD);
    if (must_bind(password, tls))
      return attempt(address, password, deadline, last, PostgresSettings::Tls::bound);
    screen_login(screen, password);
  }
  PQsetErrorVerbosity(handle_.get(), PQERRORS_DEFAULT);
  if (PQsetnonblocking(handle_.get(), 1) != 0) fail();
  return true;
}

bool PostgresLink::must_bind(const Secret& password, PostgresSettings::Tls tls) const {
  return tls == PostgresSettings::Tls::as_told && !address_.needs_tls() && !password.empty() &&
         PQsslInUse(handle_.get()) != 0 && !PostgresSettings::can_refuse_clear_text();
}

void PostgresLink::screen_login(std::optional<PostgresScreen>& screen, const Secret& password) {
  const ConnStatusType status = PQstatus(handle_.get());
  if (screen) screen->pass_on();
  if (status == CONNECTION_AWAITING_RESPONSE) {
    if (!screen && !password.empty() && PQsslInUse(handle_.get()) == 0)
      screen.emplace(PQsocket(handle_.get()), kind_, place_);
    return;
  }
  // Otherwise the library has closed it, or begun anew.
  if (screen && (status == CONNECTION_AUTH_OK || status == CONNECTION_OK)) screen->step_aside();
  screen.reset();
}

bool PostgresLink::look(PostgresScreen& screen, Time deadline) {
  for (;;) {
    switch (screen.look()) {
      case PostgresScreen::Look::fine: return true;
      case PostgresScreen::Look::clear_text: handle_.reset(); fail({"", std::string(kClearTextAsked)});
      case PostgresScreen::Look::wanting: break;
    }
    if (!wait(screen.server(), POLLIN, deadline)) return false;
  }
}

void PostgresLink::refuse(const Secret& password) {
  const PostgresFailure failure = connect_failure(PQerrorMessage(handle_.get()));
  if (password.empty() && PQconnectionUsedPassword(handle_.get()) != 0) {
    throw Error(kind_, place_ + ": the server asks for a password, and the job file names none")
        .hint("name it with password = { env = \"NAME\" }, { file = \"PATH\" } or { command = [ … ] }");
  }
  fail(failure);
}

}  // namespace counterpart
