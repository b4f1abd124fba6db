#include "services/common/sql/connection.h"

#include <spdlog/spdlog.h>

#include <exception>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/common/sql/sql_text.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::sql {
namespace {

// More texts than this come from filters put together at run time; keeping them
// all would let callers fill the memory.
constexpr size_t kMaxStatements = 512;

std::string CacheKey(absl::string_view sql,
                     const std::vector<Value>& parameters,
                     const std::vector<Kind>& columns) {
  std::string key(sql);
  key.push_back('\0');
  for (const Value& parameter : parameters) {
    key.push_back(static_cast<char>('0' + static_cast<int>(parameter.kind)));
  }
  key.push_back('\0');
  for (Kind column : columns) {
    key.push_back(static_cast<char>('0' + static_cast<int>(column)));
  }
  return key;
}

}  // namespace

// Where SOCI reads a parameter from or writes a column to: its address is bound
// once, so it must not move.
struct Connection::Slot {
  Kind kind = Kind::kInteger;
  soci::indicator indicator = soci::i_ok;
  // SOCI has its own 64-bit type, and int64_t is another one.
  long long integer = 0;  // NOLINT(runtime/int)
  double real = 0;
  std::string text;

  void Set(const Value& value) {
    indicator = value.null ? soci::i_null : soci::i_ok;
    integer = value.integer;
    real = value.real;
    text = value.text;
  }
  Value Get() const {
    Value value;
    value.kind = kind;
    value.null = indicator == soci::i_null;
    if (value.null) return value;
    if (kind == Kind::kInteger) value.integer = integer;
    if (kind == Kind::kReal) value.real = real;
    if (kind == Kind::kText) value.text = text;
    return value;
  }
};

struct Connection::Prepared {
  Prepared(soci::session& session, size_t parameter_count, size_t column_count)
      : parameters(parameter_count),
        columns(column_count),
        statement(session) {}

  void BindParameter(Slot& slot) {
    switch (slot.kind) {
      case Kind::kInteger:
        statement.exchange(soci::use(slot.integer, slot.indicator));
        break;
      case Kind::kReal:
        statement.exchange(soci::use(slot.real, slot.indicator));
        break;
      case Kind::kText:
        statement.exchange(soci::use(slot.text, slot.indicator));
        break;
    }
  }
  void BindColumn(Slot& slot) {
    switch (slot.kind) {
      case Kind::kInteger:
        statement.exchange(soci::into(slot.integer, slot.indicator));
        break;
      case Kind::kReal:
        statement.exchange(soci::into(slot.real, slot.indicator));
        break;
      case Kind::kText:
        statement.exchange(soci::into(slot.text, slot.indicator));
        break;
    }
  }

  std::vector<Slot> parameters;
  std::vector<Slot> columns;
  // Last, so that it goes before what it is bound to.
  soci::statement statement;
};

Connection::Connection(char marker) : marker_(marker) {}

Connection::~Connection() { ForgetStatements(); }

void Connection::ForgetStatements() { statements_.clear(); }

absl::StatusOr<Connection::Prepared*> Connection::Prepare(
    absl::string_view sql, const std::vector<Value>& parameters,
    const std::vector<Kind>& columns) {
  std::string key = CacheKey(sql, parameters, columns);
  if (auto found = statements_.find(key); found != statements_.end()) {
    return found->second.get();
  }
  const NumberedSql numbered = WithMarker(sql, marker_);
  if (numbered.parameters != static_cast<int>(parameters.size())) {
    spdlog::error("sql: {} parameters given, {} named in: {}",
                  parameters.size(), numbered.parameters, std::string(sql));
    return status::Internal("the store was asked with the wrong parameters");
  }
  if (statements_.size() >= kMaxStatements) ForgetStatements();
  auto prepared =
      std::make_unique<Prepared>(session_, parameters.size(), columns.size());
  prepared->statement.alloc();
  prepared->statement.prepare(numbered.text);
  OnPrepared(prepared->statement, parameters.size());
  for (size_t i = 0; i < columns.size(); ++i) {
    prepared->columns[i].kind = columns[i];
    prepared->BindColumn(prepared->columns[i]);
  }
  for (size_t i = 0; i < parameters.size(); ++i) {
    prepared->parameters[i].kind = parameters[i].kind;
    prepared->BindParameter(prepared->parameters[i]);
  }
  prepared->statement.define_and_bind();
  return statements_.emplace(std::move(key), std::move(prepared))
      .first->second.get();
}

// Prepares, binds and runs `body`; turns what SOCI throws into a status.
template <typename Result, typename Body>
absl::StatusOr<Result> Connection::Guarded(absl::string_view sql,
                                           const std::vector<Value>& parameters,
                                           const std::vector<Kind>& columns,
                                           Body body) {
  Prepared* prepared = nullptr;
  try {
    ABSL_ASSIGN_OR_RETURN(prepared, Prepare(sql, parameters, columns));
    for (size_t i = 0; i < parameters.size(); ++i) {
      prepared->parameters[i].Set(parameters[i]);
    }
    return body(*prepared);
  } catch (const soci::soci_error& error) {
    soci::statement* failed = prepared ? &prepared->statement : nullptr;
    const absl::Status status = StatusOf(error, sql, failed);
    if (failed != nullptr) Rest(*failed);
    return status;
  } catch (const std::exception& error) {
    spdlog::error("sql: {} thrown by: {}", typeid(error).name(),
                  std::string(sql));
    if (prepared != nullptr) Rest(prepared->statement);
    return status::Internal("the store could not do what was asked");
  }
}

absl::StatusOr<std::vector<Row>> Connection::Query(
    absl::string_view sql, const std::vector<Value>& parameters,
    const std::vector<Kind>& columns) {
  return Guarded<std::vector<Row>>(
      sql, parameters, columns, [](Prepared& prepared) {
        std::vector<Row> rows;
        bool got_row = prepared.statement.execute(true);
        // To the end: a statement left open would pin SQLite's snapshot.
        while (got_row) {
          Row& row = rows.emplace_back();
          row.reserve(prepared.columns.size());
          for (const Slot& slot : prepared.columns) row.push_back(slot.Get());
          got_row = prepared.statement.fetch();
        }
        return rows;
      });
}

absl::StatusOr<int64_t> Connection::Execute(
    absl::string_view sql, const std::vector<Value>& parameters) {
  return Guarded<int64_t>(sql, parameters, {}, [this](Prepared& prepared) {
    const int64_t before = ChangesBefore();
    prepared.statement.execute(true);
    return Changed(prepared.statement, before);
  });
}

absl::Status SessionTransaction::Ready(const std::vector<Value>& parameters) {
  ABSL_RETURN_IF_ERROR(error_);
  if (absl::Now() >= deadline_) {
    error_ = status::DeadlineExceeded();
    return error_;
  }
  for (const Value& parameter : parameters) {
    // PostgreSQL would cut the text there without a word.
    if (parameter.kind == Kind::kText && !parameter.null &&
        parameter.text.find('\0') != std::string::npos) {
      error_ = status::InvalidRequest(
          "CONTROL_CHARACTER", "a text holds the character U+0000; remove it");
      return error_;
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Row>> SessionTransaction::QueryValues(
    absl::string_view sql, const std::vector<Value>& parameters,
    const std::vector<Kind>& columns) {
  ABSL_RETURN_IF_ERROR(Ready(parameters));
  absl::StatusOr<std::vector<Row>> rows =
      connection_->Query(sql, parameters, columns);
  error_.Update(rows.status());
  return rows;
}

absl::StatusOr<int64_t> SessionTransaction::ExecuteValues(
    absl::string_view sql, const std::vector<Value>& parameters) {
  ABSL_RETURN_IF_ERROR(Ready(parameters));
  absl::StatusOr<int64_t> changed = connection_->Execute(sql, parameters);
  error_.Update(changed.status());
  return changed;
}

absl::Status SessionTransaction::ExecuteScript(absl::string_view script) {
  ABSL_RETURN_IF_ERROR(Ready({}));
  error_.Update(connection_->Run(script));
  return error_;
}

}  // namespace caseload::sql
