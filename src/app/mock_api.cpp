#include "app/mock_api.hpp"

#include <fmt/format.h>
#include <httplib.h>
#include <sys/socket.h>
#include <zlib.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <new>
#include <optional>
#include <thread>
#include <utility>

#include "counterpart/error.hpp"
#include "record/json_writer.hpp"

namespace counterpart {
namespace {

/// Each connection holds a thread as long as it is open.
constexpr std::size_t kConnections = 64;
constexpr int kBacklog = 512;
constexpr int kIdleSeconds = 2;
constexpr const char* kJson = "application/json";

std::string gzipped(const std::string& text) {
  constexpr int kGzip = 16;
  constexpr int kMemoryLevel = 8;
  z_stream stream{};
  if (::deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, MAX_WBITS + kGzip, kMemoryLevel,
                     Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::bad_alloc();
  }
  std::string packed(::deflateBound(&stream, text.size()), '\0');
  // zlib reads through this pointer only, but declares it without const.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  ::deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  ::deflateEnd(&stream);
  return packed;
}

/// The number of a query parameter, the default if it is absent; nothing if it is no number from 1.
std::optional<std::uint64_t> number_of(const httplib::Request& request, const std::string& name,
                                       std::uint64_t otherwise) {
  if (name.empty() || !request.has_param(name.c_str())) return otherwise;
  const std::string text = request.get_param_value(name.c_str());
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number == 0) return std::nullopt;
  return number;
}

void refuse(httplib::Response& response, int status, const std::string& why) {
  std::string body = "{\"error\":";
  append_json_string(body, why);
  response.status = status;
  response.set_content(body + "}", kJson);
}

/// Hands the bytes over without copying them. `bytes` lives as long as `keep`, or the server.
void answer(httplib::Response& response, const std::string& bytes,
            std::shared_ptr<const std::string> keep = nullptr) {
  response.set_content_provider(
      bytes.size(), kJson,
      [&bytes, keep = std::move(keep)](std::size_t offset, std::size_t size, httplib::DataSink& sink) {
        return sink.write(bytes.data() + offset, size);
      });
}

}  // namespace

class MockApi::Server {
 public:
  Server(std::vector<std::string> records, MockApiOptions options)
      : options_(std::move(options)), records_(std::move(records)) {
    options_.page_size = std::max<std::uint64_t>(options_.page_size, 1);
    options_.max_page_size = std::max(options_.max_page_size, options_.page_size);
    for (std::uint64_t page = 1; page <= page_count(options_.page_size); ++page) {
      pages_.push_back(make_page(page, options_.page_size));
      if (options_.gzip) packed_.push_back(gzipped(pages_.back()));
    }
  }
  ~Server() { stop(); }

  std::string start();
  void stop();
  std::uint64_t requests() const { return requests_; }
  std::uint64_t records() const { return records_.size(); }

 private:
  std::uint64_t page_count(std::uint64_t size) const {
    return records_.size() / size + (records_.size() % size != 0 ? 1 : 0);
  }
  std::string make_page(std::uint64_t page, std::uint64_t size) const;
  void respond(const httplib::Request& request, httplib::Response& response);
  void send_page(const httplib::Request& request, httplib::Response& response, std::uint64_t page,
                 std::uint64_t size);
  void wait();

  MockApiOptions options_;
  std::vector<std::string> records_;
  std::vector<std::string> pages_;
  std::vector<std::string> packed_;
  std::atomic<std::uint64_t> requests_{0};
  std::mutex mutex_;
  std::condition_variable stopped_;
  bool stopping_ = false;
  httplib::Server http_;
  std::thread thread_;
};

std::string MockApi::Server::make_page(std::uint64_t page, std::uint64_t size) const {
  std::string json = fmt::format("{{\"current_page\": {}, \"total_pages\": {}, \"total_items\": {}, ", page,
                                 page_count(size), records_.size());
  append_json_string(json, options_.records_key);
  json += ": [";
  const bool beyond = page > page_count(size);
  const std::uint64_t first = beyond ? records_.size() : (page - 1) * size;
  const std::uint64_t last = std::min<std::uint64_t>(first + size, records_.size());
  for (std::uint64_t i = first; i < last; ++i) {
    if (i > first) json += ',';
    json += records_[i];
  }
  json += "]}";
  return json;
}

std::string MockApi::Server::start() {
  int listening = -1;
  http_.new_task_queue = [] { return new httplib::ThreadPool(kConnections); };
  http_.set_tcp_nodelay(true);
  http_.set_keep_alive_max_count(std::size_t{1} << 40);
  http_.set_keep_alive_timeout(kIdleSeconds);
  http_.set_socket_options([&listening](int socket) {
    // Not SO_REUSEPORT, which httplib sets: two servers would share one port.
    const int on = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    listening = socket;
  });
  http_.Get(".*", [this](const httplib::Request& request, httplib::Response& response) {
    respond(request, response);
  });

  int port = options_.port;
  if (port == 0) {
    port = http_.bind_to_any_port(options_.host);
  } else if (!http_.bind_to_port(options_.host, port)) {
    port = -1;
  }
  if (port <= 0) {
    throw Error(ErrorKind::usage, fmt::format("cannot listen on {}:{}", options_.host, options_.port))
        .hint("another program may hold the port; port 0 takes a free one");
  }
  // httplib's own queue of five drops connections when many come at once; the client then waits a second.
  ::listen(listening, kBacklog);
  thread_ = std::thread([this] { http_.listen_after_bind(); });
  while (!http_.is_running()) std::this_thread::yield();
  const bool ipv6 = options_.host.find(':') != std::string::npos;
  return fmt::format("http://{}{}{}:{}{}", ipv6 ? "[" : "", options_.host, ipv6 ? "]" : "", port,
                     options_.path);
}

void MockApi::Server::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stopped_.notify_all();
  if (!thread_.joinable()) return;
  http_.stop();
  thread_.join();
}

/// Holds one answer back, but not the end of the server.
void MockApi::Server::wait() {
  if (options_.latency_ms == 0) return;
  std::unique_lock lock(mutex_);
  stopped_.wait_for(lock, std::chrono::milliseconds(options_.latency_ms), [this] { return stopping_; });
}

void MockApi::Server::respond(const httplib::Request& request, httplib::Response& response) {
  ++requests_;
  wait();
  if (!request.path.starts_with(options_.path)) return refuse(response, 404, "there is nothing here");
  if (!options_.token.empty() && request.get_header_value("Authorization") != "Bearer " + options_.token) {
    response.set_header("WWW-Authenticate", "Bearer");
    return refuse(response, 401, "a bearer token is needed");
  }
  const auto page = number_of(request, options_.page_param, 1);
  const auto size = number_of(request, options_.size_param, options_.page_size);
  if (!page) return refuse(response, 400, options_.page_param + " has to be a number from 1");
  if (!size) return refuse(response, 400, options_.size_param + " has to be a number from 1");
  send_page(request, response, *page, std::min(*size, options_.max_page_size));
}

void MockApi::Server::send_page(const httplib::Request& request, httplib::Response& response,
                                std::uint64_t page, std::uint64_t size) {
  const bool accepts =
      options_.gzip && request.get_header_value("Accept-Encoding").find("gzip") != std::string::npos;
  if (accepts) response.set_header("Content-Encoding", "gzip");
  if (options_.gzip) response.set_header("Vary", "Accept-Encoding");
  if (size == options_.page_size && page <= pages_.size())
    return answer(response, accepts ? packed_[page - 1] : pages_[page - 1]);
  const std::string made = make_page(page, size);
  const auto body = std::make_shared<const std::string>(accepts ? gzipped(made) : made);
  answer(response, *body, body);
}

MockApi::MockApi(std::vector<std::string> records, MockApiOptions options)
    : server_(std::make_unique<Server>(std::move(records), std::move(options))) {}
MockApi::~MockApi() = default;

std::string MockApi::start() {
  return server_->start();
}
void MockApi::stop() {
  server_->stop();
}
std::uint64_t MockApi::requests() const noexcept {
  return server_->requests();
}
std::uint64_t MockApi::records() const noexcept {
  return server_->records();
}

}  // namespace counterpart
