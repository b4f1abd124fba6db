#include "services/caseplan/record_import_clients.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "caseload/caseplan/v1/import.pb.h"
#include "services/caseplan/convert_case.h"
#include "services/caseplan/domain/names.h"
#include "services/caseplan/record_import_rows.h"
#include "services/caseplan/storage/case_store.h"
#include "services/caseplan/validate_case.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::caseplan {

namespace {

// Identifiers, and related persons, that a client has at most.
constexpr size_t kMaxListed = 20;

void EraseIdentifier(Client& client, const std::string& kind) {
  auto& all = client.identifiers;
  all.erase(
      std::remove_if(all.begin(), all.end(),
                     [&](const Identifier& item) { return item.kind == kind; }),
      all.end());
}

// The person whom the row of an export was, or the end.
std::vector<RelatedPerson>::iterator FindPerson(Client& client,
                                                const ExternalId& id) {
  return std::find_if(
      client.related_persons.begin(), client.related_persons.end(),
      [&](const RelatedPerson& person) {
        return person.external_id.has_value() &&
               person.external_id->source_system == id.source_system &&
               person.external_id->id == id.id;
      });
}

absl::Status TooMany(absl::string_view column) {
  return status::InvalidField(column, "TOO_MANY_ITEMS",
                              "a client has 20 of them at most");
}

v1::Client ClientOf(const imports::Row& row) {
  const auto& content = row.As<v1::ImportedClient>();
  v1::Client client;
  client.set_given_name(content.given_name());
  client.set_family_name(content.family_name());
  if (content.has_birth_date()) {
    *client.mutable_date_of_birth() = content.birth_date();
  }
  client.set_gender(content.gender());
  client.set_race(content.race());
  client.set_ethnicity(content.ethnicity());
  client.set_preferred_language(content.preferred_language());
  client.set_phone(content.phone());
  client.set_address(content.address());
  *client.mutable_external_id() = row.external_id();
  return client;
}

}  // namespace

void ClientImport::AddKinds(imports::Importer& importer) {
  imports::Kind clients = MakeKind("clients", this, &ClientImport::SaveClient,
                                   &ClientImport::WithdrawClient,
                                   {{"client.date_of_birth", "birth_date"}});
  clients.set_hidden = HideBy<ClientName>(storage::SetClientWithdrawn);
  importer.Add(std::move(clients));

  imports::Kind identifiers =
      MakeKind("identifiers", this, &ClientImport::SaveIdentifier,
               &ClientImport::WithdrawIdentifier,
               {{"identifier.kind", "identifier_type"}});
  identifiers.may_pass = {"IDENTIFIER_KIND_TAKEN"};
  importer.Add(std::move(identifiers));

  importer.Add(MakeKind("guardians", this, &ClientImport::SaveGuardian,
                        &ClientImport::WithdrawGuardian));
}

absl::Status ClientImport::UpdateClient(sql::Transaction& tx,
                                        const rpc::CallContext& call,
                                        Client client) {
  ABSL_RETURN_IF_ERROR(storage::UpdateClient(tx, &client));
  return Announce(tx, call, "client", ToProto(client, Today(call)));
}

absl::Status ClientImport::TakeOut(sql::Transaction& tx,
                                   const rpc::CallContext& call,
                                   const std::string& client_id,
                                   const std::function<void(Client&)>& change) {
  absl::StatusOr<Client> client = storage::GetClient(tx, client_id);
  if (client.ok()) {
    change(*client);
    return UpdateClient(tx, call, *std::move(client));
  }
  // The client was taken back first: nobody is told about them any more.
  ABSL_ASSIGN_OR_RETURN(Client withdrawn,
                        storage::GetClient(tx, client_id, true));
  change(withdrawn);
  return storage::UpdateClient(tx, &withdrawn);
}

// --- clients ---

absl::StatusOr<std::string> ClientImport::SaveClient(
    sql::Transaction& tx, const rpc::CallContext& call, imports::Row& row) {
  const v1::Client proto = ClientOf(row);
  ABSL_RETURN_IF_ERROR(
      row.Tolerate(ValidateClient(proto, Today(call)), {"DATE_IN_FUTURE"}));
  Client client = FromProto(proto);
  if (!row.known().has_value()) {
    client.id = NewId();
    client.created_at = RecordTime(call);
    row.Judge("id");
    ABSL_RETURN_IF_ERROR(storage::InsertClient(tx, client));
    const v1::Client created = ToProto(client, Today(call));
    ABSL_RETURN_IF_ERROR(Announce(tx, call, "client", created));
    return created.name();
  }
  ABSL_ASSIGN_OR_RETURN(const ClientName name,
                        ParseName<ClientName>("name", row.known()->record));
  ABSL_ASSIGN_OR_RETURN(Client stored, storage::GetClient(tx, name.id));
  client.id = stored.id;
  client.identifiers = std::move(stored.identifiers);
  client.related_persons = std::move(stored.related_persons);
  client.version = stored.version;
  client.created_at = stored.created_at;
  ABSL_RETURN_IF_ERROR(UpdateClient(tx, call, std::move(client)));
  return name.ToString();
}

absl::Status ClientImport::WithdrawClient(
    sql::Transaction& tx, const rpc::CallContext& call,
    const imports::ImportedRecord& known) {
  ABSL_ASSIGN_OR_RETURN(const ClientName name,
                        ParseName<ClientName>("name", known.record));
  ABSL_ASSIGN_OR_RETURN(const bool in_use, storage::IsClientInUse(tx, name.id));
  if (in_use) return InUse(known.record);
  ABSL_ASSIGN_OR_RETURN(const Client stored, storage::GetClient(tx, name.id));
  const absl::Time now = RecordTime(call);
  ABSL_RETURN_IF_ERROR(storage::SetClientWithdrawn(tx, name.id, now));
  v1::Client state = ToProto(stored, Today(call));
  *state.mutable_withdraw_time() = ToProto(now);
  return Announce(tx, call, "client", state);
}

// --- identifiers ---

absl::StatusOr<std::string> ClientImport::SaveIdentifier(
    sql::Transaction& tx, const rpc::CallContext& call, imports::Row& row) {
  const auto& content = row.As<v1::ImportedIdentifier>();
  ABSL_ASSIGN_OR_RETURN(
      const std::string owner,
      row.ResolveRequired(tx, "client_id", "clients", content.client_id()));
  v1::Client::Identifier proto;
  proto.set_kind(content.identifier_type());
  proto.set_value(content.value());
  Checker check("identifier.");
  CheckIdentifier(proto, "", &check);
  ABSL_RETURN_IF_ERROR(check.ToStatus());
  ABSL_ASSIGN_OR_RETURN(const ClientName client_name,
                        ParseName<ClientName>("client_id", owner));
  ABSL_ASSIGN_OR_RETURN(Client client, storage::GetClient(tx, client_name.id));
  std::optional<IdentifierName> before;
  if (row.known().has_value() && !row.known()->withdrawn_at.has_value()) {
    before = IdentifierName::Parse(row.known()->record);
  }
  const bool moved = before.has_value() && before->parent.id != client_name.id;
  if (before.has_value() && !moved) EraseIdentifier(client, before->id);
  row.Judge("identifier_type");
  for (const Identifier& other : client.identifiers) {
    if (other.kind != proto.kind()) continue;
    return status::FailedPrecondition(
        "IDENTIFIER_KIND_TAKEN", owner,
        "the client has another identifier of this kind; one is kept");
  }
  if (client.identifiers.size() >= kMaxListed) {
    return TooMany("identifier_type");
  }
  if (moved) ABSL_RETURN_IF_ERROR(WithdrawIdentifier(tx, call, *row.known()));
  client.identifiers.push_back({proto.kind(), proto.value()});
  ABSL_RETURN_IF_ERROR(UpdateClient(tx, call, std::move(client)));
  return IdentifierName{client_name, proto.kind()}.ToString();
}

absl::Status ClientImport::WithdrawIdentifier(
    sql::Transaction& tx, const rpc::CallContext& call,
    const imports::ImportedRecord& known) {
  ABSL_ASSIGN_OR_RETURN(const IdentifierName name,
                        ParseName<IdentifierName>("name", known.record));
  return TakeOut(tx, call, name.parent.id,
                 [&](Client& client) { EraseIdentifier(client, name.id); });
}

// --- guardians ---

absl::StatusOr<std::string> ClientImport::SaveGuardian(
    sql::Transaction& tx, const rpc::CallContext& call, imports::Row& row) {
  const auto& content = row.As<v1::ImportedGuardian>();
  ABSL_ASSIGN_OR_RETURN(
      const std::string owner,
      row.ResolveRequired(tx, "client_id", "clients", content.client_id()));
  v1::Client::RelatedPerson proto;
  proto.set_role(content.role());
  proto.set_display_name(content.display_name());
  proto.set_relationship(content.relationship());
  proto.set_phone(content.phone());
  proto.set_email(content.email());
  *proto.mutable_external_id() = row.external_id();
  Checker check("");
  CheckRelatedPerson(proto, "", &check);
  // History has emergency contacts whom nobody can reach.
  ABSL_RETURN_IF_ERROR(
      row.Tolerate(check.ToStatus(), {"phone FIELD_REQUIRED"}));
  ABSL_ASSIGN_OR_RETURN(const ClientName client_name,
                        ParseName<ClientName>("client_id", owner));
  ABSL_ASSIGN_OR_RETURN(Client client, storage::GetClient(tx, client_name.id));
  RelatedPerson person = FromProto(proto);
  const auto before = FindPerson(client, *person.external_id);
  const bool stands = before != client.related_persons.end();
  if (!stands && client.related_persons.size() >= kMaxListed) {
    return TooMany("display_name");
  }
  const bool moved = row.known().has_value() &&
                     !row.known()->withdrawn_at.has_value() &&
                     row.known()->record != owner;
  if (moved) ABSL_RETURN_IF_ERROR(WithdrawGuardian(tx, call, *row.known()));
  if (stands) {
    *before = std::move(person);
  } else {
    client.related_persons.push_back(std::move(person));
  }
  ABSL_RETURN_IF_ERROR(UpdateClient(tx, call, std::move(client)));
  return owner;
}

absl::Status ClientImport::WithdrawGuardian(
    sql::Transaction& tx, const rpc::CallContext& call,
    const imports::ImportedRecord& known) {
  ABSL_ASSIGN_OR_RETURN(const ClientName name,
                        ParseName<ClientName>("name", known.record));
  return TakeOut(tx, call, name.id, [&](Client& client) {
    const auto person =
        FindPerson(client, {known.key.source_system, known.key.id});
    if (person == client.related_persons.end()) return;
    client.related_persons.erase(person);
  });
}

}  // namespace caseload::caseplan
