#include "http/page_archive.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <sstream>
#include <system_error>
#include <tuple>
#include <utility>

#include "base/calendar.hpp"
#include "base/file.hpp"
#include "base/utf8.hpp"
#include "http/page_file.hpp"

namespace counterpart::http {
namespace {

constexpr const char* kManifest = "manifest";
constexpr std::string_view kEnding = ".page";

std::string title_of(ArchiveManifest::Kind kind) {
  return kind == ArchiveManifest::Kind::recording ? "counterpart recording 1" : "counterpart journal 1";
}

std::string hex(const Digest128& digest) {
  return fmt::format("{:016x}{:016x}", digest.high, digest.low);
}

template <typename Number>
bool read_number(std::string_view text, int base, Number& into) {
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), into, base);
  return !text.empty() && code == std::errc() && end == text.data() + text.size();
}

bool read_digest(std::string_view text, Digest128& into) {
  return text.size() == 32 && read_number(text.substr(0, 16), 16, into.high) &&
         read_number(text.substr(16), 16, into.low);
}

/// "0001-00000007-DIGEST.page": in the order of the walk, and found by its request.
std::string name_of(PagePlace place, const std::string& digest) {
  return fmt::format("{:04}-{:08}-{}{}", place.walk, place.page, digest, kEnding);
}

/// What such a name says; false for other files.
bool read_name(std::string_view name, PagePlace& place, Digest128& request) {
  const std::size_t first = name.find('-');
  const std::size_t second = first == std::string_view::npos ? first : name.find('-', first + 1);
  if (second == std::string_view::npos || !name.ends_with(kEnding)) return false;
  const std::string_view digest = name.substr(second + 1, name.size() - second - 1 - kEnding.size());
  return read_number(name.substr(0, first), 10, place.walk) &&
         read_number(name.substr(first + 1, second - first - 1), 10, place.page) &&
         read_digest(digest, request);
}

std::string manifest_text(const ArchiveManifest& manifest) {
  return fmt::format("{}\nversion: {}\nside: {}\nurl: {}\nrequests: {}\nbegan: {}\n", title_of(manifest.kind),
                     manifest.version, printable(manifest.side), printable(manifest.url), manifest.requests,
                     format_timestamp(manifest.began));
}

std::optional<ArchiveManifest> read_manifest(const std::string& text, ArchiveManifest::Kind kind) {
  std::istringstream lines(text);
  std::string line;
  if (!std::getline(lines, line) || line != title_of(kind)) return std::nullopt;
  std::map<std::string, std::string> values;
  while (std::getline(lines, line)) {
    const std::size_t colon = line.find(": ");
    if (colon != std::string::npos) values[line.substr(0, colon)] = printable(line.substr(colon + 2));
  }
  const auto began = parse_timestamp(values["began"]);
  if (!began) return std::nullopt;
  return ArchiveManifest{kind, values["side"], values["url"], values["requests"], *began, values["version"]};
}

/// What a kill can leave of a file that was being written.
bool is_unfinished(const std::string& name) {
  return name.starts_with('.') && name.ends_with(".tmp");
}

}  // namespace

PageArchive PageArchive::begin(const std::filesystem::path& folder, ArchiveManifest manifest) {
  manifest.version = COUNTERPART_VERSION;
  write_whole_file(folder / kManifest, {manifest_text(manifest)});
  return PageArchive(folder, std::move(manifest));
}

std::optional<PageArchive> PageArchive::open(const std::filesystem::path& folder,
                                             ArchiveManifest::Kind kind) {
  std::error_code problem;
  if (!std::filesystem::is_regular_file(folder / kManifest, problem)) return std::nullopt;
  auto manifest = read_manifest(read_file(folder / kManifest, ErrorKind::api), kind);
  if (!manifest) return std::nullopt;
  PageArchive archive(folder, std::move(*manifest));
  archive.list();
  return archive;
}

void PageArchive::list() {
  std::error_code problem;
  for (const auto& file : std::filesystem::directory_iterator(folder_, problem)) {
    Entry found;
    if (read_name(file.path().filename().string(), found.place, found.request)) entries_.push_back(found);
  }
  if (problem) throw Error(ErrorKind::api, printable(folder_.string()) + ": " + problem.message());
  by_place_ = entries_;
  std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
    return std::tie(a.request.high, a.request.low, a.place) <
           std::tie(b.request.high, b.request.low, b.place);
  });
  std::sort(by_place_.begin(), by_place_.end(),
            [](const Entry& a, const Entry& b) { return a.place < b.place; });
}

void PageArchive::clear(const std::filesystem::path& folder) noexcept {
  std::error_code ignored;
  for (const auto& file : std::filesystem::directory_iterator(folder, ignored)) {
    const std::string name = file.path().filename().string();
    Entry of_page;
    if (name == kManifest || is_unfinished(name) || read_name(name, of_page.place, of_page.request))
      std::filesystem::remove(file.path(), ignored);
  }
}

bool PageArchive::has(PagePlace place) const {
  const auto found =
      std::lower_bound(by_place_.begin(), by_place_.end(), place,
                       [](const Entry& entry, PagePlace wanted) { return entry.place < wanted; });
  return found != by_place_.end() && found->place == place;
}

const PageArchive::Entry* PageArchive::entry(const Request& request) const {
  Digest128 wanted;
  read_digest(request_digest(request, {}), wanted);
  const auto found = std::lower_bound(
      entries_.begin(), entries_.end(), wanted, [](const Entry& one, const Digest128& digest) {
        return std::tie(one.request.high, one.request.low) < std::tie(digest.high, digest.low);
      });
  return found != entries_.end() && found->request == wanted ? &*found : nullptr;
}

PageArchive::Found PageArchive::read(const Entry& entry, Response& response) const {
  const std::string digest = hex(entry.request);
  try {
    const std::string bytes = read_file(folder_ / name_of(entry.place, digest), ErrorKind::api);
    return read_page(bytes, digest, response) ? Found::whole : Found::damaged;
  } catch (const Error&) {
    return Found::damaged;
  }
}

void PageArchive::drop_damaged() {
  Response response;
  const auto damaged = [&](const Entry& entry) {
    if (read(entry, response) == Found::whole) return false;
    std::error_code ignored;
    std::filesystem::remove(folder_ / name_of(entry.place, hex(entry.request)), ignored);
    return true;
  };
  if (std::erase_if(entries_, damaged) == 0) return;
  entries_.clear();
  list();
}

PageArchive::Found PageArchive::find(const Request& request, Response& response) const {
  const Entry* found = entry(request);
  return found == nullptr ? Found::absent : read(*found, response);
}

void PageArchive::keep(PagePlace place, const Request& request, const Response& response,
                       const std::vector<std::string>& headers, const Redaction& redaction) const {
  // What came of a body that broke off could end inside of a credential.
  const std::string_view body = response.failure == Failure::none ? response.body.view() : std::string_view();
  const std::string clean = redaction.finds(body) ? redaction.redacted(body) : std::string();
  const std::string_view kept = clean.empty() ? body : std::string_view(clean);
  const std::string digest = request_digest(request, redaction);
  const auto others = std::equal_range(by_place_.begin(), by_place_.end(), Entry{{}, place},
                                       [](const Entry& a, const Entry& b) { return a.place < b.place; });
  for (auto other = others.first; other != others.second; ++other) {
    std::error_code ignored;
    std::filesystem::remove(folder_ / name_of(place, hex(other->request)), ignored);
  }
  write_whole_file(folder_ / name_of(place, digest),
                   {page_head(request, response, kept, headers, redaction), kept});
}

void PageArchive::drop(PagePlace place, const Request& request) const {
  std::error_code ignored;
  std::filesystem::remove(folder_ / name_of(place, request_digest(request, {})), ignored);
}

}  // namespace counterpart::http
