// sender.h: batches over a stream that may break.

#ifndef TOOLS_CASELOADCTL_IMPORT_SENDER_H_
#define TOOLS_CASELOADCTL_IMPORT_SENDER_H_

#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "caseload/caseplan/v1/caseload_service.grpc.pb.h"
#include "grpcpp/client_context.h"

namespace caseload::caseloadctl {

// Where batches go. Send() returns when the batch is stored.
class Sender {
 public:
  virtual ~Sender() = default;
  virtual absl::StatusOr<type::v1::ImportRecordsResponse> Send(
      const caseplan::v1::ImportRecordsRequest& request) = 0;
};

// Over ImportRecords. A stream that breaks is opened anew and the batch that
// was not acknowledged is sent again: its run makes that harmless. Not
// thread-safe.
class StreamSender final : public Sender {
 public:
  struct Options {
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
  StreamSender(std::shared_ptr<grpc::ChannelInterface> channel,
               Options options);
  ~StreamSender() override;

  // The service's own status when it refuses, or when the last attempt broke.
  absl::StatusOr<type::v1::ImportRecordsResponse> Send(
      const caseplan::v1::ImportRecordsRequest& request) override;

  // Streams that broke and were replaced.
  int reconnects() const { return reconnects_; }

 private:
  using Stream = grpc::ClientReaderWriter<caseplan::v1::ImportRecordsRequest,
                                          type::v1::ImportRecordsResponse>;
  absl::StatusOr<type::v1::ImportRecordsResponse> SendOnce(
      const caseplan::v1::ImportRecordsRequest& request);

  const std::unique_ptr<caseplan::v1::CaseloadService::Stub> stub_;
  const Options options_;
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<Stream> stream_;
  int reconnects_ = 0;
};

}  // namespace caseload::caseloadctl

#endif  // TOOLS_CASELOADCTL_IMPORT_SENDER_H_
