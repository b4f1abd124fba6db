# caseload_migrations(NAME COMPONENT FILES...)
#
# Compiles the SQL files of one component into the library caseload::NAME and
# the header "<folder of the CMakeLists.txt>/NAME.h", which declares
#
#   const std::vector<caseload::sql::Migration>& <Component>Migrations();
#
# in the namespace caseload. FILES are sorted and named as
# services/common/sql/migrations.h says: NNNN_name.sql, or the pair
# NNNN_name.sqlite.sql and NNNN_name.postgres.sql.
#
#   caseload_migrations(caseplan_migrations caseplan
#     FILES migrations/0001_units.sql
#           migrations/0002_changes.postgres.sql
#           migrations/0002_changes.sqlite.sql)
function(caseload_migrations NAME COMPONENT)
  cmake_parse_arguments(ARG "" "" "FILES" ${ARGN})
  # "case_plan" -> "CasePlan".
  string(REPLACE "_" ";" words ${COMPONENT})
  set(function "")
  foreach(word IN LISTS words)
    string(SUBSTRING ${word} 0 1 first)
    string(SUBSTRING ${word} 1 -1 rest)
    string(TOUPPER ${first} first)
    string(APPEND function ${first}${rest})
  endforeach()
  string(APPEND function Migrations)

  file(RELATIVE_PATH folder ${PROJECT_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR})
  set(stem ${CMAKE_BINARY_DIR}/generated/${folder}/${NAME})
  set(files)
  foreach(file IN LISTS ARG_FILES)
    list(APPEND files ${CMAKE_CURRENT_SOURCE_DIR}/${file})
  endforeach()
  string(REPLACE ";" "," listed "${files}")
  set(script ${PROJECT_SOURCE_DIR}/cmake/GenerateMigrations.cmake)
  add_custom_command(
    OUTPUT ${stem}.cc ${stem}.h
    COMMAND ${CMAKE_COMMAND} -DFUNCTION=${function}
            -DHEADER=${folder}/${NAME}.h -DSTEM=${stem} -DFILES=${listed}
            -P ${script}
    DEPENDS ${files} ${script}
    VERBATIM)
  set(target caseload_${NAME})
  add_library(${target} STATIC ${stem}.cc)
  target_include_directories(${target} PUBLIC ${CMAKE_BINARY_DIR}/generated)
  target_link_libraries(${target} PUBLIC caseload::sql)
  add_library(caseload::${NAME} ALIAS ${target})
endfunction()
