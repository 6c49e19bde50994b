#include "match/linkage/record_store.hpp"

#include <utility>

#include "base/digest.hpp"
#include "record/varint.hpp"

namespace counterpart::linkage {
namespace {

constexpr std::size_t kBlockBytes = 256 << 10;
constexpr std::uint32_t kRowsOfGroup = 16;

std::uint32_t checksum_of(std::string_view record) {
  return static_cast<std::uint32_t>(digest64(record));
}

}  // namespace

RecordStore::RecordStore(std::uint64_t memory_bytes, std::filesystem::path folder)
    : memory_bytes_(memory_bytes), folder_(std::move(folder)) {}

void RecordStore::add(std::string_view record) {
  char* const at = write_varint(open_.room(kMostVarintBytes + record.size()), record.size());
  open_.close(put(at, record));
  if (++rows_ % kRowsOfGroup == 0) close_group();
}

void RecordStore::close_group() {
  const std::string_view group = open_.view();
  if (memory_.size() + group.size() <= memory_bytes_) {
    places_.push_back({memory_.size(), group.size(), 0, true});
    memory_.append(group);
  } else {
    if (!file_) file_.emplace(folder_);
    places_.push_back({written_ + pending_.size(), group.size(), checksum_of(group), false});
    pending_ += group;
    if (pending_.size() >= kBlockBytes) {
      file_->append(pending_);
      written_ += pending_.size();
      pending_.clear();
    }
  }
  open_.clear();
}

std::string_view RecordStore::group(std::size_t index) {
  if (index == places_.size()) return open_.view();
  const Place& place = places_[index];
  if (place.in_memory) return memory_.view().substr(place.offset, place.size);
  if (place.offset >= written_) return std::string_view(pending_).substr(place.offset - written_, place.size);
  if (!found_.empty() && found_group_ == index) return found_;
  found_.resize(place.size);
  found_group_ = index;
  file_->read(place.offset, found_.data(), place.size);
  if (checksum_of(found_) != place.checksum)
    throw Error(ErrorKind::output, "temporary space gave back other bytes than were written")
        .hint("check the disk that TMPDIR is on; nothing was published");
  return found_;
}

std::string_view RecordStore::record(Row row) {
  std::string_view rest = group(row / kRowsOfGroup);
  for (std::size_t before = row % kRowsOfGroup; before > 0; --before) {
    const std::size_t size = take_varint(rest);
    rest.remove_prefix(size);
  }
  const std::size_t size = take_varint(rest);
  return rest.substr(0, size);
}

}  // namespace counterpart::linkage
