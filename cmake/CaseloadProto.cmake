# caseload_proto_library(NAME PROTOS... [DEPS...] [GRPC] [ROOT folder])
#
# Generates C++ from PROTOS (paths relative to protos/, or to ROOT for the
# protos of tests) into the build tree and makes the library caseload::NAME of
# it. With GRPC, client stubs too.
function(caseload_proto_library NAME)
  cmake_parse_arguments(ARG "GRPC" "ROOT" "PROTOS;DEPS" ${ARGN})
  set(root ${PROJECT_SOURCE_DIR}/protos)
  if(ARG_ROOT)
    set(root ${ARG_ROOT})
  endif()
  set(out ${CMAKE_BINARY_DIR}/generated)
  file(MAKE_DIRECTORY ${out})
  set(sources)
  foreach(proto IN LISTS ARG_PROTOS)
    string(REGEX REPLACE "\\.proto$" "" stem ${proto})
    set(outputs ${out}/${stem}.pb.cc ${out}/${stem}.pb.h)
    set(arguments --cpp_out=${out})
    if(ARG_GRPC)
      list(APPEND outputs ${out}/${stem}.grpc.pb.cc ${out}/${stem}.grpc.pb.h)
      list(APPEND arguments --grpc_out=${out}
           --plugin=protoc-gen-grpc=$<TARGET_FILE:gRPC::grpc_cpp_plugin>)
    endif()
    add_custom_command(
      OUTPUT ${outputs}
      COMMAND protobuf::protoc -I ${root} -I ${PROJECT_SOURCE_DIR}/protos
              ${arguments} ${proto}
      DEPENDS ${root}/${proto}
      WORKING_DIRECTORY ${root}
      VERBATIM)
    foreach(output IN LISTS outputs)
      if(output MATCHES "\\.cc$")
        list(APPEND sources ${output})
      endif()
    endforeach()
  endforeach()
  set(target caseload_${NAME})
  add_library(${target} STATIC ${sources})
  # SYSTEM: what protoc writes is not held to our warnings.
  target_include_directories(${target} SYSTEM PUBLIC ${out})
  target_link_libraries(${target} PUBLIC protobuf::libprotobuf ${ARG_DEPS})
  if(ARG_GRPC)
    target_link_libraries(${target} PUBLIC gRPC::grpc++)
  endif()
  add_library(caseload::${NAME} ALIAS ${target})
endfunction()
