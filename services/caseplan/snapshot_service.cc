#include "services/caseplan/snapshot_service.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/caseplan/convert_case.h"
#include "services/caseplan/convert_record.h"
#include "services/caseplan/snapshot_filter.h"
#include "services/caseplan/storage/case_store.h"
#include "services/caseplan/storage/plan_store.h"
#include "services/caseplan/storage/record_store.h"
#include "services/caseplan/validate.h"
#include "services/common/import/import_store.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::caseplan {

namespace {

constexpr int kMaxPeriodDays = 366;
constexpr int kContactsInView = 20;
// More than a case has; a view is one answer.
constexpr int kRecordsInView = 500;

// The day that is asked about. INVALID_ARGUMENT, reason DATE_IN_FUTURE.
absl::StatusOr<absl::CivilDay> ParseAsOf(bool present,
                                         const type::v1::Date& as_of,
                                         absl::CivilDay today) {
  ABSL_ASSIGN_OR_RETURN(const std::optional<absl::CivilDay> day,
                        ParseDate("as_of", present, as_of));
  Checker checker("");
  checker.NotAfter("as_of", day, today);
  ABSL_RETURN_IF_ERROR(checker.ToStatus());
  return day.value_or(today);
}

// The period that is asked for.
absl::StatusOr<std::optional<policy::DayRange>> ParsePeriod(
    bool present, const type::v1::DateRange& period, absl::CivilDay as_of) {
  if (!present) return std::optional<policy::DayRange>();
  Checker checker("");
  checker.Period("period", true, period);
  if (!period.has_end_date()) checker.Missing("period.end_date");
  ABSL_RETURN_IF_ERROR(checker.ToStatus());
  const policy::DayRange range{FromProto(period.start_date()),
                               FromProto(period.end_date())};
  if (range.last > as_of) {
    checker.Add("period.end_date", "PERIOD_AFTER_AS_OF", "is after as_of");
  }
  if (range.Length() > kMaxPeriodDays) {
    checker.Add("period", "PERIOD_TOO_LONG",
                absl::StrCat("has more than ", kMaxPeriodDays, " days"));
  }
  ABSL_RETURN_IF_ERROR(checker.ToStatus());
  return std::optional<policy::DayRange>(range);
}

// Where a list of findings goes on: the case and the finding's place among all
// of the case's.
std::string FindingPosition(const v1::CaseSnapshot& one, int place) {
  return absl::StrCat(one.case_(), "|", 100000 + place);
}

template <typename Values, typename Out>
void CopyLatestFirst(const Values& values, Out* out) {
  for (auto value = values.rbegin(); value != values.rend(); ++value) {
    *out->Add() = ToProto(*value);
  }
}

template <typename Request>
absl::StatusOr<SnapshotQuery> ParseQuery(const Request& request,
                                         absl::CivilDay today) {
  ABSL_ASSIGN_OR_RETURN(const OfficerName officer,
                        ParseName<OfficerName>("officer", request.officer()));
  ABSL_ASSIGN_OR_RETURN(const absl::CivilDay as_of,
                        ParseAsOf(request.has_as_of(), request.as_of(), today));
  ABSL_ASSIGN_OR_RETURN(
      const std::optional<policy::DayRange> period,
      ParsePeriod(request.has_period(), request.period(), as_of));
  SnapshotQuery query;
  query.officer_id = officer.id;
  query.days = MakeSnapshotDays(as_of, period);
  return query;
}

DayPeriod Until(absl::CivilDay day) {
  return {absl::CivilDay(1900, 1, 1), day};
}

}  // namespace

absl::StatusOr<SnapshotQuery> ParseSnapshotQuery(
    const v1::GetCaseloadSnapshotRequest& request, absl::CivilDay today) {
  return ParseQuery(request, today);
}

void SnapshotService::Register(rpc::Service& service) {
  AddRead(service, "GetCaseloadSnapshot", this,
          &SnapshotService::GetCaseloadSnapshot);
  AddRead(service, "ListCaseFindings", this,
          &SnapshotService::ListCaseFindings);
  AddRead(service, "ListCaseloadCases", this,
          &SnapshotService::ListCaseloadCases);
  AddRead(service, "GetCaseView", this, &SnapshotService::GetCaseView);
}

template <typename Request>
absl::StatusOr<SnapshotQuery> SnapshotService::OpenQuery(
    sql::Transaction& tx, const rpc::CallContext& call,
    const Request& request) const {
  ABSL_ASSIGN_OR_RETURN(const OfficerName officer,
                        ParseName<OfficerName>("officer", request.officer()));
  ABSL_RETURN_IF_ERROR(CheckOfficerReached(tx, call, officer.id));
  ABSL_ASSIGN_OR_RETURN(SnapshotQuery query, ParseQuery(request, Today(call)));
  call.Touched(request.officer());
  return query;
}

absl::StatusOr<v1::CaseloadSnapshot> SnapshotService::GetCaseloadSnapshot(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::GetCaseloadSnapshotRequest& request) {
  ABSL_ASSIGN_OR_RETURN(const SnapshotQuery query,
                        OpenQuery(tx, call, request));
  ABSL_ASSIGN_OR_RETURN(v1::CaseloadSnapshot snapshot,
                        BuildCaseloadSnapshot(tx, query, zone(), packs_));
  snapshot.mutable_freshness()->set_source(v1::SnapshotFreshness::SOURCE_BUILD);
  return snapshot;
}

absl::StatusOr<v1::ListCaseFindingsResponse> SnapshotService::ListCaseFindings(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::ListCaseFindingsRequest& request) {
  ABSL_ASSIGN_OR_RETURN(const SnapshotQuery query,
                        OpenQuery(tx, call, request));
  ABSL_RETURN_IF_ERROR(ValidateFilter(request));
  ABSL_ASSIGN_OR_RETURN(const OpenedList list, OpenList(call, request));
  ABSL_ASSIGN_OR_RETURN(const v1::CaseloadSnapshot snapshot,
                        BuildCaseloadSnapshot(tx, query, zone(), packs_));
  v1::ListCaseFindingsResponse response;
  std::string last;
  for (const v1::CaseSnapshot& one : snapshot.cases()) {
    for (int i = 0; i < one.findings_size(); ++i) {
      const std::string position = FindingPosition(one, i);
      if (position <= list.page.after || !Matches(request, one.findings(i))) {
        continue;
      }
      if (response.findings_size() == list.page.limit) {
        response.set_next_page_token(NextPageToken(list, last));
        return response;
      }
      *response.add_findings() = one.findings(i);
      call.Touched(one.case_());
      last = position;
    }
  }
  return response;
}

absl::StatusOr<v1::ListCaseloadCasesResponse>
SnapshotService::ListCaseloadCases(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::ListCaseloadCasesRequest& request) {
  ABSL_ASSIGN_OR_RETURN(const SnapshotQuery query,
                        OpenQuery(tx, call, request));
  ABSL_RETURN_IF_ERROR(ValidateFilter(request));
  ABSL_ASSIGN_OR_RETURN(const OpenedList list, OpenList(call, request));
  ABSL_ASSIGN_OR_RETURN(v1::CaseloadSnapshot snapshot,
                        BuildCaseloadSnapshot(tx, query, zone(), packs_));
  v1::ListCaseloadCasesResponse response;
  *response.mutable_policies() = std::move(*snapshot.mutable_policies());
  for (v1::CaseSnapshot& one : *snapshot.mutable_cases()) {
    if (one.case_() <= list.page.after || !Matches(request, one)) continue;
    if (response.cases_size() == list.page.limit) {
      response.set_next_page_token(
          NextPageToken(list, response.cases().rbegin()->case_()));
      return response;
    }
    *response.add_cases() = std::move(one);
    call.Touched(response.cases().rbegin()->case_());
  }
  return response;
}

absl::StatusOr<v1::CaseView> SnapshotService::GetCaseView(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::GetCaseViewRequest& request) {
  ABSL_ASSIGN_OR_RETURN(const CaseName name,
                        ParseName<CaseName>("name", request.name()));
  ABSL_ASSIGN_OR_RETURN(const Case supervision_case,
                        ReachedCase(tx, call, name));
  ABSL_ASSIGN_OR_RETURN(
      const absl::CivilDay as_of,
      ParseAsOf(request.has_as_of(), request.as_of(), Today(call)));
  if (as_of < supervision_case.received_date) {
    return status::FailedPrecondition("CASE_NOT_OPEN", request.name(),
                                      "was not received by the day");
  }
  call.Touched(request.name());
  v1::CaseView view;
  *view.mutable_as_of() = ToProto(as_of);
  *view.mutable_case_() = ToProto(supervision_case);
  ABSL_ASSIGN_OR_RETURN(const Client client,
                        storage::GetClient(tx, supervision_case.client_id));
  *view.mutable_client() = ToProto(client, as_of);
  ABSL_ASSIGN_OR_RETURN(
      JudgedCases judged,
      JudgeCases(tx, {"", name.id}, MakeSnapshotDays(as_of, std::nullopt),
                 zone(), packs_));
  if (judged.cases.size() != 1) {
    return status::Internal("a case that was read is not there to be judged");
  }
  *view.mutable_judged() = std::move(*judged.cases.begin());
  *view.mutable_policies() = std::move(judged.policies);
  ABSL_RETURN_IF_ERROR(AddRecord(tx, name, as_of, &view));
  ABSL_ASSIGN_OR_RETURN(const std::optional<absl::Time> imported,
                        imports::LastImportAt(tx));
  if (imported.has_value()) {
    *view.mutable_last_import_time() = ToProto(*imported);
  }
  view.mutable_freshness()->set_source(v1::SnapshotFreshness::SOURCE_BUILD);
  return view;
}

absl::Status SnapshotService::AddRecord(sql::Transaction& tx,
                                        const CaseName& name,
                                        absl::CivilDay as_of,
                                        v1::CaseView* view) {
  ABSL_ASSIGN_OR_RETURN(const std::vector<CaseState> states,
                        storage::StandingCaseStates(tx, name.id, Until(as_of)));
  CopyLatestFirst(states, view->mutable_states());
  ABSL_ASSIGN_OR_RETURN(
      const std::vector<Assignment> assignments,
      storage::StandingAssignments(tx, name.id, Until(as_of)));
  CopyLatestFirst(assignments, view->mutable_assignments());
  for (const Assignment& assignment : assignments) {
    if (assignment.role == AssignmentRole::kPrimary &&
        assignment.period.Contains(as_of)) {
      view->set_primary_officer(OfficerName{assignment.officer_id}.ToString());
    }
  }
  if (const auto plan = PlanName::Parse(view->judged().plan().plan());
      plan.has_value()) {
    ABSL_ASSIGN_OR_RETURN(const CasePlan in_force,
                          storage::GetPlan(tx, name.id, plan->id));
    *view->mutable_plan() = ToProto(in_force);
  }
  ABSL_ASSIGN_OR_RETURN(
      const std::vector<Contact> contacts,
      storage::LastContacts(tx, name.id, as_of, kContactsInView));
  for (const Contact& contact : contacts) {
    *view->add_contacts() = ToProto(contact);
  }
  return AddProgramsAndInvestigations(tx, name, as_of, view);
}

absl::Status SnapshotService::AddProgramsAndInvestigations(sql::Transaction& tx,
                                                           const CaseName& name,
                                                           absl::CivilDay as_of,
                                                           v1::CaseView* view) {
  Reach everything;
  everything.everything = true;
  storage::EnrollmentFilter enrollments;
  enrollments.reach = everything;
  enrollments.case_id = name.id;
  ABSL_ASSIGN_OR_RETURN(
      const storage::Page<Enrollment> programs,
      storage::ListEnrollments(tx, enrollments, {"", kRecordsInView}));
  for (auto one = programs.items.rbegin(); one != programs.items.rend();
       ++one) {
    if (one->referral_date <= as_of) *view->add_enrollments() = ToProto(*one);
  }
  storage::InvestigationFilter filter;
  filter.reach = everything;
  filter.case_id = name.id;
  ABSL_ASSIGN_OR_RETURN(
      const storage::Page<Investigation> investigations,
      storage::ListInvestigations(tx, filter, {"", kRecordsInView}));
  for (auto one = investigations.items.rbegin();
       one != investigations.items.rend(); ++one) {
    if (one->opened_date <= as_of) {
      *view->add_investigations() = ToProto(*one);
    }
  }
  return absl::OkStatus();
}

}  // namespace caseload::caseplan
