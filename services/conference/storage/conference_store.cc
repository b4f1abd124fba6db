#include "services/conference/storage/conference_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/conference/domain/enum_names.h"
#include "services/conference/domain/schedule_rules.h"
#include "services/conference/storage/row.h"

namespace caseload::conference {
namespace {

constexpr sql::Kind kText = sql::Kind::kText;
constexpr sql::Kind kInteger = sql::Kind::kInteger;

// The row of a conference, in the order of ValuesOf() and ConferenceOf().
const std::vector<Column>& ConferenceColumns() {
  static const auto* columns = new std::vector<Column>{
      {"id", kText},
      {"version", kInteger},
      {"officer_id", kText},
      {"officer_name", kText},
      {"officer_email", kText},
      {"officer_subject", kText},
      {"supervisor_id", kText},
      {"supervisor_name", kText},
      {"supervisor_email", kText},
      {"supervisor_subject", kText},
      {"holder_reason", kText},
      {"unit_id", kText},
      {"division", kText},
      {"kind", kText},
      {"state", kText},
      {"revision", kInteger},
      {"local_start", kText},
      {"time_zone", kText},
      {"duration_minutes", kInteger},
      {"start_at", kInteger},
      {"end_at", kInteger},
      {"location", kText},
      {"room_id", kText},
      {"conference_date", kText},
      {"county_zone", kText},
      {"quarter_label", kText},
      {"quarter_first_date", kText},
      {"quarter_last_date", kText},
      {"notice_basis", kText},
      {"notice_basis_reason", kText},
      {"due_by_date", kText},
      {"warn_date", kText},
      {"escalate_date", kText},
      {"day_set_at", kInteger},
      {"day_set_revision", kInteger},
      {"waiver_id", kText},
      {"postponed_from_at", kInteger},
      {"postponed_accepted_at", kInteger},
      {"move_reason_code", kText},
      {"overridden_rules", kText},
      {"override_reason", kText},
      {"change_reason", kText},
      {"policy_pack_id", kText},
      {"policy_version_label", kText},
      {"policy_digest", kText},
      {"created_at", kInteger},
      {"updated_at", kInteger},
  };
  return *columns;
}

std::string JoinRules(const std::vector<ScheduleRule>& rules) {
  return absl::StrJoin(rules, ",", [](std::string* out, ScheduleRule rule) {
    absl::StrAppend(out, NameOf(rule));
  });
}

void WriteContact(const StaffContact& contact, RowWriter& row) {
  row.Text(contact.officer_id)
      .Text(contact.display_name)
      .Text(contact.email)
      .Text(contact.staff_subject);
}

void WriteAppointment(const Appointment& appointment, RowWriter& row) {
  row.Text(absl::FormatCivilTime(appointment.local_start))
      .Text(appointment.time_zone)
      .Integer(appointment.duration_minutes)
      .Instant(appointment.start)
      .Instant(appointment.end)
      .Text(appointment.location)
      .Text(appointment.room_id);
}

void WriteNotice(const NoticeDuty& notice, RowWriter& row) {
  std::optional<absl::Time> postponed_from;
  std::optional<absl::Time> postponed_accepted_at;
  if (notice.postponed_from.has_value()) {
    postponed_from = notice.postponed_from->start;
    postponed_accepted_at = notice.postponed_from->accepted_at;
  }
  row.Text(NameOf(notice.basis))
      .Text(notice.basis_reason)
      .Day(notice.due_by)
      .Day(notice.warn_on)
      .Day(notice.escalate_on)
      .Instant(notice.day_set_at)
      .Integer(notice.day_set_revision)
      .Text(notice.waiver_id)
      .Instant(postponed_from)
      .Instant(postponed_accepted_at)
      .Text(notice.move_reason_code);
}

std::vector<sql::Value> ValuesOf(const Conference& conference,
                                 absl::Time updated_at) {
  RowWriter row;
  row.Text(conference.id).Integer(conference.version);
  WriteContact(conference.officer, row);
  WriteContact(conference.supervisor, row);
  row.Text(conference.holder_reason)
      .Text(conference.unit_id)
      .Text(conference.division)
      .Text(NameOf(conference.kind))
      .Text(NameOf(conference.state))
      .Integer(conference.revision);
  WriteAppointment(conference.appointment, row);
  row.Day(conference.day)
      .Text(conference.county_zone)
      .Text(conference.quarter_label)
      .Day(conference.quarter.first)
      .Day(conference.quarter.last);
  WriteNotice(conference.notice, row);
  row.Text(JoinRules(conference.overridden_rules))
      .Text(conference.override_reason)
      .Text(conference.change_reason)
      .Text(conference.policy.pack_id)
      .Text(conference.policy.version_label)
      .Text(conference.policy.digest)
      .Instant(conference.created_at)
      .Instant(updated_at);
  return std::move(row.values());
}

template <typename Enum>
Enum ReadEnum(RowReader& row) {
  const std::optional<Enum> value = ParseEnum<Enum>(row.Text());
  if (!value.has_value()) {
    row.Fail();
    return Enum();
  }
  return *value;
}

StaffContact ReadContact(RowReader& row) {
  StaffContact contact;
  contact.officer_id = row.Text();
  contact.display_name = row.Text();
  contact.email = row.Text();
  contact.staff_subject = row.Text();
  return contact;
}

Appointment ReadAppointment(RowReader& row) {
  Appointment appointment;
  if (!absl::ParseCivilTime(row.Text(), &appointment.local_start)) row.Fail();
  appointment.time_zone = row.Text();
  appointment.duration_minutes = static_cast<int>(row.Integer());
  appointment.start = row.Instant();
  appointment.end = row.Instant();
  appointment.location = row.Text();
  appointment.room_id = row.Text();
  return appointment;
}

NoticeDuty ReadNotice(RowReader& row) {
  NoticeDuty notice;
  notice.basis = ReadEnum<NoticeBasis>(row);
  notice.basis_reason = row.Text();
  notice.due_by = row.Day();
  notice.warn_on = row.Day();
  notice.escalate_on = row.Day();
  notice.day_set_at = row.Instant();
  notice.day_set_revision = static_cast<int>(row.Integer());
  notice.waiver_id = row.Text();
  const std::optional<absl::Time> postponed_from = row.InstantOrNull();
  const std::optional<absl::Time> postponed_accepted_at = row.InstantOrNull();
  if (postponed_from.has_value() && postponed_accepted_at.has_value()) {
    notice.postponed_from =
        PostponedFrom{*postponed_from, *postponed_accepted_at};
  }
  notice.move_reason_code = row.Text();
  return notice;
}

std::vector<ScheduleRule> ReadRules(RowReader& row) {
  std::vector<ScheduleRule> rules;
  const std::string names = row.Text();
  for (absl::string_view name : absl::StrSplit(names, ',', absl::SkipEmpty())) {
    const std::optional<ScheduleRule> rule = ParseEnum<ScheduleRule>(name);
    if (rule.has_value()) {
      rules.push_back(*rule);
    } else {
      row.Fail();
    }
  }
  return rules;
}

absl::StatusOr<Conference> ConferenceOf(std::vector<sql::Value> values) {
  RowReader row(std::move(values));
  Conference conference;
  conference.id = row.Text();
  conference.version = row.Integer();
  conference.officer = ReadContact(row);
  conference.supervisor = ReadContact(row);
  conference.holder_reason = row.Text();
  conference.unit_id = row.Text();
  conference.division = row.Text();
  conference.kind = ReadEnum<Kind>(row);
  conference.state = ReadEnum<State>(row);
  conference.revision = static_cast<int>(row.Integer());
  conference.appointment = ReadAppointment(row);
  conference.day = row.Day();
  conference.county_zone = row.Text();
  conference.quarter_label = row.Text();
  conference.quarter.first = row.Day();
  conference.quarter.last = row.Day();
  conference.notice = ReadNotice(row);
  conference.overridden_rules = ReadRules(row);
  conference.override_reason = row.Text();
  conference.change_reason = row.Text();
  conference.policy.pack_id = row.Text();
  conference.policy.version_label = row.Text();
  conference.policy.digest = row.Text();
  conference.created_at = row.Instant();
  if (!row.ok()) {
    return status::Internal("a stored conference cannot be read");
  }
  return conference;
}

absl::Status InsertRevision(sql::Transaction& tx, const Conference& conference,
                            const Recording& recording) {
  RowWriter row;
  row.Text(conference.id)
      .Integer(conference.revision)
      .Text(NameOf(conference.state))
      .Text(conference.supervisor.officer_id);
  WriteAppointment(conference.appointment, row);
  row.Text(NameOf(conference.notice.basis))
      .Day(conference.notice.due_by)
      .Text(conference.change_reason)
      .Instant(recording.recorded_at)
      .Text(recording.recorded_by);
  ABSL_RETURN_IF_ERROR(
      tx.ExecuteValues(
            "INSERT INTO conference_revisions (conference_id, revision, state,"
            " supervisor_id, local_start, time_zone, duration_minutes,"
            " start_at, end_at, location, room_id, notice_basis, due_by_date,"
            " reason, recorded_at, recorded_by)"
            " VALUES (:1, :2, :3, :4, :5, :6, :7, :8, :9, :10, :11, :12, :13,"
            " :14, :15, :16)",
            row.values())
          .status());
  for (const NoticeObligation& obligation : conference.notice.obligations) {
    ABSL_RETURN_IF_ERROR(
        tx.Execute("INSERT INTO notice_obligations (conference_id, revision,"
                   " recipient_id, kind, target_at, bears_duty)"
                   " VALUES (:1, :2, :3, :4, :5, :6)",
                   conference.id, conference.revision,
                   conference.officer.officer_id, NameOf(obligation.kind),
                   absl::ToUnixMicros(obligation.target_at),
                   obligation.bears_duty)
            .status());
  }
  return absl::OkStatus();
}

// The current revision's; earlier ones are history.
absl::Status LoadObligations(sql::Transaction& tx, Conference& conference) {
  ABSL_ASSIGN_OR_RETURN(
      auto rows,
      (tx.Query<std::string, int64_t, bool>(
          "SELECT kind, target_at, bears_duty FROM notice_obligations"
          " WHERE conference_id = :1 AND revision = :2"
          " ORDER BY target_at, kind",
          conference.id, conference.revision)));
  for (const auto& [name, target_at, bears_duty] : rows) {
    const std::optional<NoticeKind> kind = ParseEnum<NoticeKind>(name);
    if (!kind.has_value()) {
      return status::Internal("a stored obligation cannot be read");
    }
    conference.notice.obligations.push_back(
        {*kind, absl::FromUnixMicros(target_at), bears_duty});
  }
  return absl::OkStatus();
}

// Builds the WHERE of ListConferences with its parameters.
class Conditions {
 public:
  // The parameter's name.
  std::string Text(absl::string_view value) {
    row_.Text(value);
    return absl::StrCat(":", row_.values().size());
  }
  std::string Instant(absl::Time value) {
    row_.Instant(value);
    return absl::StrCat(":", row_.values().size());
  }
  void Add(std::string condition) {
    conditions_.push_back(std::move(condition));
  }
  std::string Where() const {
    return conditions_.empty()
               ? std::string()
               : absl::StrCat(" WHERE ", absl::StrJoin(conditions_, " AND "));
  }
  const std::vector<sql::Value>& values() { return row_.values(); }

 private:
  RowWriter row_;
  std::vector<std::string> conditions_;
};

void AddVisibility(const Visibility& visibility, Conditions& conditions) {
  if (visibility.everything) return;
  const std::string self = conditions.Text(visibility.officer_id);
  std::vector<std::string> about = {self};
  for (const std::string& id : visibility.supervised_ids) {
    about.push_back(conditions.Text(id));
  }
  conditions.Add(absl::StrCat("(supervisor_id = ", self, " OR officer_id IN (",
                              absl::StrJoin(about, ", "), "))"));
}

void AddFilter(const ConferenceFilter& filter, Conditions& conditions) {
  AddVisibility(filter.visibility, conditions);
  const auto equals = [&conditions](const char* column,
                                    const std::string& value) {
    if (value.empty()) return;
    conditions.Add(absl::StrCat(column, " = ", conditions.Text(value)));
  };
  equals("officer_id", filter.officer_id);
  equals("supervisor_id", filter.supervisor_id);
  if (filter.from.has_value()) {
    conditions.Add(
        absl::StrCat("conference_date >= ",
                     conditions.Text(policy::FormatDay(*filter.from))));
  }
  if (filter.to.has_value()) {
    conditions.Add(absl::StrCat(
        "conference_date <= ", conditions.Text(policy::FormatDay(*filter.to))));
  }
  if (!filter.states.empty()) {
    std::vector<std::string> states;
    for (State state : filter.states) {
      states.push_back(conditions.Text(NameOf(state)));
    }
    conditions.Add(
        absl::StrCat("state IN (", absl::StrJoin(states, ", "), ")"));
  }
  if (filter.after_start.has_value()) {
    const std::string start = conditions.Instant(*filter.after_start);
    const std::string id = conditions.Text(filter.after_id);
    conditions.Add(absl::StrCat("(start_at > ", start, " OR (start_at = ",
                                start, " AND id > ", id, "))"));
  }
}

}  // namespace

absl::Status InsertConference(sql::Transaction& tx,
                              const Conference& conference,
                              const Recording& recording) {
  static const auto* insert = new std::string(
      absl::StrCat("INSERT INTO conferences (", ColumnList(ConferenceColumns()),
                   ") VALUES (", ParameterList(ConferenceColumns()), ")"));
  ABSL_RETURN_IF_ERROR(
      tx.ExecuteValues(*insert, ValuesOf(conference, recording.recorded_at))
          .status());
  return InsertRevision(tx, conference, recording);
}

absl::Status UpdateConference(sql::Transaction& tx, Conference& conference,
                              bool new_revision, const Recording& recording) {
  static const auto* update = new std::string(absl::StrCat(
      "UPDATE conferences SET ", AssignmentList(ConferenceColumns()),
      " WHERE id = :1 AND version = :2 - 1"));
  ++conference.version;
  ABSL_ASSIGN_OR_RETURN(
      const int64_t changed,
      tx.ExecuteValues(*update, ValuesOf(conference, recording.recorded_at)));
  if (changed != 1) {
    return status::EtagMismatch(absl::StrCat("conferences/", conference.id));
  }
  if (!new_revision) return absl::OkStatus();
  return InsertRevision(tx, conference, recording);
}

absl::StatusOr<std::optional<Conference>> LoadConference(sql::Transaction& tx,
                                                         absl::string_view id) {
  static const auto* select =
      new std::string(absl::StrCat("SELECT ", ColumnList(ConferenceColumns()),
                                   " FROM conferences WHERE id = :1"));
  RowWriter parameters;
  parameters.Text(id);
  ABSL_ASSIGN_OR_RETURN(std::vector<std::vector<sql::Value>> rows,
                        tx.QueryValues(*select, parameters.values(),
                                       KindsOf(ConferenceColumns())));
  if (rows.empty()) return std::optional<Conference>();
  ABSL_ASSIGN_OR_RETURN(Conference conference,
                        ConferenceOf(std::move(rows.front())));
  ABSL_RETURN_IF_ERROR(LoadObligations(tx, conference));
  return std::optional<Conference>(std::move(conference));
}

absl::StatusOr<std::optional<Appointment>> LoadAppointment(
    sql::Transaction& tx, absl::string_view conference_id, int revision) {
  RowWriter parameters;
  parameters.Text(conference_id).Integer(revision);
  ABSL_ASSIGN_OR_RETURN(
      std::vector<std::vector<sql::Value>> rows,
      tx.QueryValues(
          "SELECT local_start, time_zone, duration_minutes, start_at, end_at,"
          " location, room_id FROM conference_revisions"
          " WHERE conference_id = :1 AND revision = :2",
          parameters.values(),
          {kText, kText, kInteger, kInteger, kInteger, kText, kText}));
  if (rows.empty()) return std::optional<Appointment>();
  RowReader row(std::move(rows.front()));
  Appointment appointment = ReadAppointment(row);
  if (!row.ok()) return status::Internal("a stored revision cannot be read");
  return std::optional<Appointment>(std::move(appointment));
}

absl::StatusOr<std::vector<Conference>> ListConferences(
    sql::Transaction& tx, const ConferenceFilter& filter) {
  Conditions conditions;
  AddFilter(filter, conditions);
  std::string select = absl::StrCat("SELECT ", ColumnList(ConferenceColumns()),
                                    " FROM conferences", conditions.Where(),
                                    " ORDER BY start_at, id");
  if (filter.limit > 0) absl::StrAppend(&select, " LIMIT ", filter.limit);
  ABSL_ASSIGN_OR_RETURN(std::vector<std::vector<sql::Value>> rows,
                        tx.QueryValues(select, conditions.values(),
                                       KindsOf(ConferenceColumns())));
  std::vector<Conference> conferences;
  conferences.reserve(rows.size());
  for (std::vector<sql::Value>& row : rows) {
    ABSL_ASSIGN_OR_RETURN(Conference conference, ConferenceOf(std::move(row)));
    conferences.push_back(std::move(conference));
  }
  return conferences;
}

absl::StatusOr<int64_t> CountStanding(sql::Transaction& tx,
                                      absl::string_view officer_id,
                                      const policy::DayRange& days,
                                      absl::string_view except_id) {
  ABSL_ASSIGN_OR_RETURN(
      auto row, (tx.QueryOne<int64_t>("SELECT COUNT(*) FROM conferences"
                                      " WHERE conference_date BETWEEN :1 AND :2"
                                      " AND officer_id = :3 AND id <> :4"
                                      " AND state IN ('SCHEDULED', 'HELD')",
                                      policy::FormatDay(days.first),
                                      policy::FormatDay(days.last), officer_id,
                                      except_id)));
  return std::get<0>(*row);
}

absl::StatusOr<std::set<absl::Time>> TakenSlots(sql::Transaction& tx,
                                                absl::string_view resource,
                                                absl::Time from, absl::Time to,
                                                absl::string_view except_id) {
  ABSL_ASSIGN_OR_RETURN(
      auto rows, (tx.Query<int64_t>(
                     "SELECT DISTINCT slot_at FROM bookings"
                     " WHERE resource = :1 AND slot_at >= :2 AND slot_at < :3"
                     " AND conference_id <> :4",
                     resource, absl::ToUnixMicros(from), absl::ToUnixMicros(to),
                     except_id)));
  std::set<absl::Time> slots;
  for (const auto& [slot_at] : rows)
    slots.insert(absl::FromUnixMicros(slot_at));
  return slots;
}

absl::StatusOr<bool> Book(sql::Transaction& tx, absl::string_view resource,
                          absl::Time start, absl::Time end,
                          absl::string_view conference_id, bool set_over) {
  const absl::string_view set_over_by = set_over ? conference_id : "";
  for (absl::Time slot : SlotsOf(start, end)) {
    ABSL_ASSIGN_OR_RETURN(
        const int64_t inserted,
        tx.Execute("INSERT INTO bookings (resource, slot_at, set_over_by,"
                   " conference_id) VALUES (:1, :2, :3, :4)"
                   " ON CONFLICT DO NOTHING",
                   resource, absl::ToUnixMicros(slot), set_over_by,
                   conference_id));
    if (inserted == 0) return false;
  }
  return true;
}

absl::Status ReleaseBookings(sql::Transaction& tx,
                             absl::string_view conference_id) {
  return tx
      .Execute("DELETE FROM bookings WHERE conference_id = :1", conference_id)
      .status();
}

}  // namespace caseload::conference
