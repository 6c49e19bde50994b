#include "source/byte_reader.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>
#include <new>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/alarm.hpp"
#include "base/file.hpp"

namespace counterpart {
namespace {

constexpr std::size_t kPackedBytes = 1 << 17;

/// A pipe can keep its reader waiting for ever: it is only read when something is there or its last writer
/// has gone.
class PlainReader final : public ByteReader {
 public:
  PlainReader(const std::filesystem::path& path, CancelToken* cancel)
      : place_(path.string()), fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)), cancel_(cancel) {
    if (!fd_) throw system_error(ErrorKind::source, place_, errno);
    struct ::stat about {};
    if (::fstat(fd_.get(), &about) == 0 && !S_ISREG(about.st_mode) && !S_ISDIR(about.st_mode))
      alarm_.emplace();
    if (alarm_ && cancel_ != nullptr) wake_.emplace(*cancel_, [this] { alarm_->ring(); });
  }

  std::size_t read(char* into, std::size_t capacity) override {
    while (true) {
      if (alarm_) wait();
      const ssize_t got = ::read(fd_.get(), into, capacity);
      if (got >= 0) return static_cast<std::size_t>(got);
      if (errno != EINTR && errno != EAGAIN) throw system_error(ErrorKind::source, place_, errno);
    }
  }

 private:
  void wait() const {
    std::array<pollfd, 2> watched{{{fd_.get(), POLLIN, 0}, {alarm_->fd(), POLLIN, 0}}};
    if (::poll(watched.data(), watched.size(), -1) < 0 && errno != EINTR)
      throw system_error(ErrorKind::source, place_, errno);
    if (cancel_ != nullptr) cancel_->check();
  }

  std::string place_;
  Descriptor fd_;
  CancelToken* cancel_;
  std::optional<Alarm> alarm_;  ///< of what can keep its reader waiting
  std::optional<CancelToken::Wake> wake_;
};

/// The packed bytes of a file, as much as the unpacker has not taken yet.
class PackedInput {
 public:
  PackedInput(const std::filesystem::path& path, CancelToken* cancel)
      : place_(path.string()), file_(path, cancel), block_(kPackedBytes) {}

  /// Fills an empty block. False at the end of the file.
  bool fill() {
    if (at_ == size_) {
      at_ = 0;
      size_ = file_.read(block_.data(), block_.size());
    }
    return size_ > 0;
  }
  char* data() { return block_.data() + at_; }
  std::size_t size() const { return size_ - at_; }
  void take(std::size_t bytes) { at_ += bytes; }

  Error cut_off() const {
    return Error(ErrorKind::source, place_ + ": the compressed data is cut off")
        .hint("the file was not copied or written to its end; fetch it again");
  }
  Error damaged(const std::string& how) const {
    return Error(ErrorKind::source, fmt::format("{}: cannot be unpacked: {}", place_, how));
  }

 private:
  std::string place_;
  PlainReader file_;
  std::vector<char> block_;
  std::size_t at_ = 0;
  std::size_t size_ = 0;
};

class GzipReader final : public ByteReader {
 public:
  GzipReader(const std::filesystem::path& path, CancelToken* cancel) : input_(path, cancel) {
    constexpr int kGzipOnly = 16;
    if (::inflateInit2(&stream_, MAX_WBITS + kGzipOnly) != Z_OK) throw std::bad_alloc();
  }
  ~GzipReader() override { ::inflateEnd(&stream_); }

  std::size_t read(char* into, std::size_t capacity) override {
    const auto room = static_cast<uInt>(std::min<std::size_t>(capacity, std::numeric_limits<uInt>::max()));
    stream_.next_out = reinterpret_cast<Bytef*>(into);
    stream_.avail_out = room;
    while (stream_.avail_out == room) {
      const bool more = input_.fill();
      if (between_members_ && !next_member()) {
        if (!more) return 0;
        continue;
      }
      if (!more) throw input_.cut_off();
      inflate_some();
    }
    return room - stream_.avail_out;
  }

 private:
  /// Skips zero bytes, with which some media pad. True at the first byte of another member.
  bool next_member() {
    while (input_.size() > 0 && *input_.data() == '\0') input_.take(1);
    if (input_.size() == 0) return false;
    between_members_ = false;
    ::inflateReset(&stream_);
    return true;
  }

  void inflate_some() {
    stream_.next_in = reinterpret_cast<Bytef*>(input_.data());
    stream_.avail_in = static_cast<uInt>(input_.size());
    const int result = ::inflate(&stream_, Z_NO_FLUSH);
    input_.take(input_.size() - stream_.avail_in);
    if (result == Z_STREAM_END) {
      between_members_ = true;
    } else if (result != Z_OK && result != Z_BUF_ERROR) {
      throw input_.damaged(stream_.msg != nullptr ? stream_.msg : "not gzip data");
    }
  }

  PackedInput input_;
  z_stream stream_{};
  bool between_members_ = false;
};

class ZstdReader final : public ByteReader {
 public:
  ZstdReader(const std::filesystem::path& path, CancelToken* cancel)
      : input_(path, cancel), context_(::ZSTD_createDCtx()) {
    if (!context_) throw std::bad_alloc();
  }

  std::size_t read(char* into, std::size_t capacity) override {
    ZSTD_outBuffer out{into, capacity, 0};
    while (out.pos == 0) {
      const bool more = input_.fill();
      if (!more && between_frames_) return 0;
      ZSTD_inBuffer in{input_.data(), input_.size(), 0};
      const std::size_t result = ::ZSTD_decompressStream(context_.get(), &out, &in);
      if (::ZSTD_isError(result) != 0) throw input_.damaged(::ZSTD_getErrorName(result));
      input_.take(in.pos);
      between_frames_ = result == 0;
      // Without new input only what the unpacker still held can come out.
      if (!more && out.pos == 0 && !between_frames_) throw input_.cut_off();
    }
    return out.pos;
  }

 private:
  struct Free {
    void operator()(ZSTD_DCtx* context) const noexcept { ::ZSTD_freeDCtx(context); }
  };
  PackedInput input_;
  std::unique_ptr<ZSTD_DCtx, Free> context_;
  bool between_frames_ = false;
};

}  // namespace

std::unique_ptr<ByteReader> open_bytes(const std::filesystem::path& path, CancelToken* cancel) {
  if (path.extension() == ".gz") return std::make_unique<GzipReader>(path, cancel);
  if (path.extension() == ".zst") return std::make_unique<ZstdReader>(path, cancel);
  return std::make_unique<PlainReader>(path, cancel);
}

}  // namespace counterpart
