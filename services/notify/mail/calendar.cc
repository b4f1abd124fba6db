#include "services/notify/mail/calendar.h"

#include <libical/ical.h>

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/notify/domain/local_time.h"

namespace caseload::notify {
namespace {

struct FreeComponent {
  void operator()(icalcomponent* component) const {
    icalcomponent_free(component);
  }
};
using ComponentPtr = std::unique_ptr<icalcomponent, FreeComponent>;

// What the wall clock shows; libical writes it without a zone of its own.
icaltimetype ToIcalTime(absl::CivilSecond civil, bool utc) {
  icaltimetype time = icaltime_null_time();
  time.year = static_cast<int>(civil.year());
  time.month = civil.month();
  time.day = civil.day();
  time.hour = civil.hour();
  time.minute = civil.minute();
  time.second = civil.second();
  if (utc) time.zone = icaltimezone_get_utc_timezone();
  return time;
}

void Add(const ComponentPtr& to, icalproperty* property) {
  icalcomponent_add_property(to.get(), property);
}

// One side of a change of the clocks: from then on the zone is at `to_offset`.
ComponentPtr Observance(bool daylight, absl::CivilSecond local_start,
                        int from_offset, int to_offset,
                        const std::string& name) {
  ComponentPtr observance(daylight ? icalcomponent_new_xdaylight()
                                   : icalcomponent_new_xstandard());
  Add(observance, icalproperty_new_dtstart(ToIcalTime(local_start, false)));
  Add(observance, icalproperty_new_tzoffsetfrom(from_offset));
  Add(observance, icalproperty_new_tzoffsetto(to_offset));
  Add(observance, icalproperty_new_tzname(name.c_str()));
  return observance;
}

// The observance that begins at `instant`.
ComponentPtr ObservanceAt(absl::TimeZone zone, absl::Time instant) {
  const absl::TimeZone::CivilInfo before =
      zone.At(instant - absl::Nanoseconds(1));
  const absl::TimeZone::CivilInfo after = zone.At(instant);
  // RFC 5545: the start is told by the clock as it was before the change.
  const absl::CivilSecond local_start =
      absl::ToCivilSecond(instant, absl::FixedTimeZone(before.offset));
  return Observance(after.is_dst, local_start, before.offset, after.offset,
                    after.zone_abbr);
}

// The zone around the conference: the observance in force at its start and the
// next one, which is all that the object's times need.
ComponentPtr Zone(absl::TimeZone zone, const std::string& name,
                  absl::Time start) {
  ComponentPtr component(icalcomponent_new_vtimezone());
  Add(component, icalproperty_new_tzid(name.c_str()));
  absl::TimeZone::CivilTransition transition;
  if (!zone.PrevTransition(start + absl::Nanoseconds(1), &transition)) {
    const absl::TimeZone::CivilInfo info = zone.At(start);
    icalcomponent_add_component(
        component.get(), Observance(false, absl::CivilSecond(1970, 1, 1),
                                    info.offset, info.offset, info.zone_abbr)
                             .release());
  } else {
    const absl::Time began = zone.At(transition.to).trans;
    icalcomponent_add_component(component.get(),
                                ObservanceAt(zone, began).release());
  }
  if (zone.NextTransition(start, &transition)) {
    const absl::Time next = zone.At(transition.to).trans;
    icalcomponent_add_component(component.get(),
                                ObservanceAt(zone, next).release());
  }
  return component;
}

icalproperty* InZone(icalproperty* property, const std::string& zone_name) {
  icalproperty_add_parameter(property,
                             icalparameter_new_tzid(zone_name.c_str()));
  return property;
}

// A parameter's value cannot hold a double quote (RFC 5545, 3.1).
icalproperty* Named(icalproperty* property, const std::string& display_name) {
  const std::string name = absl::StrReplaceAll(display_name, {{"\"", "'"}});
  icalproperty_add_parameter(property, icalparameter_new_cn(name.c_str()));
  return property;
}

icalproperty* Attendee(const CalendarEvent& event) {
  const std::string address = absl::StrCat("mailto:", event.attendee.email);
  icalproperty* const attendee = icalproperty_new_attendee(address.c_str());
  Named(attendee, event.attendee.display_name);
  icalproperty_add_parameter(attendee,
                             icalparameter_new_role(ICAL_ROLE_REQPARTICIPANT));
  if (!event.cancelled) {
    icalproperty_add_parameter(
        attendee, icalparameter_new_partstat(ICAL_PARTSTAT_NEEDSACTION));
    icalproperty_add_parameter(attendee,
                               icalparameter_new_rsvp(ICAL_RSVP_TRUE));
  }
  return attendee;
}

ComponentPtr Event(const CalendarEvent& event, absl::TimeZone zone,
                   absl::Time start) {
  ComponentPtr component(icalcomponent_new_vevent());
  const std::string& zone_name = event.time.time_zone;
  const absl::CivilSecond ends = zone.At(start + event.time.duration).cs;
  const std::string organizer = absl::StrCat("mailto:", event.organizer.email);
  Add(component, icalproperty_new_uid(event.identity.calendar_uid.c_str()));
  Add(component, icalproperty_new_sequence(
                     static_cast<int>(event.identity.calendar_sequence)));
  Add(component,
      icalproperty_new_dtstamp(ToIcalTime(
          absl::ToCivilSecond(event.dated_at, absl::UTCTimeZone()), true)));
  Add(component, InZone(icalproperty_new_dtstart(ToIcalTime(
                            absl::CivilSecond(event.time.start), false)),
                        zone_name));
  Add(component,
      InZone(icalproperty_new_dtend(ToIcalTime(ends, false)), zone_name));
  Add(component, icalproperty_new_summary("Caseload conference"));
  Add(component, icalproperty_new_description(event.description.c_str()));
  if (!event.location.empty()) {
    Add(component, icalproperty_new_location(event.location.c_str()));
  }
  Add(component, Named(icalproperty_new_organizer(organizer.c_str()),
                       event.organizer.display_name));
  Add(component, Attendee(event));
  Add(component,
      icalproperty_new_status(event.cancelled ? ICAL_STATUS_CANCELLED
                                              : ICAL_STATUS_CONFIRMED));
  Add(component, icalproperty_new_transp(ICAL_TRANSP_OPAQUE));
  return component;
}

absl::Status Refused() {
  return status::Internal("a calendar object could not be written");
}

}  // namespace

absl::string_view MethodOf(const CalendarEvent& event) {
  return event.cancelled ? "CANCEL" : "REQUEST";
}

absl::StatusOr<std::string> WriteCalendar(const CalendarEvent& event) {
  const std::optional<absl::TimeZone> zone = FindZone(event.time.time_zone);
  if (!zone.has_value()) return Refused();
  const std::optional<absl::Time> start = InstantOf(event.time.start, *zone);
  if (!start.has_value()) return Refused();
  ComponentPtr calendar(icalcomponent_new_vcalendar());
  Add(calendar, icalproperty_new_prodid("-//Caseload//Notify//EN"));
  Add(calendar, icalproperty_new_version("2.0"));
  Add(calendar, icalproperty_new_method(event.cancelled ? ICAL_METHOD_CANCEL
                                                        : ICAL_METHOD_REQUEST));
  icalcomponent_add_component(
      calendar.get(), Zone(*zone, event.time.time_zone, *start).release());
  icalcomponent_add_component(calendar.get(),
                              Event(event, *zone, *start).release());
  char* const text = icalcomponent_as_ical_string_r(calendar.get());
  if (text == nullptr) return Refused();
  std::string result = text;
  icalmemory_free_buffer(text);
  return result;
}

}  // namespace caseload::notify
