#include "services/caseplan/convert.h"

#include "absl/strings/str_cat.h"
#include "services/caseplan/convert_fields.h"
#include "services/caseplan/domain/names.h"

namespace caseload::caseplan {

namespace {

// The domain's enumerators are numbered as the proto's.
static_assert(static_cast<int>(LeaveKind::kLeaveOfAbsence) ==
              v1::OfficerLeave::KIND_LEAVE_OF_ABSENCE);

// first_day and last_day as fields of the message itself.
template <typename Message>
DayPeriod PeriodOf(const Message& message) {
  DayPeriod period{FromProto(message.first_day()), std::nullopt};
  if (message.has_last_day()) period.last = FromProto(message.last_day());
  return period;
}

template <typename Message>
void SetPeriod(const DayPeriod& period, Message* message) {
  *message->mutable_first_day() = ToProto(period.first);
  if (period.last.has_value()) {
    *message->mutable_last_day() = ToProto(*period.last);
  }
}

}  // namespace

absl::Time FromProto(const google::protobuf::Timestamp& instant) {
  return absl::FromUnixSeconds(instant.seconds()) +
         absl::Nanoseconds(instant.nanos());
}

absl::CivilDay FromProto(const type::v1::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

DayPeriod FromProto(const type::v1::DateRange& period) {
  DayPeriod result{FromProto(period.start_date()), std::nullopt};
  if (period.has_end_date()) result.last = FromProto(period.end_date());
  return result;
}

ExternalId FromProto(const type::v1::ExternalId& id) {
  return ExternalId{id.source_system(), id.id()};
}

google::protobuf::Timestamp ToProto(absl::Time instant) {
  google::protobuf::Timestamp result;
  int64_t seconds = absl::ToUnixSeconds(instant);
  result.set_seconds(seconds);
  result.set_nanos(static_cast<int32_t>(
      absl::ToInt64Nanoseconds(instant - absl::FromUnixSeconds(seconds))));
  return result;
}

type::v1::Date ToProto(absl::CivilDay day) {
  type::v1::Date date;
  date.set_year(static_cast<int32_t>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

type::v1::DateRange ToProto(const DayPeriod& period) {
  type::v1::DateRange result;
  *result.mutable_start_date() = ToProto(period.first);
  if (period.last.has_value()) {
    *result.mutable_end_date() = ToProto(*period.last);
  }
  return result;
}

type::v1::ExternalId ToProto(const ExternalId& id) {
  type::v1::ExternalId result;
  result.set_source_system(id.source_system);
  result.set_id(id.id);
  return result;
}

type::v1::Recording ToProto(const Recording& recording) {
  type::v1::Recording result;
  result.set_revision(recording.revision);
  *result.mutable_recorded_at() = ToProto(recording.recorded_at);
  result.set_recorded_by(recording.recorded_by);
  if (recording.superseded_at.has_value()) {
    *result.mutable_superseded_at() = ToProto(*recording.superseded_at);
  }
  return result;
}

std::string Etag(int64_t version) { return absl::StrCat("\"", version, "\""); }

bool EtagMatches(absl::string_view etag, int64_t version) {
  return etag.empty() || etag == Etag(version);
}

Unit FromProto(const v1::Unit& unit) {
  Unit result;
  result.display_name = unit.display_name();
  result.division = unit.division();
  result.period = PeriodOf(unit);
  result.external_id = ExternalIdOf(unit);
  return result;
}

v1::Unit ToProto(const Unit& unit) {
  v1::Unit result;
  result.set_name(UnitName{unit.id}.ToString());
  result.set_display_name(unit.display_name);
  result.set_division(unit.division);
  SetPeriod(unit.period, &result);
  SetExternalId(unit.external_id, &result);
  result.set_etag(Etag(unit.version));
  *result.mutable_create_time() = ToProto(unit.created_at);
  return result;
}

Officer FromProto(const v1::Officer& officer) {
  Officer result;
  result.display_name = officer.display_name();
  result.email = officer.email();
  if (!officer.staff_subject().empty()) {
    result.staff_subject = officer.staff_subject();
  }
  result.service = PeriodOf(officer);
  result.capacity_factor = OneWhenZero(officer.capacity_factor());
  result.capacity_reason = officer.capacity_reason();
  result.external_id = ExternalIdOf(officer);
  return result;
}

v1::Officer ToProto(const Officer& officer) {
  v1::Officer result;
  result.set_name(OfficerName{officer.id}.ToString());
  result.set_display_name(officer.display_name);
  result.set_email(officer.email);
  result.set_staff_subject(officer.staff_subject.value_or(""));
  SetPeriod(officer.service, &result);
  result.set_capacity_factor(officer.capacity_factor);
  result.set_capacity_reason(officer.capacity_reason);
  SetExternalId(officer.external_id, &result);
  result.set_etag(Etag(officer.version));
  *result.mutable_create_time() = ToProto(officer.created_at);
  return result;
}

Posting FromProto(const v1::OfficerPosting& posting) {
  Posting result;
  result.unit_id = IdOf<UnitName>(posting.unit());
  result.supervisor_id = OptionalIdOf<OfficerName>(posting.supervisor());
  result.acting_supervisor_id =
      OptionalIdOf<OfficerName>(posting.acting_supervisor());
  result.period = FromProto(posting.period());
  result.full_time_equivalent = OneWhenZero(posting.full_time_equivalent());
  result.external_id = ExternalIdOf(posting);
  return result;
}

v1::OfficerPosting ToProto(const Posting& posting) {
  v1::OfficerPosting result;
  result.set_name(
      PostingName{OfficerName{posting.officer_id}, posting.id}.ToString());
  result.set_unit(UnitName{posting.unit_id}.ToString());
  if (posting.supervisor_id.has_value()) {
    result.set_supervisor(OfficerName{*posting.supervisor_id}.ToString());
  }
  if (posting.acting_supervisor_id.has_value()) {
    result.set_acting_supervisor(
        OfficerName{*posting.acting_supervisor_id}.ToString());
  }
  *result.mutable_period() = ToProto(posting.period);
  result.set_full_time_equivalent(posting.full_time_equivalent);
  SetExternalId(posting.external_id, &result);
  *result.mutable_recording() = ToProto(posting.recording);
  return result;
}

Leave FromProto(const v1::OfficerLeave& leave) {
  Leave result;
  result.kind = static_cast<LeaveKind>(leave.kind());
  result.period = FromProto(leave.period());
  result.external_id = ExternalIdOf(leave);
  return result;
}

v1::OfficerLeave ToProto(const Leave& leave) {
  v1::OfficerLeave result;
  result.set_name(
      LeaveName{OfficerName{leave.officer_id}, leave.id}.ToString());
  result.set_kind(static_cast<v1::OfficerLeave::Kind>(leave.kind));
  *result.mutable_period() = ToProto(leave.period);
  SetExternalId(leave.external_id, &result);
  *result.mutable_recording() = ToProto(leave.recording);
  return result;
}

Holiday FromProto(const v1::Holiday& holiday) {
  Holiday result;
  result.date = FromProto(holiday.date());
  result.display_name = holiday.display_name();
  result.external_id = ExternalIdOf(holiday);
  return result;
}

v1::Holiday ToProto(const Holiday& holiday) {
  v1::Holiday result;
  result.set_name(HolidayName{holiday.id}.ToString());
  *result.mutable_date() = ToProto(holiday.date);
  result.set_display_name(holiday.display_name);
  SetExternalId(holiday.external_id, &result);
  result.set_etag(Etag(holiday.version));
  *result.mutable_create_time() = ToProto(holiday.created_at);
  if (holiday.withdrawn_at.has_value()) {
    *result.mutable_withdraw_time() = ToProto(*holiday.withdrawn_at);
  }
  return result;
}

}  // namespace caseload::caseplan
