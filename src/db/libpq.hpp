#pragma once
/// What is used of libpq, which is loaded with the first call. For postgres*.cpp only.

#include <libpq-fe.h>

#include "base/late_library.hpp"

namespace counterpart {

inline constinit const LateLibrary kLibPq("libpq", 5, "libpq5");

COUNTERPART_LATE(kLibPq, PQcancel);
COUNTERPART_LATE(kLibPq, PQclear);
COUNTERPART_LATE(kLibPq, PQcmdStatus);
COUNTERPART_LATE(kLibPq, PQcmdTuples);
COUNTERPART_LATE(kLibPq, PQconnectPoll);
COUNTERPART_LATE(kLibPq, PQconnectStartParams);
COUNTERPART_LATE(kLibPq, PQconnectionUsedPassword);
COUNTERPART_LATE(kLibPq, PQconninfoFree);
COUNTERPART_LATE(kLibPq, PQconninfoParse);
COUNTERPART_LATE(kLibPq, PQconsumeInput);
COUNTERPART_LATE(kLibPq, PQerrorMessage);
COUNTERPART_LATE(kLibPq, PQfinish);
COUNTERPART_LATE(kLibPq, PQflush);
COUNTERPART_LATE(kLibPq, PQfname);
COUNTERPART_LATE(kLibPq, PQfreeCancel);
COUNTERPART_LATE(kLibPq, PQfreemem);
COUNTERPART_LATE(kLibPq, PQftype);
COUNTERPART_LATE(kLibPq, PQgetCancel);
COUNTERPART_LATE(kLibPq, PQgetCopyData);
COUNTERPART_LATE(kLibPq, PQgetResult);
COUNTERPART_LATE(kLibPq, PQgetisnull);
COUNTERPART_LATE(kLibPq, PQgetlength);
COUNTERPART_LATE(kLibPq, PQgetvalue);
COUNTERPART_LATE(kLibPq, PQisBusy);
COUNTERPART_LATE(kLibPq, PQlibVersion);
COUNTERPART_LATE(kLibPq, PQnfields);
COUNTERPART_LATE(kLibPq, PQntuples);
COUNTERPART_LATE(kLibPq, PQparameterStatus);
COUNTERPART_LATE(kLibPq, PQputCopyData);
COUNTERPART_LATE(kLibPq, PQputCopyEnd);
COUNTERPART_LATE(kLibPq, PQresStatus);
COUNTERPART_LATE(kLibPq, PQresultErrorField);
COUNTERPART_LATE(kLibPq, PQresultErrorMessage);
COUNTERPART_LATE(kLibPq, PQresultStatus);
COUNTERPART_LATE(kLibPq, PQsendDescribePrepared);
COUNTERPART_LATE(kLibPq, PQsendPrepare);
COUNTERPART_LATE(kLibPq, PQsendQuery);
COUNTERPART_LATE(kLibPq, PQsendQueryParams);
COUNTERPART_LATE(kLibPq, PQserverVersion);
COUNTERPART_LATE(kLibPq, PQsetErrorVerbosity);
COUNTERPART_LATE(kLibPq, PQsetNoticeReceiver);
COUNTERPART_LATE(kLibPq, PQsetSingleRowMode);
COUNTERPART_LATE(kLibPq, PQsetnonblocking);
COUNTERPART_LATE(kLibPq, PQsocket);
COUNTERPART_LATE(kLibPq, PQsslInUse);
COUNTERPART_LATE(kLibPq, PQstatus);
COUNTERPART_LATE(kLibPq, PQtransactionStatus);

}  // namespace counterpart
