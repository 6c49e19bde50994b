#pragma once
/// What a database says about its tables. Hides the catalogues: information_schema of MySQL, pg_catalog of
/// PostgreSQL, the pragmas of SQLite.

#include <cstdint>
#include <string>
#include <vector>

#include "base/cancel.hpp"
#include "source/source.hpp"

namespace counterpart {

struct CatalogueColumn {
  std::string name;
  std::string quoted;   ///< as SQL takes it
  std::string type;     ///< in lower case, as the catalogue calls it: "varchar", "int", "text"
  bool key = false;     ///< its values are different and not null: a primary or unique key over it alone
  bool binary = false;  ///< holds bytes, not texts
};

struct CatalogueTable {
  std::string name;    ///< as a job file has it; of PostgreSQL with its schema where that has to be said
  std::string quoted;  ///< as SQL takes it
  bool view = false;
  std::vector<CatalogueColumn> columns;
};

/// All tables and views that the user may read, by name. Throws Error(source) like a source that is opened,
/// Error(job_file) for a URL that is none.
std::vector<CatalogueTable> read_catalogue(const DatabaseSpec& spec, CancelToken& cancel);

}  // namespace counterpart
