// checklist_page.h: the pre-conference checklist as one page (R135, R141).

#ifndef SERVICES_CONFERENCE_CHECKLIST_PAGE_H_
#define SERVICES_CONFERENCE_CHECKLIST_PAGE_H_

#include <string>

#include "absl/status/statusor.h"
#include "caseload/conference/v1/checklist.pb.h"

namespace caseload::conference {

// Complete HTML of the checklist: needs no style sheet, script or picture from
// elsewhere, reads in a narrow window, aloud and in print, and says nothing by
// colour alone. INTERNAL when it cannot be made.
absl::StatusOr<std::string> RenderPage(
    const v1::PreConferenceChecklist& checklist);

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_CHECKLIST_PAGE_H_
