#include "db/host_addresses.hpp"

#include <netdb.h>
#include <sys/socket.h>

#include <array>
#include <future>
#include <memory>
#include <thread>
#include <utility>

namespace counterpart {
namespace {

constexpr auto kCancelSlice = std::chrono::milliseconds(20);
constexpr const char* kHint = "check the host in the URL and the name service of this machine";

struct Answer {
  int error = 0;
  std::vector<std::string> addresses;
};

std::string number_of(const addrinfo& address) {
  std::array<char, NI_MAXHOST> text{};
  const int failed = ::getnameinfo(address.ai_addr, address.ai_addrlen, text.data(), text.size(), nullptr, 0,
                                   NI_NUMERICHOST);
  return failed == 0 ? text.data() : "";
}

Answer resolve(const std::string& host) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  Answer answer;
  answer.error = ::getaddrinfo(host.c_str(), nullptr, &wanted, &found);
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> all(found, ::freeaddrinfo);
  if (answer.error != 0) return answer;
  for (const addrinfo* one = all.get(); one != nullptr; one = one->ai_next) {
    if (std::string number = number_of(*one); !number.empty()) answer.addresses.push_back(std::move(number));
  }
  return answer;
}

}  // namespace

std::vector<std::string> host_addresses(const std::string& host,
                                        std::chrono::steady_clock::time_point deadline, ErrorKind kind,
                                        const std::string& place, const CancelToken& cancel) {
  if (host == "localhost") return {"::1", "127.0.0.1"};
  std::packaged_task<Answer()> task([host] { return resolve(host); });
  std::future<Answer> future = task.get_future();
  std::thread(std::move(task)).detach();
  while (future.wait_for(kCancelSlice) != std::future_status::ready) {
    cancel.check();
    if (std::chrono::steady_clock::now() < deadline) continue;
    throw Error(kind, place + ": no answer from the name service").hint(kHint).may_retry();
  }
  Answer answer = future.get();
  if (answer.error == 0 && !answer.addresses.empty()) return std::move(answer.addresses);
  Error error = Error(kind, place + ": " + (answer.error == 0 ? "no address" : ::gai_strerror(answer.error)))
                    .hint(kHint);
  if (answer.error != EAI_AGAIN) throw error;
  throw std::move(error).may_retry();
}

}  // namespace counterpart
