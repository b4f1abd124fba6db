#include "services/caseplan/storage/generation_store.h"

#include <tuple>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/caseplan/storage/rows.h"
#include "services/common/ids/ids.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::caseplan::storage {
namespace {

constexpr char kNotePrefix[] = "generation ";

// Whose snapshots a record can be seen in.
enum class Seen {
  // In everybody's.
  kCounty,
  // In its officer's; and it decides who reads whose records.
  kStaff,
  // In its officer's and, for leave, those of the supervisors.
  kOfficer,
  // In those of all officers who ever had one of the client's cases.
  kClient,
  // In those of all officers who ever had its case: a snapshot may be of a day
  // on which they did.
  kCase,
  // The same, and of those who acted on it: an officer's own contacts count by
  // the division of the case.
  kCaseAndContacts,
  // As kCase, and of those who ever stood in the record as who acted.
  kActed,
};

struct Kind {
  absl::string_view name;
  Seen seen;
  // Of kActed: the table with the ids and officers of its revisions.
  absl::string_view table = "";
};

constexpr Kind kKinds[] = {
    {"assignment", Seen::kCase},
    {"case", Seen::kCaseAndContacts},
    {"case_plan", Seen::kCase},
    {"case_state", Seen::kCase},
    {"client", Seen::kClient},
    {"condition", Seen::kCase},
    {"contact", Seen::kActed, "contacts"},
    {"enrollment", Seen::kCase},
    {"holiday", Seen::kCounty},
    {"investigation", Seen::kActed, "investigations"},
    {"leave", Seen::kOfficer},
    {"no_contact_reason", Seen::kCase},
    {"note", Seen::kActed, "notes"},
    {"officer", Seen::kStaff},
    {"policy_activation", Seen::kCounty},
    {"policy_pack", Seen::kCounty},
    {"posting", Seen::kStaff},
    {"unit", Seen::kCounty},
};

const Kind* FindKind(absl::string_view name) {
  for (const Kind& kind : kKinds) {
    if (kind.name == name) return &kind;
  }
  return nullptr;
}

// "cases/c-1/contacts/x" has the root id "c-1" and the own id "x".
std::string RootId(absl::string_view name) {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  return parts.size() < 2 ? "" : std::string(parts[1]);
}
std::string OwnId(absl::string_view name) {
  return std::string(name.substr(name.rfind('/') + 1));
}

// Every officer whom `sql` names for `id`, each once in a transaction. In one
// order, so that two changes of the same officers do not wait for each other.
absl::Status BumpOfficers(sql::Transaction& tx, absl::string_view sql,
                          absl::string_view id) {
  ABSL_ASSIGN_OR_RETURN(
      const auto rows,
      tx.Query<std::string>(absl::StrCat(sql, " ORDER BY 1"), id));
  for (const auto& [officer_id] : rows) {
    ABSL_RETURN_IF_ERROR(Bump(tx, OfficerScope(officer_id)));
  }
  return absl::OkStatus();
}

absl::Status BumpSupervisors(sql::Transaction& tx,
                             absl::string_view officer_id) {
  return BumpOfficers(
      tx,
      "SELECT supervisor_id FROM postings"
      " WHERE officer_id = :1 AND supervisor_id IS NOT NULL"
      " UNION SELECT acting_supervisor_id FROM postings"
      " WHERE officer_id = :1 AND acting_supervisor_id IS NOT NULL",
      officer_id);
}

absl::Status BumpForClient(sql::Transaction& tx, absl::string_view client_id) {
  return BumpOfficers(tx,
                      "SELECT DISTINCT a.officer_id FROM cases c"
                      " JOIN assignments a ON a.case_id = c.id"
                      " WHERE c.client_id = :1",
                      client_id);
}

absl::StatusOr<Generations> RunGenerations(sql::Transaction& tx,
                                           absl::string_view where,
                                           const std::vector<sql::Value>& in) {
  ABSL_ASSIGN_OR_RETURN(
      const auto rows,
      tx.QueryValues(
          absl::StrCat("SELECT scope, counter, tag FROM generations", where),
          in, {sql::Kind::kText, sql::Kind::kInteger, sql::Kind::kText}));
  Generations generations;
  for (const auto& row : rows) {
    generations[row[0].text] = {row[1].integer, row[2].text};
  }
  return generations;
}

}  // namespace

std::string OfficerScope(absl::string_view officer_id) {
  return absl::StrCat("officers/", officer_id);
}

std::vector<std::string> PublishedKinds() {
  std::vector<std::string> kinds;
  for (const Kind& kind : kKinds) kinds.emplace_back(kind.name);
  return kinds;
}

absl::Status BumpForChange(sql::Transaction& tx, absl::string_view kind_name,
                           absl::string_view resource_name) {
  const Kind* kind = FindKind(kind_name);
  if (kind == nullptr) {
    return status::Internal("a change of a kind that no cache knows of");
  }
  const std::string root = RootId(resource_name);
  switch (kind->seen) {
    case Seen::kCounty:
      return Bump(tx, kCountyScope);
    case Seen::kStaff:
      ABSL_RETURN_IF_ERROR(Bump(tx, kStaffScope));
      [[fallthrough]];
    case Seen::kOfficer:
      ABSL_RETURN_IF_ERROR(Bump(tx, OfficerScope(root)));
      return BumpSupervisors(tx, root);
    case Seen::kClient:
      return BumpForClient(tx, root);
    case Seen::kCaseAndContacts:
      ABSL_RETURN_IF_ERROR(BumpOfficers(
          tx, "SELECT DISTINCT officer_id FROM contacts WHERE case_id = :1",
          root));
      return BumpForCase(tx, root);
    case Seen::kActed:
      ABSL_RETURN_IF_ERROR(
          BumpOfficers(tx,
                       absl::StrCat("SELECT DISTINCT officer_id FROM ",
                                    kind->table, " WHERE id = :1"),
                       OwnId(resource_name)));
      [[fallthrough]];
    case Seen::kCase:
      return BumpForCase(tx, root);
  }
  return absl::OkStatus();
}

absl::Status BumpForCase(sql::Transaction& tx, absl::string_view case_id) {
  return BumpOfficers(
      tx, "SELECT DISTINCT officer_id FROM assignments WHERE case_id = :1",
      case_id);
}

absl::Status Bump(sql::Transaction& tx, absl::string_view scope) {
  const std::string note = absl::StrCat(kNotePrefix, scope);
  if (tx.notes().count(note) > 0) return absl::OkStatus();
  const std::string tag = ids::RandomIdSource().NewId();
  ABSL_RETURN_IF_ERROR(
      tx.Execute(
            "INSERT INTO generations (scope, counter, tag) VALUES (:1, 1, :2)"
            " ON CONFLICT (scope) DO UPDATE SET"
            " counter = generations.counter + 1, tag = excluded.tag",
            scope, tag)
          .status());
  // Not by RETURNING: a statement that writes is never left with a row unread.
  ABSL_ASSIGN_OR_RETURN(
      const auto raised,
      tx.QueryOne<int64_t>("SELECT counter FROM generations WHERE scope = :1",
                           scope));
  tx.Note(note, absl::StrCat(std::get<0>(*raised), " ", tag));
  return absl::OkStatus();
}

absl::StatusOr<Generations> ReadGenerations(
    sql::Transaction& tx, const std::vector<std::string>& scopes) {
  if (scopes.empty()) return Generations();
  if (tx.engine() == sql::Engine::kPostgres) {
    // Scopes are ids and fixed words: nothing in them has to be quoted.
    return RunGenerations(
        tx, " WHERE scope = ANY (CAST(:1 AS TEXT[]))",
        {Text(absl::StrCat("{", absl::StrJoin(scopes, ","), "}"))});
  }
  Generations generations;
  for (const std::string& scope : scopes) {
    ABSL_ASSIGN_OR_RETURN(
        Generations one,
        RunGenerations(tx, " WHERE scope = :1", {Text(scope)}));
    generations.merge(one);
  }
  return generations;
}

absl::StatusOr<Generations> ReadAllGenerations(sql::Transaction& tx) {
  return RunGenerations(tx, "", {});
}

absl::Status EnsureGenerations(sql::Transaction& tx) {
  ABSL_ASSIGN_OR_RETURN(const Generations known, ReadAllGenerations(tx));
  std::vector<std::string> scopes = {kCountyScope, kStaffScope};
  ABSL_ASSIGN_OR_RETURN(const auto officers,
                        tx.Query<std::string>("SELECT id FROM officers"));
  for (const auto& [id] : officers) scopes.push_back(OfficerScope(id));
  for (const std::string& scope : scopes) {
    if (known.count(scope) == 0) ABSL_RETURN_IF_ERROR(Bump(tx, scope));
  }
  return absl::OkStatus();
}

Generations GenerationsOfNotes(const sql::Notes& notes) {
  Generations generations;
  for (const auto& [key, value] : notes) {
    absl::string_view scope = key;
    if (!absl::ConsumePrefix(&scope, kNotePrefix)) continue;
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(value, absl::MaxSplits(' ', 1));
    Generation generation;
    generation.tag = std::string(parts.second);
    if (!absl::SimpleAtoi(parts.first, &generation.counter)) continue;
    generations.emplace(scope, std::move(generation));
  }
  return generations;
}

}  // namespace caseload::caseplan::storage
