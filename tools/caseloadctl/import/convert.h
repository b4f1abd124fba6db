// convert.h: a row of an export as the message that the service takes.
//
// The fields of each content message are the columns of its file, so that one
// function serves every kind; a test holds the two together.

#ifndef TOOLS_CASELOADCTL_IMPORT_CONVERT_H_
#define TOOLS_CASELOADCTL_IMPORT_CONVERT_H_

#include "caseload/caseplan/v1/import.pb.h"
#include "google/protobuf/descriptor.h"
#include "tools/caseloadctl/csv/record_reader.h"
#include "tools/caseloadctl/csv/schema.h"

namespace caseload::caseloadctl {

// The field of ImportRecord that holds rows of `schema`, or null when this
// version imports none.
const google::protobuf::FieldDescriptor* ContentField(
    const csv::FileSchema& schema);

// `record` fits `schema`, whose ContentField() is not null.
caseplan::v1::ImportRecord ToImportRecord(const csv::FileSchema& schema,
                                          const csv::Record& record);

}  // namespace caseload::caseloadctl

#endif  // TOOLS_CASELOADCTL_IMPORT_CONVERT_H_
