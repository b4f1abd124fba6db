// reports.h: answers of the services as a person reads them. Pure: a message
// goes in, a Report comes out. Ids stand without their collection's name, as
// the commands take them.

#ifndef TOOLS_CASELOADCTL_REPORTS_REPORTS_H_
#define TOOLS_CASELOADCTL_REPORTS_REPORTS_H_

#include <string>
#include <vector>

#include "caseload/assessment/v1/assessment_service.pb.h"
#include "caseload/assessment/v1/instrument_service.pb.h"
#include "caseload/caseplan/v1/caseload_service.pb.h"
#include "caseload/caseplan/v1/policy_service.pb.h"
#include "caseload/caseplan/v1/snapshot.pb.h"
#include "caseload/conference/v1/conference_service.pb.h"
#include "caseload/notify/v1/notify_service.pb.h"
#include "services/policy/problem.h"
#include "tools/caseloadctl/show/report.h"

namespace caseload::caseloadctl {

// `postings` are those that hold on the day asked about; without any, where
// people work is not shown.
Report OfficersReport(
    const caseplan::v1::ListOfficersResponse& officers,
    const caseplan::v1::ListOfficerPostingsResponse& postings);

// A caseload on a day (R015-R033, R038-R040); with `findings` also each of
// them.
Report SnapshotReport(const caseplan::v1::CaseloadSnapshot& snapshot,
                      bool findings);
// One case with its record (R100).
Report CaseReport(const caseplan::v1::CaseView& view);

Report ConferencesReport(
    const conference::v1::ListConferencesResponse& conferences);
// One of them, with what is owed for it.
Report ConferenceReport(const conference::v1::Conference& conference);
// The reminders with the cases behind each (R135).
Report ChecklistReport(const conference::v1::PreConferenceChecklist& list);
// Where the quarterly duty of every officer stands (R002, R003).
Report CoverageReport(
    const conference::v1::ListConferenceCoverageResponse& coverage);

Report NoticesReport(const notify::v1::ListMessagesResponse& messages);
// One message with every attempt to deliver it.
Report NoticeReport(const notify::v1::Message& message);
// The proof that officers were told in time (R011).
Report LedgerReport(const notify::v1::ListNoticeLedgerResponse& ledger);

Report InstrumentListReport(
    const assessment::v1::ListInstrumentsResponse& instruments);
// What a definition in a file is.
struct InstrumentCheck {
  // "instruments/{instrument}/versions/{version}"; empty with problems.
  std::string name;
  std::vector<policy::PolicyProblem> problems;
  bool has_unverified_figures = false;
};
// Every problem with its place, its field and the reason.
Report InstrumentCheckReport(const InstrumentCheck& check);
// Which open cases a version would move, of all pages.
Report InstrumentEffectReport(
    const assessment::v1::DryRunInstrumentResponse& effect);
// A version that was stored.
Report InstrumentReport(const assessment::v1::Instrument& instrument);
Report RebandingReport(const assessment::v1::Rebanding& rebanding);
Report OverridesReport(const assessment::v1::ListOverridesResponse& overrides);
// One of them, with who asked, decided and ended it.
Report OverrideReport(const assessment::v1::Override& override);
// How often levels are overridden, and where that asks for attention (R032).
Report OverrideRatesReport(
    const assessment::v1::ReportOverrideRatesResponse& rates);

Report PolicyListReport(const caseplan::v1::ListPolicyPacksResponse& packs);
Report PolicyCheckReport(const caseplan::v1::CheckPolicyPackResponse& result);
Report PolicyEffectReport(const caseplan::v1::DryRunPolicyPackResponse& effect);
Report PolicyActivationReport(
    const caseplan::v1::ActivatePolicyPackResponse& result);
Report EffectivePolicyReport(const caseplan::v1::EffectivePolicy& policy);

}  // namespace caseload::caseloadctl

#endif  // TOOLS_CASELOADCTL_REPORTS_REPORTS_H_
