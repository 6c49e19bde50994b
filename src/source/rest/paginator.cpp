#include "source/rest/paginator.hpp"

#include "source/rest/cursor_paginator.hpp"
#include "source/rest/link_paginator.hpp"
#include "source/rest/offset_paginator.hpp"
#include "source/rest/page_paginator.hpp"
#include "source/rest/single_page.hpp"

namespace counterpart {

void Paginator::note(const PageFacts& facts) {
  announced_.pages.take(facts.total_pages);
  announced_.items.take(facts.total_items);
}

std::unique_ptr<Paginator> make_paginator(const PagesSpec& spec, const http::Request& first) {
  switch (spec.kind) {
    case PagesSpec::Kind::page: return std::make_unique<PagePaginator>(spec, first);
    case PagesSpec::Kind::offset: return std::make_unique<OffsetPaginator>(spec, first);
    case PagesSpec::Kind::cursor:
    case PagesSpec::Kind::keyset: return std::make_unique<CursorPaginator>(spec, first);
    case PagesSpec::Kind::next_link:
    case PagesSpec::Kind::link_header: return std::make_unique<LinkPaginator>(spec, first);
    case PagesSpec::Kind::none: return std::make_unique<SinglePage>(first);
  }
  throw Error(ErrorKind::internal, "a kind of pages without a paginator");
}

}  // namespace counterpart
