// judged.h: parts that the caseload snapshot and the case view share.

#ifndef TOOLS_CASELOADCTL_REPORTS_JUDGED_H_
#define TOOLS_CASELOADCTL_REPORTS_JUDGED_H_

#include <string>

#include "caseload/caseplan/v1/snapshot.pb.h"
#include "google/protobuf/repeated_field.h"
#include "google/protobuf/timestamp.pb.h"
#include "tools/caseloadctl/show/report.h"

namespace caseload::caseloadctl {

// "current until 2027-02-01", "never done, due 2026-10-01".
std::string DutyText(const caseplan::v1::Duty& duty);
// "high", with what a reader has to know of it: an override, an old one.
std::string LevelText(const caseplan::v1::LevelResult& level);

// The table of findings; with `cases`, of several of them.
Table FindingTable(bool cases);
void AppendFindings(const caseplan::v1::CaseSnapshot& judged, bool cases,
                    Table* table);

// Facts: which policy judged, how fresh the records are; a note when levels may
// be old.
void AppendFreshness(
    const google::protobuf::RepeatedPtrField<caseplan::v1::JudgingPolicy>&
        policies,
    const google::protobuf::Timestamp& last_import,
    const caseplan::v1::SnapshotFreshness& freshness, Report* report);

}  // namespace caseload::caseloadctl

#endif  // TOOLS_CASELOADCTL_REPORTS_JUDGED_H_
