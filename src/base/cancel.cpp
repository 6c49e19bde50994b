#include "base/cancel.hpp"

#include <utility>

namespace counterpart {

void CancelToken::cancel(ErrorKind kind) {
  const std::lock_guard lock(mutex_);
  if (cancelled_.load()) return;
  kind_ = kind;
  cancelled_.store(true, std::memory_order_release);
  for (auto& [id, wake] : wakers_) wake();
}

void CancelToken::check() const {
  if (!cancelled()) return;
  const std::lock_guard lock(mutex_);
  throw Error(kind_, kind_ == ErrorKind::terminated ? "terminated" : "interrupted")
      .hint("nothing was published; run the job again when ready");
}

CancelToken::Wake::Wake(CancelToken& token, std::function<void()> wake) : token_(token) {
  const std::lock_guard lock(token_.mutex_);
  if (token_.cancelled()) wake();
  id_ = token_.next_id_++;
  token_.wakers_.emplace(id_, std::move(wake));
}

CancelToken::Wake::~Wake() {
  const std::lock_guard lock(token_.mutex_);
  token_.wakers_.erase(id_);
}

}  // namespace counterpart
