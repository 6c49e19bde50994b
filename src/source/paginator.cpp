#include "source/paginator.hpp"

#include "source/page_paginator.hpp"
#include "source/single_page.hpp"

namespace counterpart {

std::unique_ptr<Paginator> make_paginator(const PagesSpec& spec, const http::Request& first) {
  switch (spec.kind) {
    case PagesSpec::Kind::page: return std::make_unique<PagePaginator>(spec, first);
    case PagesSpec::Kind::none: return std::make_unique<SinglePage>(first);
  }
  throw Error(ErrorKind::internal, "a kind of pages without a paginator");
}

}  // namespace counterpart
