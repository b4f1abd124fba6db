// service.h: how a service answers its methods.
//
// A Service is registered raw with gRPC, in one loop over its descriptor: the
// wrapper (pipeline.h) parses the request itself, so that bytes that are no
// message are answered with INVALID_ARGUMENT and audited, and does for every
// method what every method needs: identity, method policy, deadline, request
// replay, executor, metrics, audit and the one mapping from absl::Status to
// grpc::Status. A handler is a plain function from a request to a response.
//
//   ABSL_ASSIGN_OR_RETURN(
//       auto service, rpc::Service::Create(
//                         pipeline, "caseload.caseplan.v1.CaseloadService"));
//   service->Write<CreateUnitRequest, Unit>("CreateUnit",
//       [&](sql::Transaction& tx, const rpc::CallContext& call,
//           const CreateUnitRequest& request) { ... });
//   service->Read<GetUnitRequest, Unit>("GetUnit", ...);
//   ABSL_RETURN_IF_ERROR(service->CheckComplete());
//
// Every method of the descriptor must be given a handler; CheckComplete() says
// which one was not, and the server does not start.

#ifndef SERVICES_COMMON_RPC_SERVICE_H_
#define SERVICES_COMMON_RPC_SERVICE_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "grpcpp/impl/codegen/rpc_method.h"
#include "grpcpp/impl/codegen/service_type.h"
#include "services/common/feed/feed.h"
#include "services/common/rpc/call_context.h"
#include "services/common/sql/database.h"

namespace caseload::rpc {

class Pipeline;
struct Method;

// A handler with its types erased. `request` is of the method's input type; the
// result of the method's output type.
using MessagePtr = std::unique_ptr<google::protobuf::Message>;
// What runs in the transaction. May run again.
using ApplyMessage =
    std::function<absl::StatusOr<MessagePtr>(sql::Transaction&)>;

// An answer that is bytes already: a serialized message of the method's output
// type, passed to the wire without being copied or parsed.
struct EncodedAnswer {
  // Shared with whoever keeps it.
  std::shared_ptr<const std::string> body;
  // Fields that are true of this answer alone. Bytes of two messages one after
  // the other are the bytes of both merged.
  std::string appended;
};
// Takes the answer; called exactly once, on any thread.
using Reply = std::function<void(absl::StatusOr<EncodedAnswer>)>;

struct MethodHandler {
  enum class Kind { kRead, kWrite, kBatches, kWatch, kEncodedRead };
  Kind kind = Kind::kRead;
  // Parses into a new request.
  std::function<MessagePtr()> new_request;
  // What the handler answers with.
  const google::protobuf::Descriptor* response_type = nullptr;
  // Gather: runs on an executor thread with no transaction, may call other
  // services; returns what runs in the transaction.
  std::function<absl::StatusOr<ApplyMessage>(
      const CallContext&, const google::protobuf::Message& request)>
      prepare;
  // Encoded reads only, instead of `prepare`.
  std::function<void(const CallContext&, const google::protobuf::Message&,
                     Reply)>
      answer;
  // Watch only.
  const feed::ResumeTokens* resume_tokens = nullptr;
};

class Service : public grpc::Service {
 public:
  // `pipeline` is borrowed and must outlive the service. `full_name` is the
  // proto service's. An error names the method that declares no (or a bad)
  // method policy: such a service does not start.
  static absl::StatusOr<std::unique_ptr<Service>> Create(
      Pipeline* pipeline, absl::string_view full_name);
  ~Service() override;

  // A method that changes nothing: `body` runs in a read transaction on an
  // executor thread.
  template <typename Request, typename Response, typename Body>
  void Read(absl::string_view method, Body body) {
    AddTransactional<Request, Response>(MethodHandler::Kind::kRead, method,
                                        std::move(body));
  }

  // A method that changes something and needs nothing from elsewhere: `apply`
  // runs in a write transaction and may run again. The audit row and the
  // replay row are written in the same transaction.
  template <typename Request, typename Response, typename Body>
  void Write(absl::string_view method, Body apply) {
    AddTransactional<Request, Response>(MethodHandler::Kind::kWrite, method,
                                        std::move(apply));
  }

  // A bidirectional stream in which every request is a batch, applied like a
  // Write and acknowledged by one response before the next is read.
  template <typename Request, typename Response, typename Body>
  void Batches(absl::string_view method, Body apply) {
    AddTransactional<Request, Response>(MethodHandler::Kind::kBatches, method,
                                        std::move(apply));
  }

  // A method that changes something and must first ask elsewhere: `gather`
  // (CallContext, Request) -> StatusOr<Gathered> runs outside any transaction;
  // `apply` (Transaction, CallContext, Request, Gathered) -> StatusOr<Response>
  // runs in one, perhaps more than once.
  template <typename Request, typename Response, typename Gather, typename Body>
  void GatherWrite(absl::string_view method, Gather gather, Body apply) {
    AddGathered<Request, Response>(MethodHandler::Kind::kWrite, method,
                                   std::move(gather), std::move(apply));
  }

  // A method that changes nothing and must first ask elsewhere: as GatherWrite,
  // with `body` in a read transaction.
  template <typename Request, typename Response, typename Gather, typename Body>
  void GatherRead(absl::string_view method, Gather gather, Body body) {
    AddGathered<Request, Response>(MethodHandler::Kind::kRead, method,
                                   std::move(gather), std::move(body));
  }

  // A method that changes nothing and is mostly answered with bytes that are
  // kept: `answer` (CallContext, Request, Reply) runs on the gRPC thread that
  // delivered the call, so it must not block; what has to is posted to an
  // executor. The context and the request live until the reply. The bytes are
  // of a `Response`.
  template <typename Request, typename Response, typename Answer>
  void EncodedRead(absl::string_view method, Answer answer) {
    MethodHandler handler;
    handler.kind = MethodHandler::Kind::kEncodedRead;
    handler.new_request = [] { return std::make_unique<Request>(); };
    handler.response_type = Response::descriptor();
    handler.answer = [answer](const CallContext& call,
                              const google::protobuf::Message& message,
                              Reply reply) {
      answer(call, static_cast<const Request&>(message), std::move(reply));
    };
    Add(method, std::move(handler));
  }

  // The server stream WatchChanges: serves the store's change feed from the
  // request's resume_token on. `tokens` is borrowed.
  void Watch(absl::string_view method, const feed::ResumeTokens* tokens);

  // FAILED_PRECONDITION naming the methods without a handler, the handlers
  // without a method, and those that the method's messages or streams do not
  // fit.
  absl::Status CheckComplete() const;

 private:
  template <typename Response>
  static absl::StatusOr<MessagePtr> ToPtr(absl::StatusOr<Response> response) {
    if (!response.ok()) return response.status();
    return MessagePtr(std::make_unique<Response>(*std::move(response)));
  }

  template <typename Request, typename Response, typename Gather, typename Body>
  void AddGathered(MethodHandler::Kind kind, absl::string_view method,
                   Gather gather, Body body) {
    MethodHandler handler;
    handler.kind = kind;
    handler.new_request = [] { return std::make_unique<Request>(); };
    handler.response_type = Response::descriptor();
    handler.prepare = [gather, body](const CallContext& call,
                                     const google::protobuf::Message& message)
        -> absl::StatusOr<ApplyMessage> {
      const auto& request = static_cast<const Request&>(message);
      auto gathered = gather(call, request);
      if (!gathered.ok()) return gathered.status();
      return ApplyMessage(
          [body, &call, &request, facts = *std::move(gathered)](
              sql::Transaction& tx) -> absl::StatusOr<MessagePtr> {
            return ToPtr<Response>(body(tx, call, request, facts));
          });
    };
    Add(method, std::move(handler));
  }

  template <typename Request, typename Response, typename Body>
  void AddTransactional(MethodHandler::Kind kind, absl::string_view method,
                        Body body) {
    MethodHandler handler;
    handler.kind = kind;
    handler.new_request = [] { return std::make_unique<Request>(); };
    handler.response_type = Response::descriptor();
    handler.prepare = [body](const CallContext& call,
                             const google::protobuf::Message& message)
        -> absl::StatusOr<ApplyMessage> {
      const auto& request = static_cast<const Request&>(message);
      return ApplyMessage(
          [body, &call,
           &request](sql::Transaction& tx) -> absl::StatusOr<MessagePtr> {
            return ToPtr<Response>(body(tx, call, request));
          });
    };
    Add(method, std::move(handler));
  }

  Service(Pipeline* pipeline, absl::string_view full_name);
  absl::Status Register(int index,
                        const google::protobuf::MethodDescriptor& descriptor);
  grpc::internal::MethodHandler* RawHandler(
      grpc::internal::RpcMethod::RpcType type, Method* method);
  void Add(absl::string_view method, MethodHandler handler);

  Pipeline* const pipeline_;
  const std::string full_name_;
  std::vector<std::unique_ptr<Method>> methods_;
  // Names that handlers were added for and the descriptor does not have.
  std::vector<std::string> unknown_;
  // Names of methods that were given a handler of another kind or with other
  // messages; it is not kept.
  std::vector<std::string> misfits_;
};

}  // namespace caseload::rpc

#endif  // SERVICES_COMMON_RPC_SERVICE_H_
