#include <fmt/format.h>

#include <algorithm>

#include "contract/source_contract.hpp"
#include "source/rest/rest_source.hpp"
#include "support/rogue_api.hpp"

namespace counterpart::test {
namespace {

constexpr std::size_t kPerPage = 100;

std::string json_text(std::string_view text) {
  std::string json = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20) {
      json += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
    } else {
      json += c;
    }
  }
  return json + "\"";
}

std::string json_record(const SourceTable& table, const std::vector<Cell>& row) {
  std::string record;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (!row[i]) continue;
    const Value value = *row[i];
    const std::string shown = value.is_null()                ? "null"
                              : value.type() == Type::string ? json_text(value.as_string())
                                                             : to_text(value);
    record += fmt::format("{}{}:{}", record.empty() ? "" : ",", json_text(table.columns[i].name), shown);
  }
  return "{" + record + "}";
}

class RestWorld final : public SourceWorld {
 public:
  std::unique_ptr<RecordStream> open(const SourceTable& table, const SourceContext& context) override {
    const std::size_t pages = std::max<std::size_t>(1, (table.rows.size() + kPerPage - 1) / kPerPage);
    std::vector<std::string> bodies;
    for (std::size_t page = 0; page < pages; ++page) {
      std::string users;
      for (std::size_t i = page * kPerPage; i < std::min(table.rows.size(), (page + 1) * kPerPage); ++i) {
        users += (users.empty() ? "" : ",") + json_record(table, table.rows[i]);
      }
      bodies.push_back(fmt::format(R"({{"pages":{},"users":[{}]}})", pages, users));
    }
    api_ = std::make_unique<RogueApi>([bodies](const Ask& ask) {
      return ask.page == 0 ? Reply{.status = 404} : Reply{.body = bodies.at(ask.page - 1)};
    });
    RestSpec spec;
    spec.url = api_->url();
    spec.records = "/users";
    spec.pages.total_pages = "/pages";
    return open_rest_source(spec, context);
  }

 private:
  std::unique_ptr<RogueApi> api_;
};

SourceQuirks rest_quirks() {
  SourceQuirks quirks;
  quirks.error_kind = ErrorKind::api;
  quirks.origin = [](std::size_t index) {
    return Origin{Origin::Kind::page, index / kPerPage + 1, index % kPerPage};
  };
  quirks.has_missing_fields = true;
  quirks.knows_fields_before = false;
  return quirks;
}

INSTANTIATE_TEST_SUITE_P(Rest, SourceContract,
                         testing::Values(SourceCase{rest_quirks(),
                                                    [] { return std::make_unique<RestWorld>(); }}));

}  // namespace
}  // namespace counterpart::test
