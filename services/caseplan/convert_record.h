// convert_record.h: contacts, no-contact reasons, enrollments, notes and
// investigations to domain values and back. Pure; see convert.h.

#ifndef SERVICES_CASEPLAN_CONVERT_RECORD_H_
#define SERVICES_CASEPLAN_CONVERT_RECORD_H_

#include "caseload/caseplan/v1/case_record.pb.h"
#include "services/caseplan/convert.h"
#include "services/caseplan/domain/case_record.h"

namespace caseload::caseplan {

Contact FromProto(const v1::Contact& contact);
v1::Contact ToProto(const Contact& contact);

// Without the day of entry, which the caller knows.
NoContactReason FromProto(const v1::NoContactReason& reason);
v1::NoContactReason ToProto(const NoContactReason& reason);

Enrollment FromProto(const v1::Enrollment& enrollment);
v1::Enrollment ToProto(const Enrollment& enrollment);

Note FromProto(const v1::JournalNote& note);
v1::JournalNote ToProto(const Note& note);

// Without how it ended.
Investigation FromProto(const v1::Investigation& investigation);
v1::Investigation ToProto(const Investigation& investigation);

CaseCondition FromProto(const v1::CaseCondition& condition);
v1::CaseCondition ToProto(const CaseCondition& condition);

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_CONVERT_RECORD_H_
