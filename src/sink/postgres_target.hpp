#pragma once
/// What has to be known of a PostgreSQL table before rows are sent to it.

#include <cstdint>
#include <string>
#include <vector>

#include "db/postgres.hpp"
#include "db/postgres_value.hpp"
#include "sink/sink.hpp"

namespace counterpart {

/// Where a name leads to, by the search path of the session.
struct PostgresRelation {
  std::string schema;  ///< where it is, or would be made
  std::string name;
  std::string oid;  ///< empty if there is none

  bool exists() const { return !oid.empty(); }
  /// As it stands in a statement: "schema"."name".
  std::string quoted() const;
  /// Another one of the same schema.
  std::string quoted(std::string_view other) const;
};

/// Error of the connection's kind if nothing can be there: no schema, a name that is too long.
PostgresRelation find_postgres_relation(PostgresConnection& connection, const std::string& name);
/// The same in one schema alone.
PostgresRelation find_postgres_relation(PostgresConnection& connection, const std::string& schema,
                                        const std::string& name);

struct PostgresTarget {
  struct Field {
    std::string name;  ///< as the table spells it
    PostgresForm form = PostgresForm::text;
    std::size_t most_characters = 0;  ///< of a varchar or char; 0: any number

    /// True for a text with more of them that ends with spaces: the server cuts these without a word, while
    /// it refuses other texts that are too long.
    bool cuts(Value value) const noexcept;
  };
  PostgresRelation relation;
  std::vector<Field> fields;     ///< one for each column of the job
  std::vector<std::string> key;  ///< of `upsert`, as the table spells it
};

/// Error(load_rolled_back) if the table exists and cannot be loaded whole: it has to be a table that a crash
/// does not empty, without children or policies that hide rows, with the wanted columns, which hold what the
/// job has, and the wanted key; every other column has to fill itself. To be replaced, no other table may
/// point to it, whose rows could go with the old ones.
PostgresTarget check_postgres_target(PostgresConnection& connection, const TableSpec& spec);

}  // namespace counterpart
