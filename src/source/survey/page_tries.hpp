#pragma once
/// The ways to a next page that nothing on the page shows: usual parameters, tried one after the other.

#include <optional>
#include <string>

#include "source/survey/page_trial.hpp"

namespace counterpart {

/// Tries `param` as the number of a page, counted from 1 or 0. `page` is the first page of `spec` without it.
/// The trial that comes back has two pages. An API may begin to give pages, in another form, only when it is
/// asked for one: `thing` helps to find the records there.
std::optional<Trial> try_page_number(ApiLook& look, const RestSpec& spec, const SeenPage& page,
                                     const std::string& param, std::string_view thing);

/// Tries `param` as the number of records before the page, counted from 0 or 1.
std::optional<Trial> try_offset(ApiLook& look, const RestSpec& spec, const SeenPage& page,
                                const std::string& param);

/// Tries the usual parameters for the key of the last record.
std::optional<Trial> try_keysets(ApiLook& look, const RestSpec& spec);

/// Where the records are in a page: at the same place as in others, else where they are likeliest; the
/// pointer that leads nowhere, "/", if there are none.
std::string records_of(const SeenPage& page, const std::string& same, std::string_view thing);

}  // namespace counterpart
