#include "source/rest/page_keeping.hpp"

#include <chrono>
#include <utility>

#include "base/digest.hpp"
#include "base/utf8.hpp"
#include "http/page_file.hpp"
#include "source/rest/rest_request.hpp"

namespace counterpart {
namespace {

std::string shown_address(const RestSpec& spec) {
  return printable(first_request(spec).url.without_query());
}

/// Of what decides the requests of a side and which of their answers are pages.
std::string requests_digest(const RestSpec& spec) {
  const PagesSpec& pages = spec.pages;
  RunningDigest digest;
  digest.add(http::request_digest(first_request(spec), {}));
  for (const std::int64_t number :
       {static_cast<std::int64_t>(pages.kind), static_cast<std::int64_t>(pages.where), pages.first,
        pages.size.value_or(0), std::int64_t{pages.size_in_body}})
    digest.add(std::to_string(number));
  for (const std::string& text :
       {pages.param, pages.size_param, pages.token, pages.token_header, pages.link, pages.rel, pages.field})
    digest.add(text);
  for (const std::string& path : spec.error_when) digest.add(path);
  for (const auto& partition : pages.partitions) {
    digest.add("");
    for (const auto& [name, value] : partition) {
      digest.add(name);
      digest.add(value);
    }
  }
  return digest.hex();
}

}  // namespace

http::ArchiveManifest manifest_of(const RestSpec& spec, const SourceContext& context,
                                  http::ArchiveManifest::Kind kind) {
  return {kind, printable(context.side), shown_address(spec), requests_digest(spec), now_micros()};
}

std::int64_t now_micros() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

std::vector<std::string> page_headers(const RestSpec& spec) {
  std::vector<std::string> names{"content-type", "link", spec.pages.token_header,
                                 spec.pages.total_pages_header, spec.pages.total_items_header};
  for (std::string& name : names) {
    for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  return names;
}

std::shared_ptr<const http::PageArchive> open_recording(const RestSpec& spec) {
  const std::string folder = printable(spec.replay.string());
  auto archive = http::PageArchive::open(spec.replay, http::ArchiveManifest::Kind::recording);
  if (!archive) {
    throw Error(ErrorKind::api, folder + ": holds no recording that this version can read")
        .hint("replay names a folder that 'counterpart fetch … --record' has made");
  }
  if (archive->manifest().url != shown_address(spec)) {
    throw Error(ErrorKind::api, folder + ": is a recording of " + archive->manifest().url)
        .hint("the side's url has to be the one that was recorded: " + shown_address(spec));
  }
  return std::make_shared<const http::PageArchive>(std::move(*archive));
}

}  // namespace counterpart
