#pragma once
/// A paginated API on loopback that misbehaves exactly as told, over bare sockets.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/file.hpp"

namespace counterpart::test {

/// What a client asked for.
struct Ask {
  std::string method;    ///< "GET", "POST"
  std::string target;    ///< "/users?page=2"
  std::string headers;   ///< all lines, as sent
  std::string body;      ///< as long as its Content-Length
  unsigned page = 0;     ///< of the parameter `page`; 0 if there is none
  unsigned attempt = 0;  ///< how often this target was asked for with this body, this time included

  /// The value of a header, or nothing.
  std::optional<std::string> header(const std::string& name) const;
  /// The value of a query parameter, as it was sent, or nothing.
  std::optional<std::string> parameter(const std::string& name) const;
};

/// What it gets. The defaults are a sound answer.
struct Reply {
  int status = 200;
  std::string body = {};
  std::string content_type = "application/json";
  std::vector<std::string> headers = {};  ///< further lines
  enum class Length { stated, chunked, until_close } length = Length::stated;
  std::optional<std::size_t> cut_after = {};  ///< so many bytes of the body, then the connection ends
  bool reset = false;                         ///< it ends by a reset
  bool stall = false;                         ///< it does not end: nothing comes any more
  bool silent = false;                        ///< nothing comes at all
  bool by_bytes = false;                      ///< one byte at a time
  std::chrono::milliseconds between{0};       ///< so long before each of the body
  bool endless = false;                       ///< behind the body come blanks, without an end
  std::string behind = {};                    ///< what else comes behind a whole answer
  bool bare = false;                          ///< nothing but `behind` comes
  std::chrono::milliseconds after{0};         ///< so late
  unsigned held_for = 0;  ///< until so many requests were there at a time, two seconds at most
};

class RogueApi {
 public:
  using Handler = std::function<Reply(const Ask&)>;

  /// Listens on a free port; `handler` is called on the threads of the connections, one call at a time.
  explicit RogueApi(Handler handler);
  ~RogueApi();
  RogueApi(const RogueApi&) = delete;
  RogueApi& operator=(const RogueApi&) = delete;

  /// "http://127.0.0.1:PORT/users"
  std::string url() const;
  /// "http://127.0.0.1:PORT"
  std::string origin() const;
  unsigned requests() const { return requests_; }
  unsigned requests_of(unsigned page) const;
  /// The most requests that were there at a time, their answers not begun.
  unsigned most_at_once() const;

 private:
  void accept_all();
  void serve(int client);
  bool answer(int client, const std::string& head, const std::string& body);
  void hold(std::unique_lock<std::mutex>& lock, unsigned requests);
  bool send_reply(int client, const Reply& reply) const;

  Handler handler_;
  Descriptor listener_;
  int port_ = 0;
  std::atomic<unsigned> requests_{0};
  std::atomic<bool> stop_{false};
  mutable std::mutex mutex_;
  std::condition_variable arrived_;
  std::map<unsigned, unsigned> requests_of_page_;
  std::map<std::string, unsigned> attempts_;  ///< by target and body
  unsigned waiting_ = 0;                      ///< requests whose answers were not begun
  unsigned most_at_once_ = 0;
  std::vector<int> clients_;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

/// A well-formed API of `count` users, {"id": 1, "name": "name 1"} and so on, `size` to a page.
struct Users {
  unsigned count = 0;
  unsigned size = 10;

  unsigned pages() const { return (count + size - 1) / size; }
  /// {"id":11,"name":"name 11"},… of the users behind the first `before`, `most` at most.
  std::string behind(unsigned before, unsigned most) const;
  /// {"page": …, "total_pages": …, "total": …, "has_more": …, "users": […]}; empty lists beyond the end.
  std::string page(unsigned number) const;
};

}  // namespace counterpart::test
