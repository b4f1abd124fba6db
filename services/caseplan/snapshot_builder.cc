#include "services/caseplan/snapshot_builder.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "services/caseplan/convert.h"
#include "services/caseplan/convert_snapshot.h"
#include "services/caseplan/domain/names.h"
#include "services/caseplan/domain/snapshot_case.h"
#include "services/caseplan/snapshot_totals.h"
#include "services/common/import/import_store.h"
#include "services/common/status/status_macros.h"
#include "services/policy/calendar.h"
#include "services/policy/contact_standard.h"

namespace caseload::caseplan {

namespace {

// The first day whose contacts can matter to any of the packs.
absl::CivilDay ContactsFrom(const PoliciesInForce& policies,
                            const SnapshotDays& days) {
  const policy::DayRange month = policy::MonthOf(days.as_of);
  absl::CivilDay from = days.review.first;
  for (const auto& [name, pack] : policies.packs) {
    std::vector<policy::DayRange> judged = {
        days.review, month, policy::QuarterOf(days.as_of, pack->value.quarter)};
    if (days.period.has_value()) judged.push_back(*days.period);
    for (const policy::DayRange& range : judged) {
      from = std::min(from, policy::ContactsMatterFrom(pack->value, range));
    }
  }
  return from;
}

void AddPolicies(const PoliciesInForce& policies,
                 const std::set<std::string>& names,
                 google::protobuf::RepeatedPtrField<v1::JudgingPolicy>* out) {
  for (const std::string& name : names) {
    const auto pack = policies.packs.find(name);
    if (pack == policies.packs.end()) continue;
    const StoredPack& stored = pack->second->stored;
    v1::JudgingPolicy& judging = *out->Add();
    judging.set_policy(name);
    judging.set_policy_pack(PolicyPackName{stored.id}.ToString());
    judging.set_content_hash(stored.content_hash);
    judging.set_division(stored.division);
    judging.set_has_unverified_figures(stored.has_unverified_figures);
  }
}

}  // namespace

absl::StatusOr<JudgedCases> JudgeCases(sql::Transaction& tx,
                                       const storage::SnapshotScope& scope,
                                       const SnapshotDays& days,
                                       const absl::TimeZone& zone,
                                       PolicyPacks& packs) {
  JudgedCases result;
  ABSL_ASSIGN_OR_RETURN(std::vector<CaseFile> files,
                        storage::ListCaseFiles(tx, scope, days.as_of));
  std::set<std::string> divisions;
  for (const CaseFile& file : files) {
    divisions.insert(file.supervision_case.division);
  }
  ABSL_ASSIGN_OR_RETURN(result.in_force, packs.Load(tx, divisions));
  ABSL_RETURN_IF_ERROR(storage::LoadCaseFiles(
      tx, scope, days, ContactsFrom(result.in_force, days), zone, &files));
  std::set<std::string> names;
  for (const CaseFile& file : files) {
    const PolicyTimeline& timeline =
        result.in_force.timelines.at(file.supervision_case.division);
    *result.cases.Add() =
        ToProto(file, JudgeCase(file, timeline, days), days, &names);
  }
  AddPolicies(result.in_force, names, &result.policies);
  return result;
}

absl::StatusOr<v1::CaseloadSnapshot> BuildCaseloadSnapshot(
    sql::Transaction& tx, const SnapshotQuery& query,
    const absl::TimeZone& zone, PolicyPacks& packs) {
  const SnapshotDays& days = query.days;
  ABSL_ASSIGN_OR_RETURN(
      const storage::WorkingTime working_time,
      storage::GetWorkingTime(tx, query.officer_id, days.as_of));
  ABSL_ASSIGN_OR_RETURN(
      JudgedCases judged,
      JudgeCases(tx, {query.officer_id, ""}, days, zone, packs));
  const policy::DayRange counted{OfficerContactsFrom(days), days.as_of};
  ABSL_ASSIGN_OR_RETURN(
      const std::vector<storage::OfficerContact> contacts,
      storage::ListOfficerContacts(tx, query.officer_id, counted));
  // Contacts may be on cases of divisions that the officer no longer carries.
  std::set<std::string> divisions;
  for (const storage::OfficerContact& contact : contacts) {
    divisions.insert(contact.division);
  }
  for (const v1::CaseSnapshot& one : judged.cases) {
    divisions.insert(one.division());
  }
  if (divisions.size() != judged.in_force.timelines.size()) {
    ABSL_ASSIGN_OR_RETURN(judged.in_force, packs.Load(tx, divisions));
  }
  ABSL_ASSIGN_OR_RETURN(const std::optional<absl::Time> imported,
                        imports::LastImportAt(tx));
  v1::CaseloadSnapshot snapshot;
  if (imported.has_value()) {
    *snapshot.mutable_last_import_time() = ToProto(*imported);
  }
  snapshot.set_officer(OfficerName{query.officer_id}.ToString());
  *snapshot.mutable_as_of() = ToProto(days.as_of);
  if (days.period.has_value()) {
    *snapshot.mutable_period() = ToProto(*days.period);
  }
  *snapshot.mutable_review_period() = ToProto(days.review);
  *snapshot.mutable_totals() =
      MakeTotals(judged.cases, contacts, working_time, judged.in_force, days);
  *snapshot.mutable_cases() = std::move(judged.cases);
  *snapshot.mutable_policies() = std::move(judged.policies);
  return snapshot;
}

}  // namespace caseload::caseplan
