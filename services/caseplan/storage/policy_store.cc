#include "services/caseplan/storage/policy_store.h"

#include <utility>

#include "services/common/status/status_macros.h"

namespace caseload::caseplan::storage {

namespace {

constexpr absl::string_view kOrigins[] = {"", "created", "shipped"};

// A list does not read what is only ever read whole.
const Columns& PackColumns() {
  static const Columns& columns = *new Columns(MakeColumns(
      "id, content_hash, pack_id, version_label, division, title,"
      " effective_date, has_unverified_figures, origin, created_at, created_by",
      "tttttttitit"));
  return columns;
}
const Columns& WholePackColumns() {
  static const Columns& columns = *new Columns(MakeColumns(
      "id, content_hash, pack_id, version_label, division, title,"
      " effective_date, has_unverified_figures, origin, created_at, created_by,"
      " content",
      "tttttttititt"));
  return columns;
}

StoredPack ReadPack(Row& row) {
  StoredPack pack;
  pack.id = row.Text();
  pack.content_hash = row.Text();
  pack.pack_id = row.Text();
  pack.version_label = row.Text();
  pack.division = row.Text();
  pack.title = row.Text();
  pack.effective_date = row.Day();
  pack.has_unverified_figures = row.Bool();
  pack.origin = EnumOf<PackOrigin>(kOrigins, row.Text());
  pack.created_at = row.Instant();
  pack.created_by = row.Text();
  return pack;
}

const Columns& ActivationColumns() {
  static const Columns& columns = *new Columns(
      MakeColumns("id, policy_pack_id, division, effective_date, forced,"
                  " reason, recorded_at, recorded_by, superseded_at",
                  "ttttititi"));
  return columns;
}

Activation ReadActivation(Row& row) {
  Activation activation;
  activation.id = row.Text();
  activation.policy_pack_id = row.Text();
  activation.division = row.Text();
  activation.effective_date = row.Day();
  activation.forced = row.Bool();
  activation.reason = row.Text();
  activation.recorded_at = row.Instant();
  activation.recorded_by = row.Text();
  activation.superseded_at = row.OptionalInstant();
  return activation;
}

Select SelectActivations() {
  return Select(ActivationColumns(), "policy_activations");
}

absl::StatusOr<std::optional<Activation>> FirstOf(sql::Transaction& tx,
                                                  Select select,
                                                  absl::string_view order) {
  ABSL_ASSIGN_OR_RETURN(std::optional<Row> row,
                        select.OrderBy(order, 1).RunOne(tx));
  if (!row.has_value()) return std::optional<Activation>();
  return std::optional<Activation>(ReadActivation(*row));
}

}  // namespace

absl::Status InsertPack(sql::Transaction& tx, const StoredPack& pack) {
  return Insert(
      tx, "policy_packs",
      {{"id", Text(pack.id)},
       {"content_hash", Text(pack.content_hash)},
       {"pack_id", Text(pack.pack_id)},
       {"version_label", Text(pack.version_label)},
       {"division", Text(pack.division)},
       {"title", Text(pack.title)},
       {"effective_date", Day(pack.effective_date)},
       {"has_unverified_figures", Integer(pack.has_unverified_figures ? 1 : 0)},
       {"origin", EnumText(kOrigins, pack.origin)},
       {"content", Text(pack.content_json)},
       {"created_at", Instant(pack.created_at)},
       {"created_by", Text(pack.created_by)}});
}

absl::StatusOr<std::optional<StoredPack>> FindPack(sql::Transaction& tx,
                                                   absl::string_view id) {
  Select select(WholePackColumns(), "policy_packs");
  select.Where("id = ?", {Text(id)});
  ABSL_ASSIGN_OR_RETURN(std::optional<Row> row, select.RunOne(tx));
  if (!row.has_value()) return std::optional<StoredPack>();
  StoredPack pack = ReadPack(*row);
  pack.content_json = row->Text();
  return std::optional<StoredPack>(std::move(pack));
}

absl::StatusOr<std::optional<StoredPack>> FindPackByVersion(
    sql::Transaction& tx, absl::string_view pack_id,
    absl::string_view version_label) {
  Select select(PackColumns(), "policy_packs");
  select.Where("pack_id = ?", {Text(pack_id)});
  select.Where("version_label = ?", {Text(version_label)});
  ABSL_ASSIGN_OR_RETURN(std::optional<Row> row, select.RunOne(tx));
  if (!row.has_value()) return std::optional<StoredPack>();
  return std::optional<StoredPack>(ReadPack(*row));
}

absl::StatusOr<Page<StoredPack>> ListPacks(sql::Transaction& tx,
                                           absl::string_view division,
                                           const PageRequest& page) {
  Select select(PackColumns(), "policy_packs");
  if (!division.empty()) select.Where("division = ?", {Text(division)});
  ABSL_RETURN_IF_ERROR(
      WhereAfterDay("effective_date", "id", page.after, &select));
  select.OrderBy("effective_date, id", page.limit + 1);
  return RunPage<StoredPack>(tx, select, page, ReadPack,
                             [](const StoredPack& pack) {
                               return DayPosition(pack.effective_date, pack.id);
                             });
}

absl::Status InsertActivation(sql::Transaction& tx,
                              const Activation& activation) {
  return Insert(tx, "policy_activations",
                {{"id", Text(activation.id)},
                 {"policy_pack_id", Text(activation.policy_pack_id)},
                 {"division", Text(activation.division)},
                 {"effective_date", Day(activation.effective_date)},
                 {"forced", Integer(activation.forced ? 1 : 0)},
                 {"reason", Text(activation.reason)},
                 {"recorded_at", Instant(activation.recorded_at)},
                 {"recorded_by", Text(activation.recorded_by)},
                 {"superseded_at", Instant(activation.superseded_at)}});
}

absl::Status SupersedeActivation(sql::Transaction& tx, absl::string_view id,
                                 absl::Time at) {
  return Supersede(tx, "policy_activations", id, at);
}

absl::StatusOr<std::vector<Activation>> ListActivations(
    sql::Transaction& tx, absl::string_view policy_pack_id) {
  Select select = SelectActivations();
  select.Where("policy_pack_id = ?", {Text(policy_pack_id)});
  return RunAll<Activation>(tx, std::move(select),
                            "effective_date, recorded_at, id", ReadActivation);
}

absl::StatusOr<std::vector<Activation>> ListStandingActivations(
    sql::Transaction& tx, const std::vector<std::string>& divisions) {
  std::vector<sql::Value> values;
  for (const std::string& division : divisions)
    values.push_back(Text(division));
  Select select = SelectActivations();
  select.Where(OneOf("division", std::move(values)));
  select.Where(KnownAt("", std::nullopt));
  return RunAll<Activation>(tx, std::move(select), "division, effective_date",
                            ReadActivation);
}

absl::StatusOr<bool> HasActivation(sql::Transaction& tx,
                                   absl::string_view division) {
  Select select = SelectActivations();
  select.Where("division = ?", {Text(division)});
  ABSL_ASSIGN_OR_RETURN(std::optional<Activation> first,
                        FirstOf(tx, std::move(select), "effective_date"));
  return first.has_value();
}

absl::StatusOr<std::optional<Activation>> FindActivationInForce(
    sql::Transaction& tx, absl::string_view division, absl::CivilDay day,
    std::optional<absl::Time> known_at) {
  Select select = SelectActivations();
  select.Where("division = ?", {Text(division)});
  select.Where("effective_date <= ?", {Day(day)});
  select.Where(KnownAt("", known_at));
  return FirstOf(tx, std::move(select), "effective_date DESC");
}

absl::StatusOr<std::optional<Activation>> FindNextActivation(
    sql::Transaction& tx, absl::string_view division, absl::CivilDay day,
    std::optional<absl::Time> known_at) {
  Select select = SelectActivations();
  select.Where("division = ?", {Text(division)});
  select.Where("effective_date > ?", {Day(day)});
  select.Where(KnownAt("", known_at));
  return FirstOf(tx, std::move(select), "effective_date");
}

}  // namespace caseload::caseplan::storage
