#pragma once
/// A paginated JSON API over records in memory, for demonstrations and tests. Hides cpp-httplib.

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace counterpart {

struct MockApiOptions {
  std::string host = "127.0.0.1";
  int port = 0;                        ///< 0 takes a free one
  std::string path = "/api/v1/users";  ///< requests to it, or to anything that begins with it, are answered
  std::string records_key = "users";
  std::uint64_t page_size = 100;
  std::string page_param = "page";
  std::string size_param{};            ///< lets the client choose the size of a page; empty: it cannot
  std::uint64_t max_page_size = 1000;  ///< a larger wish gets this size
  std::uint64_t latency_ms = 0;  ///< each answer comes so much later; requests do not wait for each other
  bool gzip = false;             ///< compress for clients that accept it
  std::string token{};           ///< "Authorization: Bearer …" has to bear it, else 401; empty: open to all
};

/// Answers `GET path?page=N`, N from 1, with `{"current_page": N, "total_pages": T, "total_items": C,
/// "<records_key>": [...]}`. A page beyond the last is empty; a page or size that is no positive number is
/// 400. Serves at least 64 connections at a time and keeps them open between requests.
class MockApi {
 public:
  /// `records` are JSON objects, served as they are and in their order.
  MockApi(std::vector<std::string> records, MockApiOptions options);
  ~MockApi();
  MockApi(const MockApi&) = delete;
  MockApi& operator=(const MockApi&) = delete;

  /// Listens, and gives the URL. Error(usage) if the address cannot be had. Called once.
  std::string start();
  /// Stops listening and waits for the answers under way; takes up to two seconds while idle connections are
  /// open.
  void stop();

  /// Requests answered so far, refused ones included.
  std::uint64_t requests() const noexcept;
  std::uint64_t records() const noexcept;

 private:
  class Server;
  std::unique_ptr<Server> server_;
};

}  // namespace counterpart
