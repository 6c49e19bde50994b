#pragma once
/// Where things are in a Bundle, the page of a FHIR search (HL7 FHIR R4, 3.1.1.3).

namespace counterpart {

/// An empty Bundle has no entry at all, and a search may add what it has to say as an entry of its own.
inline constexpr const char* kFhirRecords = "$.*[?@.resource && @.search.mode != 'outcome'].resource";
inline constexpr const char* kFhirNext = "$.link[?@.relation=='next'].url";
/// An OperationOutcome in the place of a Bundle is an error.
inline constexpr const char* kFhirError = "$[?@ == 'OperationOutcome']";

}  // namespace counterpart
