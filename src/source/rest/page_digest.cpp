#include "source/rest/page_digest.hpp"

#include "source/rest/page_converter.hpp"

namespace counterpart {

std::string page_digest(const http::Response& response, const RestSpec& spec, const ReadSpec& read) {
  if (response.failure != http::Failure::none || response.status != 200) return {};
  PageReader page(spec);
  if (page.parse(response)) return {};
  PageConverter records(read);
  try {
    records.begin(0, page.facts(response, 1, 0).records);
  } catch (const Error&) {
    return {};
  }
  for (RecordBatch batch; !records.done(); batch.clear()) records.convert(page, batch);
  return records.digest();
}

}  // namespace counterpart
