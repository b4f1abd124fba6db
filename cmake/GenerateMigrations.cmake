# Writes ${STEM}.h and ${STEM}.cc for caseload_migrations(); FILES is separated
# by commas.
string(REPLACE "," ";" FILES "${FILES}")

string(MAKE_C_IDENTIFIER "${HEADER}" guard)
string(TOUPPER "${guard}_" guard)
file(WRITE ${STEM}.h "// Made by caseload_migrations(); do not edit.
#ifndef ${guard}
#define ${guard}

#include <vector>

#include \"services/common/sql/migrations.h\"

namespace caseload {

const std::vector<sql::Migration>& ${FUNCTION}();

}  // namespace caseload

#endif  // ${guard}
")

# ISO C++ promises string literals of 65536 characters and no more.
function(to_literal out file)
  file(READ ${file} text)
  if(text MATCHES "\\)\"sql")
    message(FATAL_ERROR "${file}: )\"sql cannot stand in a migration")
  endif()
  string(LENGTH "${text}" length)
  if(length GREATER 60000)
    message(FATAL_ERROR "${file}: longer than 60000 characters; split it")
  endif()
  set(${out} "R\"sql(${text})sql\"" PARENT_SCOPE)
endfunction()

set(body "")
set(previous_number 0)
set(waiting_for_sqlite "")
foreach(file IN LISTS FILES)
  get_filename_component(name ${file} NAME)
  if(NOT name MATCHES "^([0-9][0-9][0-9][0-9])_([a-z0-9_]+)(\\.sqlite|\\.postgres)?\\.sql$")
    message(FATAL_ERROR "${file}: name it NNNN_name.sql, "
                        "NNNN_name.sqlite.sql or NNNN_name.postgres.sql")
  endif()
  set(digits ${CMAKE_MATCH_1})
  set(title ${CMAKE_MATCH_2})
  set(engine "${CMAKE_MATCH_3}")
  string(REGEX REPLACE "^0+" "" number ${digits})
  to_literal(literal ${file})
  # Sorted, "postgres" comes just before its "sqlite".
  if(NOT waiting_for_sqlite STREQUAL "" AND
     NOT name STREQUAL "${waiting_for_sqlite}.sqlite.sql")
    message(FATAL_ERROR "${waiting_for_sqlite}.sqlite.sql is missing")
  endif()
  if(engine STREQUAL ".postgres")
    set(waiting_for_sqlite ${digits}_${title})
    set(postgres_literal "${literal}")
    continue()
  endif()
  if(engine STREQUAL ".sqlite" AND waiting_for_sqlite STREQUAL "")
    message(FATAL_ERROR "${digits}_${title}.postgres.sql is missing")
  endif()
  math(EXPR expected "${previous_number} + 1")
  if(NOT number STREQUAL expected)
    message(FATAL_ERROR "${file}: the next number is ${expected}")
  endif()
  set(previous_number ${number})
  if(engine STREQUAL "")
    string(APPEND body
           "          sql::SharedMigration(${number}, \"${title}\", ${literal}),\n")
  else()
    string(APPEND body "          sql::Migration{${number}, \"${title}\", "
                       "${literal}, ${postgres_literal}},\n")
  endif()
  set(waiting_for_sqlite "")
endforeach()
if(NOT waiting_for_sqlite STREQUAL "")
  message(FATAL_ERROR "${waiting_for_sqlite}.sqlite.sql is missing")
endif()

file(WRITE ${STEM}.cc "// Made by caseload_migrations(); do not edit.
#include \"${HEADER}\"

namespace caseload {

const std::vector<sql::Migration>& ${FUNCTION}() {
  static const auto* const migrations =
      new std::vector<sql::Migration>{
${body}      };
  return *migrations;
}

}  // namespace caseload
")
