#include "source/rest_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/digest.hpp"
#include "base/nearest.hpp"
#include "base/size.hpp"
#include "base/utf8.hpp"
#include "source/answer_check.hpp"
#include "source/json_page.hpp"
#include "source/page_paths.hpp"
#include "source/paginator.hpp"
#include "source/rest_request.hpp"

namespace counterpart {
namespace {

/// Requests planned ahead: twice the widest window.
constexpr std::size_t kPlannedAhead = 128;
/// Records of a page given out at a time, so that a page of millions of rejects is not collected whole.
constexpr std::uint64_t kSlice = 1000;

class RestSource final : public RecordStream {
 public:
  RestSource(const RestSpec& spec, const SourceContext& context);

  /// Reads the first page, which `next` then gives out.
  void open();
  bool next(RecordBatch& batch) override;
  std::vector<std::string> field_names() const override { return reader_.names_seen(); }
  std::vector<std::string> missing_fields() const override {
    return counterpart::missing_fields(builder_, context_.read, reader_.names_seen());
  }
  SourceReport report() const override;

 private:
  bool fetch();
  bool receive();
  void learn(const PageFacts& facts);
  PageFacts facts_of_page();
  void plan_ahead();
  void convert(RecordBatch& batch);
  void note_for_repeat(RecordBatch& batch, std::uint64_t begin);
  void check_repeat();
  void check_completeness();
  void fall_short(const std::string& text);
  std::string place() const;
  template <typename Work>
  void at_this_page(Work work);

  const RestSpec spec_;
  const SourceContext context_;
  const PagePaths paths_;
  const std::string address_;  ///< the URL without its query, for messages
  std::unique_ptr<Paginator> paginator_;
  JsonPage page_;
  JsonRecordReader reader_;
  RecordBuilder builder_;

  std::vector<simdjson::dom::element> records_;  ///< of the page at hand
  std::uint64_t given_ = 0;                      ///< so many of them are given out
  std::optional<RunningDigest> digest_;          ///< over what was given out of the page
  bool page_ready_ = false;                      ///< it was read and not given out whole
  std::uint64_t index_ = 0;                      ///< of the page at hand
  std::uint64_t planned_ = 0;                    ///< pages requested or about to be
  PageFacts facts_;                              ///< of the page at hand
  std::uint64_t records_before_ = 0;             ///< on the page before
  std::string digest_before_;                    ///< of the page before; empty if it had no records
  bool warned_of_size_ = false;
  bool completeness_checked_ = false;
  SourceReport report_;
  std::unique_ptr<http::PageWindow> window_;  ///< none once the end is proved
};

RestSource::RestSource(const RestSpec& spec, const SourceContext& context)
    : spec_(spec),
      context_(context),
      paths_(spec),
      address_(first_request(spec).url.without_query()),
      paginator_(make_paginator(spec.pages, first_request(spec))),
      reader_(context.read),
      builder_(context.read),
      window_(std::make_unique<http::PageWindow>(window_options(spec, context.memory_bytes),
                                                 credentials_of(spec.auth), context.cancel)) {}

void RestSource::open() {
  context_.progress.phase = Phase::connecting;
  // The first page alone: it shows whether there is a way in at all, and how far it goes.
  window_->plan(*paginator_->request(planned_++));
  fetch();
  context_.progress.phase = Phase::reading;
}

bool RestSource::next(RecordBatch& batch) {
  batch.clear();
  context_.cancel.check();
  while (page_ready_ || fetch()) {
    at_this_page([&] { convert(batch); });
    if (!batch.empty()) return true;
  }
  if (!std::exchange(completeness_checked_, true)) check_completeness();
  return false;
}

std::string RestSource::place() const {
  if (spec_.pages.kind == PagesSpec::Kind::none) return address_;
  return fmt::format("page {} of {}", paginator_->number(index_), address_);
}

template <typename Work>
void RestSource::at_this_page(Work work) {
  try {
    work();
  } catch (Error& error) {
    if (error.kind() == ErrorKind::api) error.in(place());
    throw;
  }
}

bool RestSource::fetch() {
  if (!window_) return false;
  if (report_.pages != 0) ++index_;
  if (index_ == spec_.pages.max_pages) {
    throw Error(ErrorKind::api, fmt::format("{}: max_pages = {} reached without an end", address_, index_))
        .hint("raise max_pages, or check which signal of the API says that its pages are at their end");
  }
  at_this_page([&] { page_ready_ = receive(); });
  return page_ready_;
}

/// False if there is no such page any more, and the API announced so: that is its end.
bool RestSource::receive() {
  while (true) {
    const http::Answer& answer = window_->next();
    if (answer.response.status == 404 && paginator_->announced().fell_short(index_, facts_.received)) {
      report_.retries = window_->retries();
      report_.end_reason = paginator_->announced().pages.now ? "total_pages" : "total_items";
      window_.reset();
      return false;
    }
    check_answer(answer, spec_.auth.kind != AuthSpec::Kind::none);
    const auto problem = page_.parse(answer.response.body.view());
    if (!problem) {
      report_.bytes += answer.response.body.size();
      context_.progress.bytes += answer.response.body.size();
      break;
    }
    // What is cut short may come whole the next time; what is no JSON stays so.
    if (is_something_else(answer.response) || !window_->try_again()) throw unreadable_page(answer, *problem);
  }
  learn(facts_of_page());
  return true;
}

PageFacts RestSource::facts_of_page() {
  PageFacts facts;
  facts.index = index_;
  page_.list_at(paths_.records, records_);
  given_ = 0;
  digest_.emplace();
  facts.records = records_.size();
  facts.received = facts_.received + facts.records;
  if (paths_.total_pages) facts.total_pages = page_.count_at(*paths_.total_pages);
  if (paths_.total_items) facts.total_items = page_.count_at(*paths_.total_items);
  if (paths_.has_more) facts.has_more = page_.flag_at(*paths_.has_more);
  return facts;
}

void RestSource::learn(const PageFacts& facts) {
  const auto end = paginator_->after(facts);
  const bool short_before = records_before_ != 0 && spec_.pages.size &&
                            records_before_ < static_cast<std::uint64_t>(*spec_.pages.size);
  if (short_before && facts.records != 0 && !spec_.pages.size_param.empty() &&
      !std::exchange(warned_of_size_, true)) {
    report_.warnings.push_back(fmt::format("{} gives pages of {} records although {} were asked for",
                                           address_, records_before_, *spec_.pages.size));
  }
  facts_ = facts;
  records_before_ = facts.records;
  ++report_.pages;
  ++context_.progress.pages;
  context_.progress.pages_total = paginator_->expected_pages();
  report_.expected = paginator_->announced().items.most;
  report_.retries = window_->retries();
  if (end) {
    report_.end_reason = *end;
    window_.reset();
  } else {
    plan_ahead();
  }
}

void RestSource::plan_ahead() {
  while (planned_ < spec_.pages.max_pages && window_->planned() < kPlannedAhead) {
    auto request = paginator_->request(planned_);
    if (!request) return;
    window_->plan(std::move(*request));
    ++planned_;
  }
}

/// Gives out the next slice of the page.
void RestSource::convert(RecordBatch& batch) {
  const std::uint64_t begin = given_;
  Origin origin{Origin::Kind::page, paginator_->number(index_), given_};
  given_ = std::min(given_ + kSlice, facts_.records);
  context_.progress.records += given_ - origin.index;
  for (; origin.index != given_; ++origin.index) {
    simdjson::dom::object object;
    if (records_[origin.index].get(object) == simdjson::SUCCESS) {
      builder_.begin();
      reader_.read(object, builder_);
      if (page_.damaged()) page_.refuse_damaged(object, context_.read, builder_);
      builder_.end(origin, batch);
    } else {
      batch.add_reject({origin, "is not an object"});
    }
  }
  note_for_repeat(batch, begin);
  page_ready_ = given_ != facts_.records;
  if (!page_ready_) check_repeat();
}

/// The wanted fields stand for the records: a clock in an unwanted one does not make a page new.
void RestSource::note_for_repeat(RecordBatch& batch, std::uint64_t begin) {
  if (batch.size() != 0) return digest_->add(batch.arena());
  for (; begin != given_; ++begin) digest_->add(simdjson::minify(records_[begin]));
}

void RestSource::check_repeat() {
  const std::string before =
      std::exchange(digest_before_, facts_.records == 0 ? std::string() : digest_->hex());
  if (before.empty() || before != digest_before_) return;
  const std::uint64_t number = paginator_->number(index_);
  throw Error(ErrorKind::api, fmt::format("page {} repeats page {}: does the API know the parameter '{}'?",
                                          number, number - 1, printable(paginator_->turning_parameter(), 60)))
      .hint("set param to the name by which the API turns its pages");
}

void RestSource::check_completeness() {
  if (report_.expected && facts_.received != *report_.expected) {
    const std::string text = fmt::format("{}: the API says that it has {} records and gave {}", address_,
                                         format_count(*report_.expected), format_count(facts_.received));
    if (facts_.received < *report_.expected) {
      fall_short(text);
    } else {
      report_.warnings.push_back(text);
    }
  }
  const Total& pages = paginator_->announced().pages;
  if (pages.fell_to) {
    fall_short(fmt::format("{}: the API announced {} pages and then {}", address_, format_count(*pages.most),
                           format_count(*pages.fell_to)));
  }
}

void RestSource::fall_short(const std::string& text) {
  if (spec_.fail_on_shortfall) {
    throw Error(ErrorKind::api, text)
        .hint(
            "records may have been deleted while reading: run the job again, or set on_shortfall = \"warn\"");
  }
  report_.warnings.push_back(text);
}

SourceReport RestSource::report() const {
  SourceReport report = report_;
  if (window_) report.retries = window_->retries();
  return report;
}

}  // namespace

std::unique_ptr<RecordStream> open_rest_source(const RestSpec& spec, const SourceContext& context) {
  auto source = std::make_unique<RestSource>(spec, context);
  source->open();
  return source;
}

}  // namespace counterpart
