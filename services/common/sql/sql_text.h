// sql_text.h: just enough of SQL's lexis to change a text safely.
//
// What stands in quotes or comments is never touched: an ":1" or a word inside
// a literal is the author's.

#ifndef SERVICES_COMMON_SQL_SQL_TEXT_H_
#define SERVICES_COMMON_SQL_SQL_TEXT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace caseload::sql {

// A stretch of SQL.
struct Segment {
  enum class Kind {
    kCode,
    // '...', "..." or $tag$...$tag$, with its quotes.
    kQuoted,
    // -- to the end of the line, or /* ... */.
    kComment,
  };
  Kind kind;
  absl::string_view text;
};

// Cuts `sql` into segments that, put together again, are `sql`. A quote or
// comment that is not closed reaches to the end. Literals have no backslash
// escapes (E'...' is not known).
std::vector<Segment> Split(absl::string_view sql);

// A statement as an engine wants its parameters.
struct NumberedSql {
  std::string text;
  // The highest parameter number.
  int parameters = 0;
};

// Writes ":1" as `marker` + "1" ("?1" on SQLite, "$1" on PostgreSQL), leaving
// casts ("::") alone, and every comment as one space.
NumberedSql WithMarker(absl::string_view sql, char marker);

// A shared migration, read by PostgreSQL: see migrations.h for the rule.
std::string ToPostgres(absl::string_view sqlite_text);

// How many CHECK constraints a CREATE TABLE text has.
int CountChecks(absl::string_view create_table);

}  // namespace caseload::sql

#endif  // SERVICES_COMMON_SQL_SQL_TEXT_H_
