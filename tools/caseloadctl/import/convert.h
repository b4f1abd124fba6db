// convert.h: a row of an export as the message that the service takes.
//
// The fields of each content message are the columns of its file, so that one
// function serves every kind; a test holds the two together.

#ifndef TOOLS_CASELOADCTL_IMPORT_CONVERT_H_
#define TOOLS_CASELOADCTL_IMPORT_CONVERT_H_

#include <memory>
#include <string>

#include "caseload/type/v1/import.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "tools/caseloadctl/csv/record_reader.h"
#include "tools/caseloadctl/csv/schema.h"

namespace caseload::caseloadctl {

// The empty ImportRecordsRequest of the service that takes rows of `schema`, or
// null when this version imports none. Every service's request has the fields
// run, records and end, and its record the field row and the oneof content.
const google::protobuf::Message* RequestFor(const csv::FileSchema& schema);

// The field of that service's ImportRecord that holds rows of `schema`, or null
// when this version imports none.
const google::protobuf::FieldDescriptor* ContentField(
    const csv::FileSchema& schema);

// An empty ImportRecord of that service with the content of `schema`, whose
// ContentField() is not null.
std::unique_ptr<google::protobuf::Message> NewImportRecord(
    const csv::FileSchema& schema);

// `record` fits `schema`, whose ContentField() is not null.
std::unique_ptr<google::protobuf::Message> ToImportRecord(
    const csv::FileSchema& schema, const csv::Record& record);

// Parts of any service's record and request.
type::v1::ImportRow* MutableRow(google::protobuf::Message* record);
type::v1::ImportEnd* MutableEnd(google::protobuf::Message* request);
void SetRun(const std::string& run, google::protobuf::Message* request);
void AddRecord(std::unique_ptr<google::protobuf::Message> record,
               google::protobuf::Message* request);

}  // namespace caseload::caseloadctl

#endif  // TOOLS_CASELOADCTL_IMPORT_CONVERT_H_
