#include "support/mariadb_server.hpp"

#include <arpa/inet.h>
#include <mysql.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <fcntl.h>
#include <unistd.h>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace counterpart::test {
namespace {

constexpr auto kStartLimit = std::chrono::seconds(60);
constexpr auto kQuietLimit = std::chrono::seconds(20);

std::string program(const std::vector<std::string>& names) {
  for (const char* folder : {"/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin", "/usr/libexec"}) {
    for (const std::string& name : names) {
      const std::filesystem::path path = std::filesystem::path(folder) / name;
      if (std::filesystem::exists(path)) return path;
    }
  }
  throw std::runtime_error(
      names.front() +
      " is not installed; the database tests need the MariaDB server (package mariadb-server)");
}

/// Starts a child that dies with this process; its output goes to `log`.
pid_t spawn(std::vector<std::string> words, const std::string& log) {
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("fork failed");
  if (child > 0) return child;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(127);
  const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  ::dup2(out, STDOUT_FILENO);
  ::dup2(out, STDERR_FILENO);
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

struct CloseConnection {
  void operator()(MYSQL* connection) const { mysql_close(connection); }
};
using Connection = std::unique_ptr<MYSQL, CloseConnection>;

/// An empty pointer while the server does not answer.
Connection connect(const std::string& socket, const std::string& database) {
  Connection connection(mysql_init(nullptr));
  mysql_options(connection.get(), MYSQL_SET_CHARSET_NAME, "utf8mb4");
  if (mysql_real_connect(connection.get(), nullptr, "root", "", database.empty() ? nullptr : database.c_str(),
                         0, socket.c_str(), 0) == nullptr) {
    return nullptr;
  }
  mysql_query(connection.get(), "SET SESSION sql_mode = ''");
  return connection;
}

Connection connected(const std::string& socket, const std::string& database) {
  Connection connection = connect(socket, database);
  if (!connection) throw std::runtime_error("cannot connect to the test server");
  return connection;
}

void execute(MYSQL* connection, const std::string& sql) {
  if (mysql_real_query(connection, sql.data(), sql.size()) != 0)
    throw std::runtime_error(sql.substr(0, 200) + ": " + mysql_error(connection));
}

/// All rows of a query, as "a|b\nc|NULL\n".
std::string rows_of(MYSQL* connection, const std::string& sql) {
  execute(connection, sql);
  const std::unique_ptr<MYSQL_RES, decltype(&mysql_free_result)> result(mysql_store_result(connection),
                                                                        mysql_free_result);
  if (!result) throw std::runtime_error(sql + ": " + mysql_error(connection));
  std::string text;
  while (MYSQL_ROW row = mysql_fetch_row(result.get())) {
    for (unsigned i = 0; i < mysql_num_fields(result.get()); ++i) {
      text += i == 0 ? "" : "|";
      text += row[i] == nullptr ? "NULL" : row[i];
    }
    text += '\n';
  }
  return text;
}

}  // namespace

MariadbServer& MariadbServer::instance() {
  static MariadbServer server;
  return server;
}

std::vector<std::string>& MariadbServer::options() {
  static std::vector<std::string> options;
  return options;
}

MariadbServer::MariadbServer() : socket_((folder_.path() / "s").string()), port_(free_port()) {
  install();
  start();
  await_ready();
}

MariadbServer::~MariadbServer() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
}

void MariadbServer::install() const {
  std::vector<std::string> words{program({"mariadb-install-db", "mysql_install_db"}),
                                 "--no-defaults",
                                 "--datadir=" + (folder_.path() / "data").string(),
                                 "--auth-root-authentication-method=normal",
                                 "--skip-test-db",
                                 "--skip-name-resolve"};
  if (::geteuid() == 0) words.emplace_back("--user=root");
  const pid_t installer = spawn(words, (folder_.path() / "log").string());
  int status = 0;
  ::waitpid(installer, &status, 0);
  if (status != 0) throw std::runtime_error("mariadb-install-db failed:\n" + log());
}

void MariadbServer::start() {
  const std::string folder = folder_.path().string();
  std::vector<std::string> words{program({"mariadbd", "mysqld"}),
                                 "--no-defaults",
                                 "--datadir=" + folder + "/data",
                                 "--socket=" + socket_,
                                 "--port=" + std::to_string(port_),
                                 "--bind-address=127.0.0.1",
                                 "--pid-file=" + folder + "/pid",
                                 "--tmpdir=" + folder,
                                 "--skip-name-resolve",
                                 "--skip-log-bin",
                                 "--performance-schema=OFF",
                                 "--innodb-buffer-pool-size=64M",
                                 "--innodb-flush-log-at-trx-commit=0",
                                 "--innodb-doublewrite=0",
                                 "--innodb-use-native-aio=0",
                                 "--innodb-flush-method=nosync",
                                 "--debug-no-sync",
                                 "--max-connections=60"};
  words.insert(words.end(), options().begin(), options().end());
  if (::geteuid() == 0) words.emplace_back("--user=root");
  pid_ = spawn(words, folder + "/log");
}

void MariadbServer::await_ready() const {
  const auto limit = std::chrono::steady_clock::now() + kStartLimit;
  while (!connect(socket_, "")) {
    if (::waitpid(pid_, nullptr, WNOHANG) != 0) throw std::runtime_error("mariadbd ended:\n" + log());
    if (std::chrono::steady_clock::now() > limit)
      throw std::runtime_error("mariadbd does not answer:\n" + log());
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

std::string MariadbServer::log() const {
  std::ifstream file(folder_.path() / "log");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string MariadbServer::fresh_database() {
  std::string name = "test_" + std::to_string(++databases_);
  run("", "CREATE DATABASE " + name + " CHARACTER SET utf8mb4");
  return name;
}

void MariadbServer::run_all(const std::string& database, const std::vector<std::string>& statements) {
  const Connection connection = connected(socket_, database);
  for (const std::string& statement : statements) execute(connection.get(), statement);
}

std::string MariadbServer::query(const std::string& database, const std::string& sql) {
  const Connection connection = connected(socket_, database);
  return rows_of(connection.get(), sql);
}

void MariadbServer::kill_connections(const std::string& database) {
  const Connection connection = connected(socket_, "");
  std::istringstream ids(
      query("", "SELECT id FROM information_schema.processlist WHERE db = '" + database + "'"));
  // One that ended by itself meanwhile is no failure.
  for (std::string id; std::getline(ids, id);) mysql_query(connection.get(), ("KILL " + id).c_str());
}

void MariadbServer::await_no_connections(const std::string& database) {
  const Connection connection = connected(socket_, "");
  const std::string sql = "SELECT COUNT(*) FROM information_schema.processlist WHERE db = '" + database + "'";
  const auto limit = std::chrono::steady_clock::now() + kQuietLimit;
  while (rows_of(connection.get(), sql) != "0\n") {
    if (std::chrono::steady_clock::now() > limit) throw std::runtime_error("a connection does not end");
    std::this_thread::yield();
  }
}

std::string MariadbServer::url(const std::string& database, const std::string& user) const {
  return "mysql://" + user + "@localhost/" + database + "?socket=" + socket_;
}

std::string MariadbServer::tcp_url(const std::string& database, const std::string& user) const {
  return "mysql://" + user + "@127.0.0.1:" + std::to_string(port_) + "/" + database;
}

}  // namespace counterpart::test
