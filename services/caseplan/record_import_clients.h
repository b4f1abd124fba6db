// record_import_clients.h: what an imported client, identifier or guardian does
// to the record.
//
// Identifiers and guardians are rows of their own in an export and part of
// their client here: each is applied to the client, which is written and
// announced as a whole.

#ifndef SERVICES_CASEPLAN_RECORD_IMPORT_CLIENTS_H_
#define SERVICES_CASEPLAN_RECORD_IMPORT_CLIENTS_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/caseplan/domain/supervision_case.h"
#include "services/caseplan/service_base.h"
#include "services/common/import/importer.h"
#include "services/common/rpc/call_context.h"
#include "services/common/sql/database.h"

namespace caseload::caseplan {

class ClientImport final : public ServiceBase {
 public:
  explicit ClientImport(const ServiceOptions& options) : ServiceBase(options) {}

  // Adds clients, identifiers and guardians. `this` outlives `importer`.
  void AddKinds(imports::Importer& importer);

 private:
  absl::StatusOr<std::string> SaveClient(sql::Transaction& tx,
                                         const rpc::CallContext& call,
                                         imports::Row& row);
  absl::StatusOr<std::string> SaveIdentifier(sql::Transaction& tx,
                                             const rpc::CallContext& call,
                                             imports::Row& row);
  absl::StatusOr<std::string> SaveGuardian(sql::Transaction& tx,
                                           const rpc::CallContext& call,
                                           imports::Row& row);

  absl::Status WithdrawClient(sql::Transaction& tx,
                              const rpc::CallContext& call,
                              const imports::ImportedRecord& known);
  absl::Status WithdrawIdentifier(sql::Transaction& tx,
                                  const rpc::CallContext& call,
                                  const imports::ImportedRecord& known);
  absl::Status WithdrawGuardian(sql::Transaction& tx,
                                const rpc::CallContext& call,
                                const imports::ImportedRecord& known);

  absl::Status UpdateClient(sql::Transaction& tx, const rpc::CallContext& call,
                            Client client);
  // Lets `change` take something out of the client, withdrawn or not.
  absl::Status TakeOut(sql::Transaction& tx, const rpc::CallContext& call,
                       const std::string& client_id,
                       const std::function<void(Client&)>& change);
};

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_RECORD_IMPORT_CLIENTS_H_
