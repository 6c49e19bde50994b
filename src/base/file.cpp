#include "base/file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace counterpart {
namespace {

constexpr std::size_t kBufferBytes = 1 << 16;
constexpr mode_t kPrivate = 0600;
constexpr std::string_view kTemporaryEnding = ".tmp";
constexpr const char* kRoom = "its folder has to exist and be writable, with room for it";

std::filesystem::path folder_of(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

std::filesystem::path unused_name(const std::filesystem::path& path) {
  static std::atomic<unsigned> counter{0};
  return folder_of(path) /
         fmt::format(".{}.{}-{}{}", path.filename().string(), ::getpid(), counter++, kTemporaryEnding);
}

/// Unnamed where the file system offers it (O_TMPFILE); -1 with errno elsewhere.
int open_unnamed(const std::filesystem::path& folder) {
#ifdef O_TMPFILE
  return ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, kPrivate);
#else
  errno = EOPNOTSUPP;
  (void)folder;
  return -1;
#endif
}

bool unnamed_unsupported(int error_number) {
  return error_number == EOPNOTSUPP || error_number == EISDIR || error_number == EINVAL ||
         error_number == ENOENT;
}

/// What a rename may replace: a plain file or nothing. A link stays, and what it leads to is replaced.
std::filesystem::path plain_target(std::filesystem::path path) {
  std::error_code problem;
  const std::string absolute = std::filesystem::absolute(path, problem).lexically_normal().string();
  if (absolute.starts_with("/dev/std") || absolute.starts_with("/dev/fd/") ||
      absolute.starts_with("/proc/")) {
    throw Error(ErrorKind::output, path.string() + ": is no place for a file")
        .hint("name a file; standard output is for the summary");
  }
  if (std::filesystem::is_symlink(path, problem)) path = std::filesystem::weakly_canonical(path, problem);
  const auto status = std::filesystem::status(path, problem);
  if (!std::filesystem::exists(status) || std::filesystem::is_regular_file(status)) return path;
  throw Error(
      ErrorKind::output,
      path.string() + (std::filesystem::is_directory(status) ? ": is a folder" : ": is no plain file"))
      .hint("outputs are written beside their place and renamed into it, so that they appear whole");
}

int open_named(const std::filesystem::path& path) {
  return ::open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, kPrivate);
}

/// True for what `unused_name(path)` gives, in whatever process.
bool is_temporary_name(std::string_view name, const std::filesystem::path& path) {
  const std::string prefix = "." + path.filename().string() + ".";
  if (!name.starts_with(prefix) || !name.ends_with(kTemporaryEnding)) return false;
  name.remove_prefix(prefix.size());
  name.remove_suffix(std::min(name.size(), kTemporaryEnding.size()));
  return !name.empty() && name.find_first_not_of("0123456789-") == std::string_view::npos;
}

/// Each file on its way to `path` is locked by whoever writes it; a kill lets go of the lock, but not of the
/// name. An empty one may have been made this moment, by a process that has yet to lock it.
void remove_abandoned(const std::filesystem::path& path) {
  std::error_code ignored;
  std::filesystem::directory_iterator entry(folder_of(path), ignored);
  for (; entry != std::filesystem::directory_iterator(); entry.increment(ignored)) {
    const std::filesystem::path& name = entry->path();
    if (!is_temporary_name(name.filename().string(), path)) continue;
    if (!entry->is_regular_file(ignored) || entry->file_size(ignored) == 0) continue;
    const Descriptor fd(::open(name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (fd && ::flock(fd.get(), LOCK_EX | LOCK_NB) == 0) ::unlink(name.c_str());
  }
}

}  // namespace

Descriptor::~Descriptor() {
  close();
}

Descriptor::Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    close();
    fd_ = std::exchange(other.fd_, -1);
  }
  return *this;
}

void Descriptor::close() noexcept {
  if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

Error system_error(ErrorKind kind, const std::string& place, int error_number, const char* hint) {
  const bool no_handles = error_number == EMFILE || error_number == ENFILE;
  return Error(kind, fmt::format("{}: {}", place, std::strerror(error_number)))
      .hint(no_handles ? "raise the limit of open files (ulimit -n), then run the job again" : hint);
}

void write_all(int fd, std::string_view bytes, ErrorKind kind, const std::string& place) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      throw system_error(kind, place, errno);
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

AtomicFile::AtomicFile(std::filesystem::path path) : path_(plain_target(std::move(path))) {
  fd_ = Descriptor(open_unnamed(folder_of(path_)));
  if (!fd_ && unnamed_unsupported(errno)) {
    temporary_ = unused_name(path_);
    fd_ = Descriptor(open_named(temporary_));
    if (!fd_) temporary_.clear();
  }
  if (!fd_) {
    throw system_error(ErrorKind::output, path_.string(), errno, "its folder has to exist and be writable");
  }
  ::flock(fd_.get(), LOCK_EX | LOCK_NB);
  remove_abandoned(path_);
  buffer_.reserve(kBufferBytes);
}

AtomicFile::~AtomicFile() {
  if (!committed_ && !temporary_.empty()) ::unlink(temporary_.c_str());
}

void AtomicFile::write(std::string_view bytes) {
  if (buffer_.size() + bytes.size() > kBufferBytes) flush();
  if (bytes.size() >= kBufferBytes) {
    write_all(fd_.get(), bytes, ErrorKind::output, path_.string());
  } else {
    buffer_ += bytes;
  }
}

void AtomicFile::flush() {
  write_all(fd_.get(), buffer_, ErrorKind::output, path_.string());
  buffer_.clear();
}

void AtomicFile::sync() {
  flush();
  if (::fsync(fd_.get()) != 0) throw system_error(ErrorKind::output, path_.string(), errno);
  if (temporary_.empty()) {
    // A file without a name is given one, to be renamed: link() alone cannot replace.
    const std::filesystem::path name = unused_name(path_);
    const std::string handle = fmt::format("/proc/self/fd/{}", fd_.get());
    if (::linkat(AT_FDCWD, handle.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) != 0) {
      throw system_error(ErrorKind::output, path_.string(), errno);
    }
    temporary_ = name;
  }
  synced_ = true;
}

void AtomicFile::commit() {
  if (!synced_) sync();
  if (::rename(temporary_.c_str(), path_.c_str()) != 0)
    throw system_error(ErrorKind::output, path_.string(), errno);
  committed_ = true;
  if (const Descriptor folder(::open(folder_of(path_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)); folder) {
    ::fsync(folder.get());
  }
}

TemporaryFile::TemporaryFile(const std::filesystem::path& folder)
    : place_("temporary file in " + folder.string()) {
  fd_ = Descriptor(open_unnamed(folder));
  if (!fd_ && unnamed_unsupported(errno)) {
    const auto name = unused_name(folder / "counterpart");
    fd_ = Descriptor(open_named(name));
    if (fd_) ::unlink(name.c_str());
  }
  if (!fd_) throw system_error(ErrorKind::output, place_, errno, "set TMPDIR to a folder with free space");
}

std::uint64_t TemporaryFile::append(std::string_view bytes) {
  const std::uint64_t at = size_;
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(fd_.get(), bytes.data(), bytes.size(), static_cast<off_t>(size_));
    if (written < 0) {
      if (errno == EINTR) continue;
      throw system_error(ErrorKind::output, place_, errno,
                         "set TMPDIR to a folder with more space, or raise memory");
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
    size_ += static_cast<std::uint64_t>(written);
  }
  return at;
}

void TemporaryFile::read(std::uint64_t offset, char* into, std::size_t size) const {
  while (size > 0) {
    const ssize_t got = ::pread(fd_.get(), into, size, static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) throw system_error(ErrorKind::output, place_, got < 0 ? errno : EIO);
    into += got;
    offset += static_cast<std::uint64_t>(got);
    size -= static_cast<std::size_t>(got);
  }
}

void write_whole_file(const std::filesystem::path& path, std::initializer_list<std::string_view> parts) {
  Descriptor fd(open_unnamed(folder_of(path)));
  const std::filesystem::path name = fd ? std::filesystem::path() : unused_name(path);
  if (!fd && unnamed_unsupported(errno)) fd = Descriptor(open_named(name));
  if (!fd) throw system_error(ErrorKind::output, path.string(), errno, kRoom);
  try {
    for (const std::string_view part : parts) write_all(fd.get(), part, ErrorKind::output, path.string());
    if (name.empty()) {
      ::unlink(path.c_str());
      const std::string handle = fmt::format("/proc/self/fd/{}", fd.get());
      if (::linkat(AT_FDCWD, handle.c_str(), AT_FDCWD, path.c_str(), AT_SYMLINK_FOLLOW) != 0)
        throw system_error(ErrorKind::output, path.string(), errno);
    } else if (::rename(name.c_str(), path.c_str()) != 0) {
      throw system_error(ErrorKind::output, path.string(), errno);
    }
  } catch (Error& error) {
    if (!name.empty()) ::unlink(name.c_str());
    throw std::move(error).hint(kRoom);
  }
}

void make_private_folder(const std::filesystem::path& folder) {
  if (::mkdir(folder.c_str(), 0700) == 0) return;
  if (errno != EEXIST) throw system_error(ErrorKind::output, folder.string(), errno, kRoom);
  struct stat status {};
  if (::lstat(folder.c_str(), &status) != 0) throw system_error(ErrorKind::output, folder.string(), errno);
  if (!S_ISDIR(status.st_mode))
    throw Error(ErrorKind::output, folder.string() + ": is no folder").hint("remove it, or rename it");
  if (status.st_uid != ::geteuid() || (status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    throw Error(ErrorKind::output, folder.string() + ": others can get at this folder")
        .hint("remove it, or make it yours alone: chmod 700");
  }
}

std::filesystem::path temporary_folder() {
  const char* named = std::getenv("TMPDIR");
  return named != nullptr && *named != '\0' ? std::filesystem::path(named) : std::filesystem::path("/tmp");
}

std::string read_file(const std::filesystem::path& path, ErrorKind kind) {
  const Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd) throw system_error(kind, path.string(), errno);
  std::string text;
  char block[1 << 16];
  while (true) {
    const ssize_t got = ::read(fd.get(), block, sizeof block);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw system_error(kind, path.string(), errno);
    if (got == 0) return text;
    text.append(block, static_cast<std::size_t>(got));
  }
}

}  // namespace counterpart
