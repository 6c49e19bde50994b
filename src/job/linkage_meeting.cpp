#include "job/linkage_meeting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/size.hpp"
#include "job/link_model.hpp"
#include "job/link_rows.hpp"
#include "job/verdicts.hpp"
#include "match/linkage/decisions.hpp"

namespace counterpart {
namespace {

using linkage::Link;
using linkage::Row;

/// Tells a listener where each record ends: of the left side by id with its pairs, then of the right side.
class Telling {
 public:
  Telling(Persons& persons, LinkRows& rows, const linkage::Decisions& decisions, MatchListener& listener)
      : persons_(persons), rows_(rows), decisions_(decisions), listener_(listener) {}

  Met tell() {
    Met met;
    met.matches = decisions_.matches.size();
    std::vector<bool> matched_right(persons_.rows(Side::right));
    auto match = decisions_.matches.begin();
    auto possible = decisions_.possible.begin();
    for (Row row = 0; row < persons_.rows(Side::left); ++row) {
      bool matched = false;
      for (; match != decisions_.matches.end() && match->pair.left == row; ++match) {
        matched = true;
        matched_right[match->pair.right] = true;
        tell_pair(*match, true);
      }
      for (; possible != decisions_.possible.end() && possible->pair.left == row; ++possible)
        tell_pair(*possible, false);
      tell_record(Side::left, row, matched, decisions_.ambiguous_left, met.left);
    }
    for (Row row = 0; row < persons_.rows(Side::right); ++row)
      tell_record(Side::right, row, matched_right[row], decisions_.ambiguous_right, met.right);
    return met;
  }

 private:
  void tell_pair(const Link& link, bool matches) {
    const std::string_view left = persons_.record(Side::left, link.pair.left);
    const std::string_view right = persons_.record(Side::right, link.pair.right);
    if (matches) {
      listener_.pair(left, right, rows_.row(link));
    } else {
      listener_.possible(left, right, rows_.row(link));
    }
  }

  void tell_record(Side side, Row row, bool matched, const std::vector<Row>& ambiguous, Met::Counts& counts) {
    if (matched) {
      ++counts.matched;
    } else if (std::binary_search(ambiguous.begin(), ambiguous.end(), row)) {
      ++counts.ambiguous;
      listener_.ambiguous(side, persons_.record(side, row));
    } else if (persons_.keyless(side, row)) {
      ++counts.keyless;
    } else {
      ++counts.unmatched;
      listener_.unmatched(side, persons_.record(side, row));
    }
  }

  Persons& persons_;
  LinkRows& rows_;
  const linkage::Decisions& decisions_;
  MatchListener& listener_;
};

class LinkageMeeting final : public Meeting {
 public:
  LinkageMeeting(const Job& job, const Plan& plan, const RunOptions& options, const CancelToken& cancel)
      : job_(job),
        plan_(plan),
        options_(options),
        cancel_(cancel),
        persons_(job, plan, false, !options.decisions.empty(), options.threads, cancel) {}

  Met run(SideCursor& left, SideCursor& right, MatchListener& listener) override {
    persons_.take_both(left, right);
    LinkModel model = weights_for_links(job_, plan_, persons_, options_.threads, cancel_);
    std::vector<std::string> warnings = std::move(model.warnings);
    const auto verdicts = read_verdicts(options_.decisions, job_, persons_, warnings);
    const linkage::Scored scored = score_pairs(persons_, model, options_.threads, cancel_);
    persons_.check_pairs(scored.pairs.size());
    const linkage::Decisions decisions = linkage::decide(scored.pairs, plan_.linkage->spec, verdicts);
    LinkRows rows(plan_, persons_, model.model);
    Met met = Telling(persons_, rows, decisions, listener).tell();
    if (listener.wants_review()) {
      for (const std::string& row : review_rows(plan_, persons_, scored.pairs, verdicts, decisions.possible))
        listener.review(row);
    }
    met.linkage = link_report(plan_.linkage->spec, model, scored, decisions);
    met.warnings = std::move(warnings);
    met.rejects = std::move(model.rejects);
    return met;
  }

 private:
  const Job& job_;
  const Plan& plan_;
  const RunOptions& options_;
  const CancelToken& cancel_;
  Persons persons_;
};

}  // namespace

std::unique_ptr<Meeting> make_linkage_meeting(const Job& job, const Plan& plan, const RunOptions& options,
                                              const CancelToken& cancel) {
  return std::make_unique<LinkageMeeting>(job, plan, options, cancel);
}

}  // namespace counterpart
