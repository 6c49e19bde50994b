#pragma once
/// Looks at a database: which of its tables holds people, and what the columns of a table are like.

#include <string>
#include <string_view>
#include <vector>

#include "base/cancel.hpp"
#include "source/survey/catalogue.hpp"
#include "source/survey/survey.hpp"

namespace counterpart {

/// The tables, those first whose columns look most like people with an id, names, an address for mail; of
/// equals the one called like `thing`, what the other side's records are, then tables before views. Gives how
/// many at the front are equally likely. A table without any sign of people is as likely as any other.
std::size_t rank_tables(std::vector<CatalogueTable>& tables, std::string_view thing);

/// Reads up to a thousand rows of `table`, which is one of the catalogue of `spec`. Columns of bytes are
/// passed over. Throws Error(source).
SideSurvey survey_table(const DatabaseSpec& spec, const CatalogueTable& table, CancelToken& cancel);

}  // namespace counterpart
