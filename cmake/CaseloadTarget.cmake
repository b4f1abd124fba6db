# The three kinds of target that Caseload has.

# caseload_library(NAME SRCS... [HDRS...] [DEPS...])
#
# A static library with the alias caseload::NAME. Includes are written from the
# repository's root ("services/common/clock/clock.h").
function(caseload_library NAME)
  cmake_parse_arguments(ARG "" "" "SRCS;DEPS" ${ARGN})
  set(target caseload_${NAME})
  if(ARG_SRCS)
    add_library(${target} STATIC ${ARG_SRCS})
    target_include_directories(${target} PUBLIC ${PROJECT_SOURCE_DIR})
    target_compile_options(${target} PRIVATE ${CASELOAD_WARNINGS})
    target_link_libraries(${target} PUBLIC ${ARG_DEPS})
  else()
    add_library(${target} INTERFACE)
    target_include_directories(${target} INTERFACE ${PROJECT_SOURCE_DIR})
    target_link_libraries(${target} INTERFACE ${ARG_DEPS})
  endif()
  add_library(caseload::${NAME} ALIAS ${target})
endfunction()

# caseload_binary(NAME SRCS... DEPS...)
#
# An executable, put into <build>/bin.
function(caseload_binary NAME)
  cmake_parse_arguments(ARG "" "" "SRCS;DEPS" ${ARGN})
  add_executable(${NAME} ${ARG_SRCS})
  target_include_directories(${NAME} PRIVATE ${PROJECT_SOURCE_DIR})
  target_compile_options(${NAME} PRIVATE ${CASELOAD_WARNINGS})
  target_link_libraries(${NAME} PRIVATE ${ARG_DEPS})
  set_target_properties(${NAME} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
endfunction()

# caseload_test(NAME LABEL layer SRCS... DEPS... [RESOURCE lock] [FIXTURES name...]
#               [ENVIRONMENT k=v...])
#
# One GoogleTest binary per layer and service; its cases are registered with
# ctest one by one under LABEL. Tests that share a RESOURCE never run at once.
# FIXTURES are started once for a whole ctest run: "postgres" is found in
# CASELOAD_TEST_POSTGRES.
function(caseload_test NAME)
  cmake_parse_arguments(ARG "" "LABEL;RESOURCE;TIMEOUT" "SRCS;DEPS;ENVIRONMENT;FIXTURES" ${ARGN})
  add_executable(${NAME} ${ARG_SRCS})
  target_include_directories(${NAME} PRIVATE ${PROJECT_SOURCE_DIR})
  target_compile_options(${NAME} PRIVATE ${CASELOAD_WARNINGS})
  target_link_libraries(${NAME} PRIVATE ${ARG_DEPS} GTest::gmock_main)
  set(properties LABELS ${ARG_LABEL})
  if(ARG_RESOURCE)
    list(APPEND properties RESOURCE_LOCK ${ARG_RESOURCE})
  endif()
  if(ARG_TIMEOUT)
    list(APPEND properties TIMEOUT ${ARG_TIMEOUT})
  else()
    list(APPEND properties TIMEOUT 120)
  endif()
  set(environment CASELOAD_SOURCE_DIR=${PROJECT_SOURCE_DIR}
      CASELOAD_BINARY_DIR=${CMAKE_BINARY_DIR} ${ARG_ENVIRONMENT})
  if(ARG_FIXTURES)
    list(APPEND properties FIXTURES_REQUIRED ${ARG_FIXTURES})
    if("postgres" IN_LIST ARG_FIXTURES)
      get_property(url GLOBAL PROPERTY CASELOAD_TEST_POSTGRES)
      list(APPEND environment CASELOAD_TEST_POSTGRES=${url})
    endif()
  endif()
  gtest_discover_tests(${NAME} TEST_PREFIX "${NAME}/" NO_PRETTY_VALUES
    PROPERTIES ${properties} TEST_LIST ${NAME}_cases
    DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60)
  # CMake 3.25 takes a property of several values for several properties, so the
  # environment is set by a script that ctest reads after the list of cases.
  set(script ${CMAKE_CURRENT_BINARY_DIR}/${NAME}_environment.cmake)
  file(CONFIGURE OUTPUT ${script} @ONLY CONTENT
       "set_tests_properties(\${${NAME}_cases} PROPERTIES ENVIRONMENT [==[${environment}]==])\n")
  set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES ${script})
endfunction()
