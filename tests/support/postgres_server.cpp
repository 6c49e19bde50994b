#include "support/postgres_server.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <grp.h>
#include <libpq-fe.h>
#include <netinet/in.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <fcntl.h>
#include <unistd.h>
#include <chrono>
#include <csignal>
#include <fstream>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace counterpart::test {
namespace {

constexpr auto kStartLimit = std::chrono::seconds(60);
constexpr auto kStopLimit = std::chrono::seconds(10);
constexpr auto kStatementLimit = std::chrono::seconds(20);
constexpr auto kPause = std::chrono::milliseconds(20);

/// The newest installed version's; Debian keeps each in a folder of its own.
std::string program(const std::string& name) {
  for (int version = 30; version >= 11; --version) {
    const std::string path = fmt::format("/usr/lib/postgresql/{}/bin/{}", version, name);
    if (std::filesystem::exists(path)) return path;
  }
  for (const char* folder : {"/usr/bin", "/usr/local/bin", "/usr/local/pgsql/bin"}) {
    if (std::filesystem::exists(std::filesystem::path(folder) / name))
      return std::string(folder) + "/" + name;
  }
  throw std::runtime_error(name +
                           " is not installed; the database tests need PostgreSQL (package postgresql)");
}

/// Starts a child of this user that dies with this process; its output goes to `log`.
pid_t spawn(std::vector<std::string> words, const std::string& log, uid_t user, gid_t group) {
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("fork failed");
  if (child > 0) return child;
  const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  ::dup2(out, STDOUT_FILENO);
  ::dup2(out, STDERR_FILENO);
  if (::geteuid() == 0 && (::setgroups(0, nullptr) != 0 || ::setgid(group) != 0 || ::setuid(user) != 0))
    ::_exit(126);
  // Behind the change of the user, which resets it. On SIGQUIT the server takes its children along.
  ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
  if (::getppid() != parent) ::_exit(127);
  ::execv(arguments[0], arguments.data());
  ::_exit(127);
}

int free_port() {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener, generic, size) != 0 || ::getsockname(listener, generic, &size) != 0)
    throw std::runtime_error("no free port");
  ::close(listener);
  return ntohs(address.sin_port);
}

struct Free {
  void operator()(PGconn* connection) const { PQfinish(connection); }
  void operator()(PGresult* result) const { PQclear(result); }
};
using Connection = std::unique_ptr<PGconn, Free>;
using Result = std::unique_ptr<PGresult, Free>;

Connection connect(const std::string& folder, int port, const std::string& database) {
  const std::string number = std::to_string(port);
  const char* const keywords[] = {"host", "port", "user", "dbname", "client_encoding", nullptr};
  const char* const values[] = {folder.c_str(),   number.c_str(), "postgres",
                                database.c_str(), "UTF8",         nullptr};
  Connection connection(PQconnectdbParams(keywords, values, 0));
  PQsetNoticeProcessor(
      connection.get(), [](void*, const char*) {}, nullptr);
  return connection;
}

Connection connected(const std::string& folder, int port, const std::string& database) {
  Connection connection = connect(folder, port, database);
  if (PQstatus(connection.get()) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(connection.get()));
  return connection;
}

Result execute(PGconn* connection, const std::string& sql) {
  Result result(PQexec(connection, sql.c_str()));
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
    throw std::runtime_error(sql.substr(0, 200) + ": " + PQerrorMessage(connection));
  return result;
}

}  // namespace

PostgresServer& PostgresServer::instance() {
  static PostgresServer server;
  return server;
}

PostgresServer::PostgresServer() : port_(free_port()), user_(::geteuid()), group_(::getegid()) {
  if (user_ == 0) {
    const passwd* const account = ::getpwnam("postgres");
    if (account == nullptr) throw std::runtime_error("there is no user postgres to run the server as");
    user_ = account->pw_uid;
    group_ = account->pw_gid;
    if (::chown(folder_.path().c_str(), user_, group_) != 0) throw std::runtime_error("chown failed");
  }
  install();
  make_certificate();
  start();
  await_ready();
  run("postgres", "CREATE USER reader PASSWORD 'right'");
  for (const char* user : {"clear", "sealed", "sealed_clear"})
    run("postgres", std::string("CREATE USER ") + user + " PASSWORD 'right'");
}

PostgresServer::~PostgresServer() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGQUIT);
  const auto limit = std::chrono::steady_clock::now() + kStopLimit;
  while (::waitpid(pid_, nullptr, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > limit) ::kill(pid_, SIGKILL);
    std::this_thread::sleep_for(kPause);
  }
}

void PostgresServer::install() {
  const std::string folder = folder_.path().string();
  const pid_t installer = spawn({program("initdb"), "--pgdata=" + folder + "/data", "--username=postgres",
                                 "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"},
                                folder + "/log", user_, group_);
  int status = 0;
  ::waitpid(installer, &status, 0);
  if (status != 0) throw std::runtime_error("initdb failed:\n" + log());
  std::ofstream(folder + "/data/pg_hba.conf") << "local all all trust\n"
                                                 "host all reader 127.0.0.1/32 scram-sha-256\n"
                                                 "host all clear 127.0.0.1/32 password\n"
                                                 "hostssl all sealed 127.0.0.1/32 scram-sha-256\n"
                                                 "hostssl all sealed_clear 127.0.0.1/32 password\n"
                                                 "host all sealed,sealed_clear 127.0.0.1/32 reject\n"
                                                 "host all all 127.0.0.1/32 trust\n";
}

void PostgresServer::make_certificate() {
  authority_.emplace(folder_.path()).issue("server", "IP:0.0.0.0");
  for (const std::filesystem::path& file : {authority_->certificate("server"), authority_->key("server")}) {
    std::filesystem::permissions(file, std::filesystem::perms(0600));
    if (::geteuid() == 0 && ::chown(file.c_str(), user_, group_) != 0)
      throw std::runtime_error("chown failed");
  }
}

void PostgresServer::start() {
  const std::string folder = folder_.path().string();
  std::vector<std::string> words{program("postgres"), "-D", folder + "/data"};
  for (const std::string& setting :
       {"unix_socket_directories=" + folder, "listen_addresses=" + std::string("127.0.0.1"),
        "port=" + std::to_string(port_), std::string("fsync=off"), std::string("full_page_writes=off"),
        std::string("synchronous_commit=off"), std::string("shared_buffers=32MB"),
        std::string("max_connections=60"), std::string("max_wal_size=256MB"), std::string("autovacuum=off"),
        std::string("jit=off"), std::string("ssl=on"),
        "ssl_cert_file=" + authority_->certificate("server").string(),
        "ssl_key_file=" + authority_->key("server").string(), std::string("log_min_messages=warning")}) {
    words.emplace_back("-c");
    words.push_back(setting);
  }
  pid_ = spawn(words, folder + "/log", user_, group_);
}

void PostgresServer::await_ready() const {
  const auto limit = std::chrono::steady_clock::now() + kStartLimit;
  while (PQstatus(connect(folder_.path(), port_, "postgres").get()) != CONNECTION_OK) {
    if (::waitpid(pid_, nullptr, WNOHANG) != 0) throw std::runtime_error("postgres ended:\n" + log());
    if (std::chrono::steady_clock::now() > limit)
      throw std::runtime_error("postgres does not answer:\n" + log());
    std::this_thread::sleep_for(kPause);
  }
}

std::string PostgresServer::log() const {
  std::ifstream file(folder_.path() / "log");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string PostgresServer::fresh_database(const std::string& encoding) {
  std::string name = "test_" + std::to_string(++databases_);
  run("postgres", "CREATE DATABASE " + name + " TEMPLATE template0 ENCODING '" + encoding + "'");
  return name;
}

void PostgresServer::run_all(const std::string& database, const std::vector<std::string>& statements) {
  const Connection connection = connected(folder_.path(), port_, database);
  for (const std::string& statement : statements) execute(connection.get(), statement);
}

std::string PostgresServer::query(const std::string& database, const std::string& sql) {
  const Connection connection = connected(folder_.path(), port_, database);
  const Result result = execute(connection.get(), sql);
  std::string text;
  for (int row = 0; row < PQntuples(result.get()); ++row) {
    for (int i = 0; i < PQnfields(result.get()); ++i) {
      text += i == 0 ? "" : "|";
      text += PQgetisnull(result.get(), row, i) != 0 ? "NULL" : PQgetvalue(result.get(), row, i);
    }
    text += '\n';
  }
  return text;
}

void PostgresServer::terminate_connections(const std::string& database) {
  query("postgres",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database + "'");
}

void PostgresServer::await_no_connections(const std::string& database) {
  const Connection connection = connected(folder_.path(), port_, "postgres");
  const std::string there = "SELECT 1 FROM pg_stat_activity WHERE datname = '" + database + "'";
  const auto limit = std::chrono::steady_clock::now() + kStatementLimit;
  while (PQntuples(execute(connection.get(), there).get()) > 0) {
    if (std::chrono::steady_clock::now() > limit) throw std::runtime_error("a connection does not end");
    std::this_thread::yield();
  }
}

void PostgresServer::await_statement(const std::string& database, const std::string& text) {
  const std::string running = "SELECT count(*) FROM pg_stat_activity WHERE datname = '" + database +
                              "' AND state = 'active' AND query LIKE '%" + text + "%'";
  const auto limit = std::chrono::steady_clock::now() + kStatementLimit;
  while (query("postgres", running) == "0\n") {
    if (std::chrono::steady_clock::now() > limit) throw std::runtime_error("no such statement runs: " + text);
    std::this_thread::yield();
  }
}

std::string PostgresServer::url(const std::string& database, const std::string& user) const {
  return fmt::format("postgres://{}@localhost:{}/{}?socket={}", user, port_, database,
                     folder_.path().string());
}

std::string PostgresServer::tcp_url(const std::string& database, const std::string& user,
                                    const std::string& host) const {
  return fmt::format("postgres://{}@{}:{}/{}", user, host, port_, database);
}

}  // namespace counterpart::test
