#include "match/group_buffer.hpp"

#include <utility>

#include "record/varint.hpp"

namespace counterpart {
namespace {

void visit_block(std::string_view block, const std::function<void(std::string_view)>& visit) {
  while (!block.empty()) {
    const std::size_t size = take_varint(block);
    visit(block.substr(0, size));
    block.remove_prefix(size);
  }
}

}  // namespace

GroupBuffer::GroupBuffer(std::uint64_t memory_bytes, std::filesystem::path folder)
    : memory_bytes_(memory_bytes), folder_(std::move(folder)) {}

void GroupBuffer::clear() {
  block_.clear();
  file_.reset();
  count_ = 0;
}

void GroupBuffer::add(std::string_view record) {
  if (!block_.empty() && block_.size() + record.size() > memory_bytes_) spill();
  append_varint(block_, record.size());
  block_ += record;
  ++count_;
}

void GroupBuffer::spill() {
  if (!file_) file_ = std::make_unique<TemporaryFile>(folder_);
  const std::uint64_t size = block_.size();
  file_->append({reinterpret_cast<const char*>(&size), sizeof size});
  file_->append(block_);
  block_.clear();
}

void GroupBuffer::for_each(const std::function<void(std::string_view)>& visit) const {
  std::string spilled;
  for (std::uint64_t at = 0; file_ && at < file_->size();) {
    std::uint64_t size = 0;
    file_->read(at, reinterpret_cast<char*>(&size), sizeof size);
    spilled.resize(size);
    file_->read(at + sizeof size, spilled.data(), size);
    at += sizeof size + size;
    visit_block(spilled, visit);
  }
  visit_block(block_, visit);
}

}  // namespace counterpart
