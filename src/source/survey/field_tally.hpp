#pragma once
/// Counts what the fields of records are like, record by record, and keeps none of their values.

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "record/value.hpp"
#include "source/rest/digest_set.hpp"
#include "source/survey/survey.hpp"
#include "text/normalizer.hpp"

namespace counterpart {

/// For each record: `begin`, then, if that is true, one of the others for each field that it has.
class FieldTally {
 public:
  FieldTally();

  /// `digest` stands for all of the record. False if that very record came before: it is a duplicate, which a
  /// run drops as well.
  bool begin(std::uint64_t digest) {
    const bool is_new = digests_.add(digest);
    if (is_new) ++records_;
    return is_new;
  }
  void value(std::string_view field, Value value);
  /// The field is a list or an object that is not looked into.
  void structure(std::string_view field);

  std::uint64_t records() const noexcept { return records_; }
  /// In the order in which the fields first came. Beyond 400 different ones the others are passed over.
  std::vector<FieldSurvey> fields() const;

 private:
  static constexpr std::size_t kNormalizations = 3;

  /// One way in which records may be in order: by a field's normalized texts, compared as bytes.
  struct Order {
    std::string last;
    std::uint64_t rises = 0;
    bool broken = false;
  };
  struct Field {
    FieldSurvey survey;
    bool mixed = false;
    std::uint64_t dates = 0;  ///< texts that are one
    std::uint64_t instants = 0;
    std::uint64_t whole_numbers = 0;
    bool repeated = false;
    DigestSet seen;
    std::array<Order, kNormalizations> orders;
  };

  Field* at(std::string_view name);
  void note_text(Field& field, std::string_view text);
  void note_order(Field& field, std::string_view text);
  static void settle(FieldSurvey& survey, const Field& field);

  std::vector<Normalizer> normalizers_;
  std::vector<std::unique_ptr<Field>> fields_;
  std::map<std::string, Field*, std::less<>> by_name_;
  std::uint64_t records_ = 0;
  DigestSet digests_;
};

}  // namespace counterpart
