#include "source/rest/page_converter.hpp"

#include <algorithm>

namespace counterpart {
namespace {

/// Records of a page given out at a time, so that a page of millions of rejects is not collected whole.
constexpr std::uint64_t kSlice = 1000;

}  // namespace

void PageConverter::begin(std::uint64_t number, std::uint64_t records) {
  number_ = number;
  records_ = records;
  given_ = 0;
  digest_.emplace();
}

std::uint64_t PageConverter::convert(const PageReader& page, RecordBatch& batch) {
  const std::uint64_t begin = given_;
  given_ = std::min(given_ + kSlice, records_);
  Origin origin{Origin::Kind::page, number_, begin};
  for (; origin.index != given_; ++origin.index) convert_one(page, origin, batch);
  if (batch.size() != 0) {
    digest_->add(batch.arena());
  } else {
    for (std::uint64_t i = begin; i != given_; ++i) digest_->add(simdjson::minify(page.records()[i]));
  }
  return given_ - begin;
}

void PageConverter::convert_one(const PageReader& page, const Origin& origin, RecordBatch& batch) {
  simdjson::dom::object object;
  if (page.records()[origin.index].get(object) != simdjson::SUCCESS)
    return batch.add_reject({origin, "is not an object"});
  builder_.begin();
  fields_.read(object, builder_);
  if (page.page().damaged()) page.page().refuse_damaged(object, spec_, builder_);
  builder_.end(origin, batch);
}

std::vector<std::string> PageConverter::missing_fields() const {
  return counterpart::missing_fields(builder_, spec_, fields_.names_seen());
}

}  // namespace counterpart
