#include "services/caseplan/record_import.h"

namespace caseload::caseplan {

RecordImport::RecordImport(const ServiceOptions& options)
    : importer_(options.masters),
      calendar_(options),
      case_record_(options),
      cases_(options),
      clients_(options),
      officers_(options),
      plans_(options) {
  calendar_.AddKinds(importer_);
  case_record_.AddKinds(importer_);
  cases_.AddKinds(importer_);
  clients_.AddKinds(importer_);
  officers_.AddKinds(importer_);
  plans_.AddKinds(importer_);
}

void RecordImport::Register(rpc::Service& service) {
  service.Batches<v1::ImportRecordsRequest, type::v1::ImportRecordsResponse>(
      "ImportRecords",
      [this](sql::Transaction& tx, const rpc::CallContext& call,
             const v1::ImportRecordsRequest& request) {
        return ImportRecords(tx, call, request);
      });
}

std::vector<std::string> RecordImport::KindNames() {
  return imports::KindNames(*v1::ImportRecord::descriptor());
}

}  // namespace caseload::caseplan
