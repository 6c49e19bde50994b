#include "match/linkage/record_store.hpp"

#include <utility>

#include "base/digest.hpp"

namespace counterpart::linkage {
namespace {

constexpr std::size_t kBlockBytes = 256 << 10;

std::uint32_t checksum_of(std::string_view record) {
  return static_cast<std::uint32_t>(digest64(record));
}

}  // namespace

RecordStore::RecordStore(std::uint64_t memory_bytes, std::filesystem::path folder)
    : memory_bytes_(memory_bytes), folder_(std::move(folder)) {}

void RecordStore::add(std::string_view record) {
  const auto size = static_cast<std::uint32_t>(record.size());
  // Once one is out of memory, all that follow are: rows tell where a record is.
  if (!file_ && memory_.size() + record.size() <= memory_bytes_) {
    places_.push_back({memory_.size(), size, 0});
    memory_.append(record);
    ++in_memory_;
    return;
  }
  if (!file_) file_.emplace(folder_);
  places_.push_back({written_ + pending_.size(), size, checksum_of(record)});
  pending_ += record;
  if (pending_.size() < kBlockBytes) return;
  file_->append(pending_);
  written_ += pending_.size();
  pending_.clear();
}

std::string_view RecordStore::record(Row row) {
  const Place& place = places_[row];
  if (row < in_memory_) return memory_.view().substr(place.offset, place.size);
  if (place.offset >= written_) return std::string_view(pending_).substr(place.offset - written_, place.size);
  found_.resize(place.size);
  file_->read(place.offset, found_.data(), place.size);
  if (checksum_of(found_) != place.checksum)
    throw Error(ErrorKind::output, "temporary space gave back other bytes than were written")
        .hint("check the disk that TMPDIR is on; nothing was published");
  return found_;
}

}  // namespace counterpart::linkage
