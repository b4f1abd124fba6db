#include "services/conference/validate.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/conference/convert.h"
#include "services/conference/names.h"
#include "services/policy/calendar.h"

namespace caseload::conference {
namespace {

using status::FieldViolations;

constexpr int kGridMinutes = 5;

// Collects what is wrong with one request.
class Checker {
 public:
  std::string RequiredName(absl::string_view field,
                           absl::string_view collection,
                           absl::string_view name) {
    if (name.empty()) {
      violations_.Add(field, "FIELD_REQUIRED",
                      absl::StrCat("give a name like ", collection, "/123"));
      return "";
    }
    return OptionalName(field, collection, name);
  }

  std::string OptionalName(absl::string_view field,
                           absl::string_view collection,
                           absl::string_view name) {
    if (name.empty()) return "";
    std::optional<std::string> id = ParseName(collection, name);
    if (!id.has_value()) {
      violations_.Add(
          field, "NAME_INVALID",
          absl::StrCat("is no name of the form ", collection,
                       "/{id}; an id has 1 to 63 characters of a-z, 0-9, '-'"));
    }
    return id.value_or("");
  }

  std::string Text(absl::string_view field, const std::string& text,
                   size_t max_bytes) {
    if (text.size() > max_bytes) {
      violations_.Add(
          field, "TEXT_TOO_LONG",
          absl::StrCat("is longer than ", max_bytes, " bytes; shorten it"));
    }
    return text;
  }

  std::string RequiredText(absl::string_view field, const std::string& text,
                           size_t max_bytes) {
    if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
      violations_.Add(field, "FIELD_REQUIRED", "say it in words");
    }
    return Text(field, text, max_bytes);
  }

  absl::CivilDay RequiredDate(absl::string_view field, bool present,
                              const type::v1::Date& date) {
    if (present) return Date(field, date);
    violations_.Add(field, "FIELD_REQUIRED", "give a civil day");
    return absl::CivilDay();
  }

  std::optional<absl::CivilDay> OptionalDate(absl::string_view field,
                                             bool present,
                                             const type::v1::Date& date) {
    if (!present) return std::nullopt;
    return Date(field, date);
  }

  std::optional<int64_t> Etag(absl::string_view etag) {
    if (etag.empty()) return std::nullopt;
    int64_t version = 0;
    if (!absl::SimpleAtoi(etag, &version)) {
      violations_.Add("etag", "ETAG_INVALID",
                      "is no etag that this service gave; read it again");
    }
    return version;
  }

  void Add(absl::string_view field, absl::string_view reason,
           absl::string_view description) {
    violations_.Add(field, reason, description);
  }

  absl::Status ToStatus() const { return violations_.ToStatus(); }

 private:
  absl::CivilDay Date(absl::string_view field, const type::v1::Date& date) {
    const absl::CivilDay day(date.year(), date.month(), date.day());
    const bool exists = day.year() == date.year() &&
                        day.month() == date.month() && day.day() == date.day();
    if (!exists || date.year() < 1900 || date.year() > 2199) {
      violations_.Add(field, "DATE_INVALID",
                      "is no day of the years 1900 to 2199");
      return absl::CivilDay();
    }
    return day;
  }

  FieldViolations violations_;
};

void CheckTime(const v1::ConferenceTime& time, Proposal& proposal,
               Checker& check) {
  const absl::CivilDay day = check.RequiredDate(
      "time.local_date", time.has_local_date(), time.local_date());
  if (time.hours() < 0 || time.hours() > 23) {
    check.Add("time.hours", "LOCAL_TIME_INVALID", "is not 0 to 23");
  }
  if (time.minutes() < 0 || time.minutes() > 59 ||
      time.minutes() % kGridMinutes != 0) {
    check.Add("time.minutes", "LOCAL_TIME_INVALID",
              "is not 0 to 55, a multiple of 5");
  }
  const int duration = time.duration_minutes();
  if (duration < kMinDurationMinutes || duration > kMaxDurationMinutes ||
      duration % kGridMinutes != 0) {
    check.Add("time.duration_minutes", "DURATION_INVALID",
              absl::StrCat("is not ", kMinDurationMinutes, " to ",
                           kMaxDurationMinutes, ", a multiple of 5"));
  }
  proposal.local_start = absl::CivilMinute(day.year(), day.month(), day.day(),
                                           time.hours(), time.minutes());
  proposal.duration_minutes = duration;
  proposal.time_zone = check.Text("time.time_zone", time.time_zone(), 64);
}

template <typename Request>
void CheckOverrides(const Request& request, Proposal& proposal,
                    Checker& check) {
  for (int i = 0; i < request.overridden_rules_size(); ++i) {
    const int rule = request.overridden_rules(i);
    if (rule == v1::SCHEDULE_RULE_UNSPECIFIED ||
        !v1::ScheduleRule_IsValid(rule)) {
      check.Add(absl::StrCat("overridden_rules[", i, "]"), "ENUM_INVALID",
                "is no rule of scheduling");
      continue;
    }
    proposal.overridden_rules.push_back(static_cast<ScheduleRule>(rule));
  }
  proposal.override_reason =
      check.Text("override_reason", request.override_reason(), kMaxReasonBytes);
  if (!proposal.overridden_rules.empty() && proposal.override_reason.empty()) {
    check.Add("override_reason", "OVERRIDE_REASON_REQUIRED",
              "say why the rules are set aside");
  }
}

// The fields that ScheduleConference and RescheduleConference share.
template <typename Request>
Proposal CheckProposal(const Request& request, Checker& check) {
  Proposal proposal;
  if (request.has_time()) {
    CheckTime(request.time(), proposal, check);
  } else {
    check.Add("time", "FIELD_REQUIRED", "say when the conference takes place");
  }
  proposal.location =
      check.Text("location", request.location(), kMaxLocationBytes);
  proposal.room_id = check.OptionalName("room", kRooms, request.room());
  proposal.supervisor_id =
      check.OptionalName("supervisor", kOfficers, request.supervisor());
  proposal.holder_reason =
      check.Text("holder_reason", request.holder_reason(), kMaxReasonBytes);
  proposal.waiver_id = check.OptionalName("notice_waiver", kNoticeWaivers,
                                          request.notice_waiver());
  CheckOverrides(request, proposal, check);
  return proposal;
}

}  // namespace

absl::StatusOr<ScheduleCommand> Validate(
    const v1::ScheduleConferenceRequest& request) {
  Checker check;
  ScheduleCommand command;
  command.officer_id =
      check.RequiredName("officer", kOfficers, request.officer());
  command.proposal = CheckProposal(request, check);
  command.short_notice_reason = check.Text(
      "short_notice_reason", request.short_notice_reason(), kMaxReasonBytes);
  ABSL_RETURN_IF_ERROR(check.ToStatus());
  return command;
}

absl::StatusOr<RescheduleCommand> Validate(
    const v1::RescheduleConferenceRequest& request) {
  Checker check;
  RescheduleCommand command;
  command.conference_id =
      check.RequiredName("name", kConferences, request.name());
  command.version = check.Etag(request.etag());
  command.proposal = CheckProposal(request, check);
  command.move_reason_code =
      check.Text("move_reason_code", request.move_reason_code(), 64);
  command.move_reason =
      check.RequiredText("move_reason", request.move_reason(), kMaxReasonBytes);
  ABSL_RETURN_IF_ERROR(check.ToStatus());
  return command;
}

absl::StatusOr<CancelCommand> Validate(
    const v1::CancelConferenceRequest& request) {
  Checker check;
  CancelCommand command;
  command.conference_id =
      check.RequiredName("name", kConferences, request.name());
  command.version = check.Etag(request.etag());
  command.reason =
      check.RequiredText("reason", request.reason(), kMaxReasonBytes);
  ABSL_RETURN_IF_ERROR(check.ToStatus());
  return command;
}

absl::StatusOr<OutcomeCommand> Validate(
    const v1::RecordConferenceOutcomeRequest& request) {
  using Request = v1::RecordConferenceOutcomeRequest;
  Checker check;
  OutcomeCommand command;
  command.conference_id =
      check.RequiredName("name", kConferences, request.name());
  command.version = check.Etag(request.etag());
  command.held = request.outcome() == Request::OUTCOME_HELD;
  if (!command.held && request.outcome() != Request::OUTCOME_NOT_HELD) {
    check.Add("outcome", "ENUM_INVALID", "say whether it was held");
  }
  command.reason =
      command.held
          ? check.Text("reason", request.reason(), kMaxReasonBytes)
          : check.RequiredText("reason", request.reason(), kMaxReasonBytes);
  ABSL_RETURN_IF_ERROR(check.ToStatus());
  return command;
}

absl::StatusOr<WaiverCommand> Validate(
    const v1::RequestNoticeWaiverRequest& request) {
  Checker check;
  WaiverCommand command;
  command.officer_id =
      check.RequiredName("officer", kOfficers, request.officer());
  command.day =
      check.RequiredDate("conference_date", request.has_conference_date(),
                         request.conference_date());
  command.reason =
      check.RequiredText("reason", request.reason(), kMaxReasonBytes);
  ABSL_RETURN_IF_ERROR(check.ToStatus());
  return command;
}

absl::StatusOr<DecisionCommand> Validate(
    const v1::DecideNoticeWaiverRequest& request) {
  using Request = v1::DecideNoticeWaiverRequest;
  Checker check;
  DecisionCommand command;
  command.waiver_id =
      check.RequiredName("name", kNoticeWaivers, request.name());
  command.version = check.Etag(request.etag());
  command.approve = request.decision() == Request::DECISION_APPROVE;
  if (!command.approve && request.decision() != Request::DECISION_REFUSE) {
    check.Add("decision", "ENUM_INVALID", "say whether it is approved");
  }
  command.note =
      command.approve
          ? check.Text("note", request.note(), kMaxReasonBytes)
          : check.RequiredText("note", request.note(), kMaxReasonBytes);
  ABSL_RETURN_IF_ERROR(check.ToStatus());
  return command;
}

absl::StatusOr<ListQuery> Validate(const v1::ListConferencesRequest& request) {
  Checker check;
  ListQuery query;
  query.officer_id =
      check.OptionalName("officer", kOfficers, request.officer());
  query.supervisor_id =
      check.OptionalName("supervisor", kOfficers, request.supervisor());
  query.from = check.OptionalDate("from_date", request.has_from_date(),
                                  request.from_date());
  query.to =
      check.OptionalDate("to_date", request.has_to_date(), request.to_date());
  if (query.from.has_value() && query.to.has_value() &&
      *query.to < *query.from) {
    check.Add("to_date", "PERIOD_REVERSED", "lies before from_date");
  }
  for (int i = 0; i < request.states_size(); ++i) {
    const int state = request.states(i);
    if (state == v1::Conference::STATE_UNSPECIFIED ||
        !v1::Conference::State_IsValid(state)) {
      check.Add(absl::StrCat("states[", i, "]"), "ENUM_INVALID",
                "is no state of a conference");
      continue;
    }
    query.states.push_back(static_cast<State>(state));
  }
  ABSL_RETURN_IF_ERROR(check.ToStatus());
  return query;
}

absl::StatusOr<CoverageQuery> Validate(
    const v1::ListConferenceCoverageRequest& request) {
  Checker check;
  CoverageQuery query;
  query.quarter_day = check.RequiredDate(
      "quarter_day", request.has_quarter_day(), request.quarter_day());
  query.as_of =
      check.OptionalDate("as_of", request.has_as_of(), request.as_of());
  query.division = check.Text("division", request.division(), 63);
  query.unit_id = check.OptionalName("unit", kUnits, request.unit());
  query.supervisor_id =
      check.OptionalName("supervisor", kOfficers, request.supervisor());
  for (int i = 0; i < request.states_size(); ++i) {
    const std::optional<policy::Coverage> state = ToCoverage(request.states(i));
    if (state.has_value()) {
      query.states.push_back(*state);
    } else {
      check.Add(absl::StrCat("states[", i, "]"), "ENUM_INVALID",
                "is no state of coverage");
    }
  }
  ABSL_RETURN_IF_ERROR(check.ToStatus());
  return query;
}

absl::StatusOr<std::string> Validate(const v1::GetConferenceRequest& request) {
  Checker check;
  std::string id = check.RequiredName("name", kConferences, request.name());
  ABSL_RETURN_IF_ERROR(check.ToStatus());
  return id;
}

absl::StatusOr<std::string> Validate(
    const v1::GetPreConferenceChecklistRequest& request) {
  Checker check;
  std::string id = check.RequiredName("name", kConferences, request.name());
  ABSL_RETURN_IF_ERROR(check.ToStatus());
  return id;
}

}  // namespace caseload::conference
