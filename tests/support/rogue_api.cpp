#include "support/rogue_api.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <string_view>

#include <fmt/format.h>

namespace counterpart::test {
namespace {

constexpr std::chrono::milliseconds kLongestSilence{20'000};

/// Until the client goes, or says more; but not for ever.
void wait_for_the_client(int socket, std::chrono::milliseconds most) {
  pollfd one{socket, POLLIN, 0};
  ::poll(&one, 1, static_cast<int>(most.count()));
}

bool send_all(int socket, std::string_view bytes, std::size_t slice, std::chrono::milliseconds between = {}) {
  while (!bytes.empty()) {
    if (between.count() != 0) wait_for_the_client(socket, between);
    const ssize_t sent = ::send(socket, bytes.data(), std::min(bytes.size(), slice), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void end_by_reset(int socket) {
  const linger at_once{1, 0};
  ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

/// False once the client goes, or does not take what it gets.
bool send_blanks(int socket) {
  const std::string blanks(std::size_t{64} << 10, ' ');
  while (send_all(socket, blanks, blanks.size())) {
  }
  return false;
}

std::size_t content_length(const std::string& head) {
  const std::size_t at = head.find("\r\nContent-Length: ");
  return at == std::string::npos ? 0 : std::strtoul(head.c_str() + at + 18, nullptr, 10);
}

std::string head_of(const Reply& reply) {
  std::string head =
      fmt::format("HTTP/1.1 {} Status\r\nContent-Type: {}\r\n", reply.status, reply.content_type);
  for (const std::string& line : reply.headers) head += line + "\r\n";
  switch (reply.length) {
    case Reply::Length::stated: head += fmt::format("Content-Length: {}\r\n", reply.body.size()); break;
    case Reply::Length::chunked: head += "Transfer-Encoding: chunked\r\n"; break;
    case Reply::Length::until_close: head += "Connection: close\r\n"; break;
  }
  return head + "\r\n";
}

}  // namespace

std::optional<std::string> Ask::header(const std::string& name) const {
  const std::size_t at = headers.find("\r\n" + name + ": ");
  if (at == std::string::npos) return std::nullopt;
  const std::size_t begin = at + name.size() + 4;
  return headers.substr(begin, headers.find("\r\n", begin) - begin);
}

std::optional<std::string> Ask::parameter(const std::string& name) const {
  std::size_t at = target.find("?" + name + "=");
  if (at == std::string::npos) at = target.find("&" + name + "=");
  if (at == std::string::npos) return std::nullopt;
  const std::size_t begin = at + name.size() + 2;
  return target.substr(begin, target.find('&', begin) - begin);
}

RogueApi::RogueApi(Handler handler)
    : handler_(std::move(handler)), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* any = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener_.get(), any, size) != 0 || ::listen(listener_.get(), 128) != 0 ||
      ::getsockname(listener_.get(), any, &size) != 0) {
    throw std::runtime_error("no port to listen on");
  }
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_all(); });
}

RogueApi::~RogueApi() {
  stop_ = true;
  ::shutdown(listener_.get(), SHUT_RDWR);
  acceptor_.join();
  arrived_.notify_all();
  {
    const std::lock_guard lock(mutex_);
    for (const int client : clients_) ::shutdown(client, SHUT_RDWR);
  }
  for (std::thread& thread : threads_) thread.join();
}

std::string RogueApi::origin() const {
  return fmt::format("http://127.0.0.1:{}", port_);
}

std::string RogueApi::url() const {
  return origin() + "/users";
}

unsigned RogueApi::requests_of(unsigned page) const {
  const std::lock_guard lock(mutex_);
  const auto found = requests_of_page_.find(page);
  return found == requests_of_page_.end() ? 0 : found->second;
}

unsigned RogueApi::most_at_once() const {
  const std::lock_guard lock(mutex_);
  return most_at_once_;
}

void RogueApi::accept_all() {
  while (!stop_) {
    const int client = ::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) return;
    const int at_once = 1;
    ::setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
    const std::lock_guard lock(mutex_);
    clients_.push_back(client);
    threads_.emplace_back([this, client] { serve(client); });
  }
}

void RogueApi::serve(int client) {
  std::string received;
  char buffer[4096];
  for (bool open = true; open && !stop_;) {
    const std::size_t end = received.find("\r\n\r\n");
    const std::size_t length = end == std::string::npos ? 0 : content_length(received.substr(0, end));
    if (end != std::string::npos && received.size() >= end + 4 + length) {
      open = answer(client, received.substr(0, end + 2), received.substr(end + 4, length));
      received.erase(0, end + 4 + length);
      continue;
    }
    const ssize_t count = ::recv(client, buffer, sizeof buffer, 0);
    if (count <= 0) break;
    received.append(buffer, static_cast<std::size_t>(count));
  }
  const std::lock_guard lock(mutex_);
  std::erase(clients_, client);
  ::close(client);
}

bool RogueApi::answer(int client, const std::string& head, const std::string& body) {
  Ask ask;
  ask.method = head.substr(0, head.find(' '));
  const std::size_t target = ask.method.size() + 1;
  ask.target = head.substr(target, head.find(' ', target) - target);
  ask.headers = head.substr(head.find("\r\n"));
  ask.body = body;
  ask.page = static_cast<unsigned>(std::strtoul(ask.parameter("page").value_or("0").c_str(), nullptr, 10));
  ++requests_;
  Reply reply;
  {
    std::unique_lock lock(mutex_);
    ++requests_of_page_[ask.page];
    ask.attempt = ++attempts_[ask.target + "\n" + ask.body];
    most_at_once_ = std::max(most_at_once_, ++waiting_);
    arrived_.notify_all();
    reply = handler_(ask);
    hold(lock, reply.held_for);
  }
  if (reply.after.count() != 0) wait_for_the_client(client, reply.after);
  if (reply.silent) wait_for_the_client(client, kLongestSilence);
  {
    const std::lock_guard lock(mutex_);
    --waiting_;
  }
  return !reply.silent && send_reply(client, reply);
}

void RogueApi::hold(std::unique_lock<std::mutex>& lock, unsigned requests) {
  arrived_.wait_for(lock, std::chrono::seconds(2), [&] { return stop_ || most_at_once_ >= requests; });
}

bool RogueApi::send_reply(int client, const Reply& reply) const {
  const std::size_t slice = reply.by_bytes ? 1 : std::size_t{1} << 20;
  if (reply.bare) return send_all(client, reply.behind, slice) && false;
  if (!send_all(client, head_of(reply), slice)) return false;
  const std::string_view body =
      std::string_view(reply.body).substr(0, reply.cut_after.value_or(std::string::npos));
  // A chunk without bytes would be the last one.
  const bool in_chunks = reply.length == Reply::Length::chunked && !reply.body.empty();
  if (in_chunks && !send_all(client, fmt::format("{:x}\r\n", reply.body.size()), slice)) return false;
  if (!send_all(client, body, slice, reply.between)) return false;
  if (reply.endless) return send_blanks(client);
  if (reply.cut_after) {
    if (reply.stall) wait_for_the_client(client, kLongestSilence);
    if (reply.reset) end_by_reset(client);
    return false;
  }
  if (in_chunks && !send_all(client, "\r\n", slice)) return false;
  if (reply.length == Reply::Length::chunked && !send_all(client, "0\r\n\r\n", slice)) return false;
  return send_all(client, reply.behind, slice) && reply.length != Reply::Length::until_close;
}

std::string Users::behind(unsigned before, unsigned most) const {
  std::string text;
  for (unsigned id = before + 1; id <= std::min(before + most, count); ++id)
    text += fmt::format(R"({}{{"id":{},"name":"name {}"}})", text.empty() ? "" : ",", id, id);
  return text;
}

std::string Users::page(unsigned number) const {
  const std::string users = number == 0 ? "" : behind((number - 1) * size, size);
  return fmt::format(R"({{"page":{},"total_pages":{},"total":{},"has_more":{},"users":[{}]}})", number,
                     pages(), count, number < pages(), users);
}

}  // namespace counterpart::test
