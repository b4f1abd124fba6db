// convert.h: protos to domain values and back.
//
// Pure functions. What comes from a proto has been validated (validate.h);
// fields that are output only are not read.

#ifndef SERVICES_CASEPLAN_CONVERT_H_
#define SERVICES_CASEPLAN_CONVERT_H_

#include <optional>
#include <string>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "caseload/caseplan/v1/holiday.pb.h"
#include "caseload/caseplan/v1/officer.pb.h"
#include "caseload/caseplan/v1/unit.pb.h"
#include "caseload/type/v1/date.pb.h"
#include "caseload/type/v1/external_id.pb.h"
#include "caseload/type/v1/recording.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "services/caseplan/domain/holiday.h"
#include "services/caseplan/domain/officer.h"

namespace caseload::caseplan {

absl::Time FromProto(const google::protobuf::Timestamp& instant);
absl::CivilDay FromProto(const type::v1::Date& date);
DayPeriod FromProto(const type::v1::DateRange& period);
ExternalId FromProto(const type::v1::ExternalId& id);

google::protobuf::Timestamp ToProto(absl::Time instant);
type::v1::Date ToProto(absl::CivilDay day);
type::v1::DateRange ToProto(const DayPeriod& period);
type::v1::ExternalId ToProto(const ExternalId& id);
type::v1::Recording ToProto(const Recording& recording);

// The etag of version `version` of a record, and whether `etag` is that; an
// empty one is of every version.
std::string Etag(int64_t version);
bool EtagMatches(absl::string_view etag, int64_t version);

Unit FromProto(const v1::Unit& unit);
v1::Unit ToProto(const Unit& unit);

Officer FromProto(const v1::Officer& officer);
v1::Officer ToProto(const Officer& officer);

Posting FromProto(const v1::OfficerPosting& posting);
v1::OfficerPosting ToProto(const Posting& posting);

Leave FromProto(const v1::OfficerLeave& leave);
v1::OfficerLeave ToProto(const Leave& leave);

Holiday FromProto(const v1::Holiday& holiday);
v1::Holiday ToProto(const Holiday& holiday);

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_CONVERT_H_
