#pragma once
/// What is used of libpq, which is loaded with the first call. For postgres*.cpp only.

#include <libpq-fe.h>

#include "base/late_library.hpp"

namespace counterpart {

inline constinit const LateLibrary kLibPq("libpq", 5, "libpq5");

// Within the house these names stand before those of the header.
#define COUNTERPART_LATE(function)                                     \
  inline constinit const LateFunction<decltype(::function)> function { \
    kLibPq, #function                                                  \
  }
COUNTERPART_LATE(PQcancel);
COUNTERPART_LATE(PQclear);
COUNTERPART_LATE(PQcmdStatus);
COUNTERPART_LATE(PQcmdTuples);
COUNTERPART_LATE(PQconnectPoll);
COUNTERPART_LATE(PQconnectStartParams);
COUNTERPART_LATE(PQconnectionUsedPassword);
COUNTERPART_LATE(PQconninfoFree);
COUNTERPART_LATE(PQconninfoParse);
COUNTERPART_LATE(PQconsumeInput);
COUNTERPART_LATE(PQerrorMessage);
COUNTERPART_LATE(PQfinish);
COUNTERPART_LATE(PQflush);
COUNTERPART_LATE(PQfname);
COUNTERPART_LATE(PQfreeCancel);
COUNTERPART_LATE(PQfreemem);
COUNTERPART_LATE(PQftype);
COUNTERPART_LATE(PQgetCancel);
COUNTERPART_LATE(PQgetCopyData);
COUNTERPART_LATE(PQgetResult);
COUNTERPART_LATE(PQgetisnull);
COUNTERPART_LATE(PQgetlength);
COUNTERPART_LATE(PQgetvalue);
COUNTERPART_LATE(PQisBusy);
COUNTERPART_LATE(PQlibVersion);
COUNTERPART_LATE(PQnfields);
COUNTERPART_LATE(PQntuples);
COUNTERPART_LATE(PQparameterStatus);
COUNTERPART_LATE(PQputCopyData);
COUNTERPART_LATE(PQputCopyEnd);
COUNTERPART_LATE(PQresStatus);
COUNTERPART_LATE(PQresultErrorField);
COUNTERPART_LATE(PQresultErrorMessage);
COUNTERPART_LATE(PQresultStatus);
COUNTERPART_LATE(PQsendDescribePrepared);
COUNTERPART_LATE(PQsendPrepare);
COUNTERPART_LATE(PQsendQuery);
COUNTERPART_LATE(PQsendQueryParams);
COUNTERPART_LATE(PQserverVersion);
COUNTERPART_LATE(PQsetErrorVerbosity);
COUNTERPART_LATE(PQsetNoticeReceiver);
COUNTERPART_LATE(PQsetSingleRowMode);
COUNTERPART_LATE(PQsetnonblocking);
COUNTERPART_LATE(PQsocket);
COUNTERPART_LATE(PQsslInUse);
COUNTERPART_LATE(PQstatus);
COUNTERPART_LATE(PQtransactionStatus);
#undef COUNTERPART_LATE

}  // namespace counterpart
