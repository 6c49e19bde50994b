#include "source/rest/page_journal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include "base/size.hpp"
#include "base/utf8.hpp"
#include "source/rest/page_digest.hpp"
#include "source/rest/page_keeping.hpp"

namespace counterpart {
namespace {

using Kind = PagesSpec::Kind;

/// True if the request of a page, in another run, still gives that page: it depends on the page's number, or
/// on a value of the records before it. A cursor or a link may mean something to one run alone.
bool can_go_on(Kind kind) {
  return kind == Kind::page || kind == Kind::offset || kind == Kind::keyset;
}

std::filesystem::path made_parent(const std::filesystem::path& folder) {
  make_private_folder(folder.parent_path());
  return folder;
}

/// Why what an earlier run left cannot be used; empty if it can.
std::string refusal(const http::ArchiveManifest& earlier, const http::ArchiveManifest& now,
                    std::uint64_t longest_ms) {
  if (earlier.requests != now.requests) return "it is of other requests than the job makes now";
  const std::int64_t age_ms = (now.began - earlier.began) / 1000;
  if (age_ms < 0 || static_cast<std::uint64_t>(age_ms) > longest_ms)
    return fmt::format("it was not begun within the last {} s (timeouts.side)", longest_ms / 1000);
  return {};
}

http::PageArchive open_or_begin(const RestSpec& spec, const SourceContext& context,
                                std::vector<std::string>& warnings) {
  constexpr auto kJournal = http::ArchiveManifest::Kind::journal;
  const http::ArchiveManifest now = manifest_of(spec, context, kJournal);
  if (auto earlier = http::PageArchive::open(context.journal, kJournal)) {
    const std::string problem = refusal(earlier->manifest(), now, spec.side_timeout_ms);
    if (problem.empty()) {
      earlier->drop_damaged();
      return std::move(*earlier);
    }
    warnings.push_back(fmt::format("the journal {} was dropped: {}; the side is read from its beginning",
                                   printable(context.journal.string()), problem));
  }
  http::PageArchive::clear(context.journal);
  return http::PageArchive::begin(context.journal, now);
}

}  // namespace

std::unique_ptr<PageJournal> PageJournal::open(const RestSpec& spec, const SourceContext& context,
                                               std::vector<std::string>& warnings) {
  if (context.journal.empty() || !spec.replay.empty() || spec.pages.kind == Kind::none) return nullptr;
  if (can_go_on(spec.pages.kind)) return std::make_unique<PageJournal>(spec, context, warnings);
  warnings.emplace_back(
      "--resume does nothing for this side: each of its pages leads to the next one, so it is read whole");
  return nullptr;
}

PageJournal::PageJournal(const RestSpec& spec, const SourceContext& context,
                         std::vector<std::string>& warnings)
    : spec_(spec),
      read_(context.read),
      lock_(made_parent(context.journal)),
      archive_(std::make_shared<const http::PageArchive>(open_or_begin(spec, context, warnings))),
      headers_(page_headers(spec)) {}

bool PageJournal::wants_fresh(http::PagePlace place, const http::Request& request,
                              const std::optional<http::Request>& next) const {
  if (!archive_->has(request)) return false;
  if (place.page == 1) return true;
  return next ? !archive_->has(*next) : !archive_->has(http::PagePlace{place.walk, place.page + 1});
}

const http::Response& PageJournal::settle(const http::Request& request, const http::Response& response) {
  if (response.archived) {
    ++resumed_;
    return response;
  }
  if (archive_->find(request, kept_) != http::PageArchive::Found::whole) return response;
  if (page_digest(response, spec_, read_) != page_digest(kept_, spec_, read_)) refuse_changed();
  return kept_;
}

void PageJournal::settle_missing(const http::Request& request) {
  if (archive_->has(request)) refuse_changed();
}

void PageJournal::refuse_changed() {
  remove();
  throw Error(ErrorKind::api, "changed since the interrupted run read it")
      .hint("the journal of that run was removed; run again, and the side is read from its beginning");
}

void PageJournal::keep(http::PagePlace place, const http::Request& request, const http::Response& response,
                       const std::vector<Secret>& secrets) {
  if (removed_ || response.archived || archive_->has(request)) return;
  redaction_.learn(secrets);
  const auto finds = [this](std::string_view text) { return redaction_.finds(text); };
  const bool in_headers = std::any_of(response.headers.begin(), response.headers.end(),
                                      [&](const auto& header) { return finds(header.second); });
  // Redacted it would not be the page any more.
  if (in_headers || finds(response.body.view()) || finds(response.effective_url) ||
      finds(request.url.text())) {
    ++not_kept_;
    return;
  }
  archive_->keep(place, request, response, headers_, redaction_);
}

void PageJournal::drop(http::PagePlace place, const http::Request& request) {
  if (!removed_) archive_->drop(place, request);
}

void PageJournal::remove() {
  if (!std::exchange(removed_, true)) remove_journal(lock_.folder());
}

std::optional<std::string> PageJournal::warning() const {
  if (not_kept_ == 0) return std::nullopt;
  return fmt::format("{} held a credential and could not be kept for --resume",
                     not_kept_ == 1 ? "1 page" : format_count(not_kept_) + " pages");
}

void remove_journal(const std::filesystem::path& folder) noexcept {
  std::error_code ignored;
  http::PageArchive::clear(folder);
  std::filesystem::remove(folder / FolderLock::kName, ignored);
  std::filesystem::remove(folder, ignored);
  std::filesystem::remove(folder.parent_path(), ignored);
}

}  // namespace counterpart
