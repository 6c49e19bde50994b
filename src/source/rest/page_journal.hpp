#pragma once
/// The journal of a read that may be interrupted: its whole pages, from which the next one goes on.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/folder_lock.hpp"
#include "http/page_archive.hpp"
#include "source/source.hpp"

namespace counterpart {

/// Of one side of one job, in a folder of its own that it holds against other runs. What an earlier read left
/// there is used if it made the same requests, not longer ago than a read may take. The first and the last
/// page of each stretch of it are asked for anew, and have to have the same records still.
class PageJournal {
 public:
  /// Nothing where `context.journal` is empty, where a recording is read, and, with a line in `warnings`,
  /// where pages can only be asked for one behind the other. A journal that is not used any more is dropped,
  /// with a line too. Error(locked) while another run holds it, Error(output).
  static std::unique_ptr<PageJournal> open(const RestSpec& spec, const SourceContext& context,
                                           std::vector<std::string>& warnings);

  PageJournal(const RestSpec& spec, const SourceContext& context, std::vector<std::string>& warnings);

  /// The pages of the earlier read.
  const std::shared_ptr<const http::PageArchive>& archive() const noexcept { return archive_; }
  /// True if the API has to answer this request for a page though it is kept. `next` is the request for the
  /// page behind it, if that is known.
  bool wants_fresh(http::PagePlace place, const http::Request& request,
                   const std::optional<http::Request>& next) const;

  /// What is to be read as the page that `response` is the answer for: the kept answer if there is one.
  /// Throws Error(api), and removes the journal, if a fresh one has other records.
  const http::Response& settle(const http::Request& request, const http::Response& response);
  /// The page is not there any more. Throws Error(api), and removes the journal, if it is kept.
  void settle_missing(const http::Request& request);
  /// Keeps an answer that was read as a page. `secrets` are all that were used so far: a page that gives one
  /// back is not kept.
  void keep(http::PagePlace place, const http::Request& request, const http::Response& response,
            const std::vector<Secret>& secrets);
  /// Keeps it no longer: the read failed over it.
  void drop(http::PagePlace place, const http::Request& request);
  void remove();

  /// Pages that were not asked for again.
  std::uint64_t resumed_pages() const noexcept { return resumed_; }
  /// A line if pages were not kept.
  std::optional<std::string> warning() const;

 private:
  [[noreturn]] void refuse_changed();

  const RestSpec spec_;
  const ReadSpec& read_;
  FolderLock lock_;
  std::shared_ptr<const http::PageArchive> archive_;
  std::vector<std::string> headers_;
  http::Redaction redaction_;
  http::Response kept_;  ///< the one that was compared last
  std::uint64_t resumed_ = 0;
  std::uint64_t not_kept_ = 0;  ///< pages that gave a credential back
  bool removed_ = false;
};

/// Removes a journal, and the folder it is in if that is empty then. For its holder; never throws.
void remove_journal(const std::filesystem::path& folder) noexcept;

}  // namespace counterpart
