// sender.h: batches over a stream that may break.

#ifndef TOOLS_CASELOADCTL_IMPORT_SENDER_H_
#define TOOLS_CASELOADCTL_IMPORT_SENDER_H_

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "caseload/assessment/v1/assessment_service.grpc.pb.h"
#include "caseload/caseplan/v1/caseload_service.grpc.pb.h"
#include "google/protobuf/message.h"
#include "grpcpp/client_context.h"

namespace caseload::caseloadctl {

// Where batches go.
class Sender {
 public:
  virtual ~Sender() = default;
  // Whether it takes requests of this type: of the service that it sends to.
  virtual bool Takes(const google::protobuf::Message& /*request*/) const {
    return true;
  }
  // Returns when the batch is stored. `request` is an ImportRecordsRequest that
  // it takes.
  virtual absl::StatusOr<type::v1::ImportRecordsResponse> Send(
      const google::protobuf::Message& request) = 0;
};

struct StreamSenderOptions {
  // Streams that may break before one batch is acknowledged.
  int max_attempts = 8;
  // Wait before the second attempt, twice as long before each later one;
  // longer when the service asks for it.
  absl::Duration first_wait = absl::Milliseconds(200);
  // A context with the caller's identity.
  std::function<std::unique_ptr<grpc::ClientContext>()> new_context;
  // Waits; a test passes the time otherwise.
  std::function<void(absl::Duration)> wait = absl::SleepFor;
};

// Over ImportRecords of `Service`. A stream that breaks is opened anew and the
// batch that was not acknowledged is sent again: its run makes that harmless.
// Not thread-safe.
template <typename Service, typename Request>
class BasicStreamSender final : public Sender {
 public:
  using Options = StreamSenderOptions;
  BasicStreamSender(std::shared_ptr<grpc::ChannelInterface> channel,
                    Options options);
  ~BasicStreamSender() override;

  bool Takes(const google::protobuf::Message& request) const override {
    return request.GetDescriptor() == Request::descriptor();
  }
  // The service's own status when it refuses, or when the last attempt broke.
  absl::StatusOr<type::v1::ImportRecordsResponse> Send(
      const google::protobuf::Message& request) override;

  // Streams that broke and were replaced.
  int reconnects() const { return reconnects_; }

 private:
  using Stream =
      grpc::ClientReaderWriter<Request, type::v1::ImportRecordsResponse>;
  absl::StatusOr<type::v1::ImportRecordsResponse> SendOnce(
      const Request& request);

  const std::unique_ptr<typename Service::Stub> stub_;
  const Options options_;
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<Stream> stream_;
  int reconnects_ = 0;
};

// To caseplan, and to assessment.
using StreamSender = BasicStreamSender<caseplan::v1::CaseloadService,
                                       caseplan::v1::ImportRecordsRequest>;
using AssessmentStreamSender =
    BasicStreamSender<assessment::v1::AssessmentService,
                      assessment::v1::ImportRecordsRequest>;

// Each request to the one of its senders that takes it.
class RoutingSender final : public Sender {
 public:
  void Add(std::unique_ptr<Sender> sender) {
    senders_.push_back(std::move(sender));
  }
  bool Takes(const google::protobuf::Message& request) const override {
    return Find(request) != nullptr;
  }
  absl::StatusOr<type::v1::ImportRecordsResponse> Send(
      const google::protobuf::Message& request) override;

 private:
  Sender* Find(const google::protobuf::Message& request) const;

  std::vector<std::unique_ptr<Sender>> senders_;
};

}  // namespace caseload::caseloadctl

#endif  // TOOLS_CASELOADCTL_IMPORT_SENDER_H_
