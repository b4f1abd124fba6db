# How everything of ours is compiled: C++17, warnings are errors, one link
# speed-up. Sanitizers and coverage are chosen by the presets.

set(CMAKE_CXX_STANDARD 17)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

if(CASELOAD_SANITIZER STREQUAL "asan")
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all
                      -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
elseif(CASELOAD_SANITIZER STREQUAL "tsan")
  add_compile_options(-fsanitize=thread -fno-omit-frame-pointer)
  add_link_options(-fsanitize=thread)
elseif(CASELOAD_SANITIZER)
  message(FATAL_ERROR "CASELOAD_SANITIZER is '${CASELOAD_SANITIZER}'; "
                      "it takes 'asan', 'tsan' or nothing")
endif()

if(CASELOAD_COVERAGE)
  add_compile_options(--coverage)
  add_link_options(--coverage)
endif()

# Flags of our own code; generated code is compiled without them. GCC 12 takes a
# std::optional that was checked for one that was not, hence the exception.
set(CASELOAD_WARNINGS -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
    -Woverloaded-virtual -Wcast-align -Wunused
    -Wimplicit-fallthrough -Werror -Wno-maybe-uninitialized)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  list(APPEND CASELOAD_WARNINGS -Wthread-safety)
endif()
