#pragma once
/// A folder of an API's answers, one file each: a recording to run from, or the journal of a read that may be
/// interrupted.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/digest.hpp"
#include "http/redaction.hpp"
#include "http/request.hpp"

namespace counterpart::http {

/// Which page an answer is. Both count from 1; page 0 is the one before the first.
struct PagePlace {
  std::uint64_t walk = 1;
  std::uint64_t page = 1;
  friend auto operator<=>(const PagePlace&, const PagePlace&) = default;
};

/// What an archive says of itself. Texts are safe to print.
struct ArchiveManifest {
  enum class Kind { recording, journal } kind = Kind::recording;
  std::string side = {};      ///< what the job calls it
  std::string url = {};       ///< without its query
  std::string requests = {};  ///< a digest of what decides its requests
  std::int64_t began = 0;     ///< microseconds since 1970
  std::string version = {};   ///< of the program
};

/// Finds what was there when it was opened; what is kept later is for those who open it later. Finding and
/// keeping may come from two threads.
class PageArchive {
 public:
  /// Begins an archive in a folder that exists: writes the manifest. Error(output).
  static PageArchive begin(const std::filesystem::path& folder, ArchiveManifest manifest);
  /// Opens the archive of this kind that is in `folder`; nothing if there is none that this version can read.
  static std::optional<PageArchive> open(const std::filesystem::path& folder, ArchiveManifest::Kind kind);
  /// Removes the files of an archive and leaves others alone. Never throws.
  static void clear(const std::filesystem::path& folder) noexcept;

  const std::filesystem::path& folder() const noexcept { return folder_; }
  const ArchiveManifest& manifest() const noexcept { return manifest_; }

  bool has(const Request& request) const { return entry(request) != nullptr; }
  bool has(PagePlace place) const;
  /// Removes the files of pages that are not whole, and forgets them. Not while others use it.
  void drop_damaged();

  enum class Found { absent, damaged, whole };
  /// Reads the kept answer into `response`, whose body's memory is used again.
  Found find(const Request& request, Response& response) const;

  /// Keeps an answer, in the place of what was there of its page when the archive was opened: 0600, whole or
  /// not at all, credentials redacted. Of its headers those in `headers` (lower case) are kept; of a failure
  /// no body. Error(output).
  void keep(PagePlace place, const Request& request, const Response& response,
            const std::vector<std::string>& headers, const Redaction& redaction) const;
  /// Removes what is kept of a page.
  void drop(PagePlace place, const Request& request) const;

 private:
  struct Entry {
    Digest128 request;
    PagePlace place;
  };

  explicit PageArchive(std::filesystem::path folder, ArchiveManifest manifest)
      : folder_(std::move(folder)), manifest_(std::move(manifest)) {}
  void list();
  const Entry* entry(const Request& request) const;
  Found read(const Entry& entry, Response& response) const;

  std::filesystem::path folder_;
  ArchiveManifest manifest_;
  std::vector<Entry> entries_;  ///< by request
  std::vector<Entry> by_place_;
};

}  // namespace counterpart::http
