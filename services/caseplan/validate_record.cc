#include "services/caseplan/validate_record.h"

#include <set>
#include <string>

#include "services/caseplan/convert.h"
#include "services/caseplan/domain/names.h"

namespace caseload::caseplan {

namespace {

constexpr auto kRequired = Checker::kRequired;
constexpr auto kOptional = Checker::kOptional;
constexpr int kMaxObjectives = 20;

// Objectives are named whole, each once, and are of the case's plans.
template <typename Message>
void CheckObjectives(const Message& message, const RecordContext& context,
                     Checker* check) {
  check->Count("objectives", message.objectives_size(), kMaxObjectives);
  std::set<std::string> seen;
  for (int i = 0; i < message.objectives_size(); ++i) {
    const std::string path = absl::StrCat("objectives[", i, "]");
    const auto name = ObjectiveName::Parse(message.objectives(i));
    check->ResourceName<ObjectiveName>(path, message.objectives(i), kRequired);
    if (!name.has_value()) continue;
    if (name->parent.parent.ToString() != context.case_name) {
      check->Add(path, "NAME_INVALID", "is of another case");
    } else if (!seen.insert(message.objectives(i)).second) {
      check->Add(path, "DUPLICATE_VALUE", "stands twice");
    }
  }
}

// When the source system took it in: not after the call.
template <typename Message>
void CheckSourceEntry(const Message& message, const RecordContext& context,
                      Checker* check) {
  check->Instant("source_entry_time", message.has_source_entry_time(),
                 message.source_entry_time());
  if (message.has_source_entry_time() &&
      FromProto(message.source_entry_time()) > context.now) {
    check->Add("source_entry_time", "DATE_IN_FUTURE", "is after now");
  }
}

void CheckContactTime(const v1::Contact& contact, const RecordContext& context,
                      Checker* check) {
  const auto date =
      check->Date("date", contact.has_date(), contact.date(), kRequired);
  check->Instant("start_time", contact.has_start_time(), contact.start_time());
  const bool planned = contact.status() == v1::Contact::STATUS_SCHEDULED;
  if (!date.has_value()) return;
  if (!planned && *date > context.Today()) {
    check->Add("date", "CONTACT_IN_FUTURE",
               "is after today; only a scheduled contact may be");
    return;
  }
  if (!contact.has_start_time()) return;
  const absl::Time start = FromProto(contact.start_time());
  if (absl::ToCivilDay(start, context.zone) != *date) {
    check->Add("start_time", "TIME_NOT_ON_DATE",
               "is on another day than date in the county's zone");
  } else if (!planned && start > context.now) {
    check->Add("start_time", "CONTACT_IN_FUTURE",
               "is after now; only a scheduled contact may be");
  }
}

bool HasEnded(v1::Enrollment::Status status) {
  return status == v1::Enrollment::STATUS_COMPLETED ||
         status == v1::Enrollment::STATUS_DISCHARGED;
}

}  // namespace

absl::Status ValidateContact(const v1::Contact& contact,
                             const RecordContext& context) {
  Checker check("contact.");
  check.ResourceName<OfficerName>("officer", contact.officer(), kRequired);
  check.Enumerator("status", contact.status(),
                   v1::Contact::Status_IsValid(contact.status()), kRequired);
  check.Enumerator("kind", contact.kind(),
                   v1::Contact::Kind_IsValid(contact.kind()), kRequired);
  check.Enumerator("method", contact.method(),
                   v1::Contact::Method_IsValid(contact.method()), kRequired);
  const bool in_person = contact.method() == v1::Contact::METHOD_IN_PERSON;
  check.Enumerator("location", contact.location(),
                   v1::Contact::Location_IsValid(contact.location()),
                   in_person ? kRequired : kOptional);
  if (!in_person && contact.location() != 0) {
    check.Add("location", "FIELD_NOT_APPLICABLE",
              "goes with METHOD_IN_PERSON only");
  }
  CheckContactTime(contact, context, &check);
  CheckObjectives(contact, context, &check);
  CheckSourceEntry(contact, context, &check);
  check.ExternalId(contact.has_external_id(), contact.external_id());
  return check.ToStatus();
}

absl::Status ValidateNoContactReason(const v1::NoContactReason& reason,
                                     const RecordContext& context) {
  using Reason = v1::NoContactReason;
  Checker check("reason.");
  const absl::CivilDay today = context.Today();
  const auto month =
      check.Date("month", reason.has_month(), reason.month(), kRequired);
  if (month.has_value() && month->day() != 1) {
    check.Add("month", "DATE_INVALID", "is the first day of its month");
  }
  check.NotAfter("month", month, today);
  check.Enumerator("code", reason.code(), Reason::Code_IsValid(reason.code()),
                   kRequired);
  check.ResourceName<OfficerName>("officer", reason.officer(), kRequired);
  check.Text("comment", reason.comment(), kOptional, 2000);
  check.NotAfter(
      "warrant_request_date",
      check.Date("warrant_request_date", reason.has_warrant_request_date(),
                 reason.warrant_request_date(), kOptional),
      today);
  check.Enumerator("revoking_order", reason.revoking_order(),
                   Reason::RevokingOrder_IsValid(reason.revoking_order()),
                   kOptional);
  if (reason.code() != Reason::CODE_WARRANT) {
    if (reason.has_warrant_request_date()) {
      check.Add("warrant_request_date", "FIELD_NOT_APPLICABLE",
                "goes with CODE_WARRANT only");
    }
    if (reason.revoking_order() != 0) {
      check.Add("revoking_order", "FIELD_NOT_APPLICABLE",
                "goes with CODE_WARRANT only");
    }
  }
  const auto confirmed = check.Date(
      "residential_confirmed_date", reason.has_residential_confirmed_date(),
      reason.residential_confirmed_date(), kOptional);
  check.NotAfter("residential_confirmed_date", confirmed, today);
  if (confirmed.has_value()) {
    if (reason.code() != Reason::CODE_RESIDENTIAL_TREATMENT) {
      check.Add("residential_confirmed_date", "FIELD_NOT_APPLICABLE",
                "goes with CODE_RESIDENTIAL_TREATMENT only");
    } else if (month.has_value() &&
               absl::CivilMonth(*confirmed) != absl::CivilMonth(*month)) {
      check.Add("residential_confirmed_date", "DATE_OUTSIDE_MONTH",
                "is in another month than the reason");
    }
  }
  CheckSourceEntry(reason, context, &check);
  check.ExternalId(reason.has_external_id(), reason.external_id());
  return check.ToStatus();
}

absl::Status ValidateEnrollment(const v1::Enrollment& enrollment,
                                const RecordContext& context) {
  Checker check("enrollment.");
  const absl::CivilDay today = context.Today();
  const v1::Enrollment::Status status = enrollment.status();
  check.Id("program", enrollment.program(), kRequired);
  check.Id("program_group", enrollment.program_group(), kOptional);
  check.Text("provider", enrollment.provider(), kOptional, 200);
  check.Enumerator("status", status, v1::Enrollment::Status_IsValid(status),
                   kRequired);
  const auto referral =
      check.Date("referral_date", enrollment.has_referral_date(),
                 enrollment.referral_date(), kRequired);
  check.NotAfter("referral_date", referral, today);
  const bool has_begun =
      status == v1::Enrollment::STATUS_ACTIVE || HasEnded(status);
  const auto start =
      check.Date("start_date", enrollment.has_start_date(),
                 enrollment.start_date(), has_begun ? kRequired : kOptional);
  check.Ordered("start_date", referral, start);
  if (has_begun) check.NotAfter("start_date", start, today);
  const auto end =
      check.Date("end_date", enrollment.has_end_date(), enrollment.end_date(),
                 HasEnded(status) ? kRequired : kOptional);
  check.Ordered("end_date", start, end);
  check.NotAfter("end_date", end, today);
  if (!HasEnded(status) && enrollment.has_end_date()) {
    check.Add("end_date", "FIELD_NOT_APPLICABLE",
              "goes with STATUS_COMPLETED and STATUS_DISCHARGED only");
  }
  check.NotAfter("verified_date",
                 check.Date("verified_date", enrollment.has_verified_date(),
                            enrollment.verified_date(), kOptional),
                 today);
  const bool not_enrolled = status == v1::Enrollment::STATUS_NOT_ENROLLED;
  check.Text("not_enrolled_reason", enrollment.not_enrolled_reason(),
             not_enrolled ? kRequired : kOptional, 1000);
  if (!not_enrolled && !enrollment.not_enrolled_reason().empty()) {
    check.Add("not_enrolled_reason", "FIELD_NOT_APPLICABLE",
              "goes with STATUS_NOT_ENROLLED only");
  }
  CheckObjectives(enrollment, context, &check);
  check.ExternalId(enrollment.has_external_id(), enrollment.external_id());
  return check.ToStatus();
}

absl::Status ValidateNote(const v1::JournalNote& note,
                          const RecordContext& context) {
  Checker check("note.");
  check.ResourceName<OfficerName>("officer", note.officer(), kRequired);
  check.Enumerator("category", note.category(),
                   v1::JournalNote::Category_IsValid(note.category()),
                   kRequired);
  check.NotAfter("date",
                 check.Date("date", note.has_date(), note.date(), kRequired),
                 context.Today());
  check.Text("text", note.text(), kRequired, 20000);
  std::set<int> themes;
  for (int i = 0; i < note.themes_size(); ++i) {
    const std::string path = absl::StrCat("themes[", i, "]");
    check.Enumerator(path, note.themes(i),
                     v1::JournalNote::Theme_IsValid(note.themes(i)), kRequired);
    if (!themes.insert(note.themes(i)).second) {
      check.Add(path, "DUPLICATE_VALUE", "stands twice");
    }
  }
  CheckObjectives(note, context, &check);
  CheckSourceEntry(note, context, &check);
  check.ExternalId(note.has_external_id(), note.external_id());
  return check.ToStatus();
}

absl::Status ValidateInvestigation(const v1::Investigation& investigation,
                                   const RecordContext& context) {
  Checker check("investigation.");
  check.Id("kind", investigation.kind(), kRequired);
  check.ResourceName<OfficerName>("officer", investigation.officer(),
                                  kRequired);
  const auto opened = check.Date("opened_date", investigation.has_opened_date(),
                                 investigation.opened_date(), kRequired);
  check.NotAfter("opened_date", opened, context.Today());
  check.Ordered("due_date", opened,
                check.Date("due_date", investigation.has_due_date(),
                           investigation.due_date(), kOptional));
  check.ExternalId(investigation.has_external_id(),
                   investigation.external_id());
  return check.ToStatus();
}

absl::Status ValidateCondition(const v1::CaseCondition& condition,
                               const RecordContext& context) {
  Checker check("condition.");
  const absl::CivilDay today = context.Today();
  check.Id("condition_type", condition.condition_type(), kRequired);
  check.Text("description", condition.description(), kOptional, 2000);
  const auto ordered = check.Date("ordered_date", condition.has_ordered_date(),
                                  condition.ordered_date(), kRequired);
  check.NotAfter("ordered_date", ordered, today);
  check.Ordered("due_date", ordered,
                check.Date("due_date", condition.has_due_date(),
                           condition.due_date(), kOptional));
  check.Enumerator("status", condition.status(),
                   v1::CaseCondition::Status_IsValid(condition.status()),
                   kRequired);
  check.NotAfter("status_date",
                 check.Date("status_date", condition.has_status_date(),
                            condition.status_date(), kOptional),
                 today);
  CheckSourceEntry(condition, context, &check);
  check.ExternalId(condition.has_external_id(), condition.external_id());
  return check.ToStatus();
}

}  // namespace caseload::caseplan
