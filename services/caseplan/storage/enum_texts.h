// enum_texts.h: the texts under which the record's enumerators are stored, each
// at the enumerator's number (see EnumText in rows.h).

#ifndef SERVICES_CASEPLAN_STORAGE_ENUM_TEXTS_H_
#define SERVICES_CASEPLAN_STORAGE_ENUM_TEXTS_H_

#include "absl/strings/string_view.h"

namespace caseload::caseplan::storage {

inline constexpr absl::string_view kContactStatuses[] = {
    "", "scheduled", "attempted", "completed"};

inline constexpr absl::string_view kContactKinds[] = {"", "direct",
                                                      "collateral", "both"};

inline constexpr absl::string_view kContactMethods[] = {
    "", "in_person", "telephone", "video", "written"};

inline constexpr absl::string_view kContactLocations[] = {
    "",          "office",         "home",      "school", "work",
    "community", "treatment_site", "placement", "jail",   "court"};

inline constexpr absl::string_view kNoContactCodes[] = {
    "",
    "warrant",
    "residential_treatment",
    "in_custody",
    "unable_to_contact",
    "absconded",
    "transferred",
    "courtesy",
    "interstate",
    "medical",
    "deported",
    "out_of_state_placement",
    "case_closed",
    "new_case",
    "deceased"};

inline constexpr absl::string_view kRevokingOrders[] = {"", "prepared",
                                                        "approved"};

inline constexpr absl::string_view kEnrollmentStatuses[] = {
    "", "pending", "active", "completed", "discharged", "not_enrolled"};

inline constexpr absl::string_view kNoteCategories[] = {"",
                                                        "general",
                                                        "objective",
                                                        "provider_feedback",
                                                        "residential_staff",
                                                        "team_meeting"};

inline constexpr absl::string_view kCaseStatuses[] = {
    "",          "active",    "in_custody", "residential_treatment",
    "placement", "absconded", "warrant",    "out_of_county"};

}  // namespace caseload::caseplan::storage

#endif  // SERVICES_CASEPLAN_STORAGE_ENUM_TEXTS_H_
