#include "tools/caseloadctl/import/sender.h"

#include <algorithm>
#include <utility>

#include "services/common/rpc/grpc_status.h"
#include "services/common/status/error.h"

namespace caseload::caseloadctl {
namespace {

using type::v1::ImportRecordsResponse;

bool MayHeal(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kDeadlineExceeded:
      return true;
    default:
      return false;
  }
}

}  // namespace

template <typename Service, typename Request>
BasicStreamSender<Service, Request>::BasicStreamSender(
    std::shared_ptr<grpc::ChannelInterface> channel, Options options)
    : stub_(Service::NewStub(channel)), options_(std::move(options)) {}

template <typename Service, typename Request>
BasicStreamSender<Service, Request>::~BasicStreamSender() {
  if (stream_ == nullptr) return;
  // Everything that was sent is acknowledged; how the stream ends says nothing
  // more.
  stream_->WritesDone();
  ImportRecordsResponse response;
  while (stream_->Read(&response)) continue;
  stream_->Finish();
}

template <typename Service, typename Request>
absl::StatusOr<ImportRecordsResponse>
BasicStreamSender<Service, Request>::SendOnce(const Request& request) {
  if (stream_ == nullptr) {
    context_ = options_.new_context();
    stream_ = stub_->ImportRecords(context_.get());
  }
  ImportRecordsResponse response;
  if (stream_->Write(request) && stream_->Read(&response)) return response;
  absl::Status status = rpc::FromGrpcStatus(stream_->Finish());
  stream_.reset();
  if (status.ok()) {
    status = absl::UnavailableError("the stream ended before the answer");
  }
  return status;
}

template <typename Service, typename Request>
absl::StatusOr<ImportRecordsResponse> BasicStreamSender<Service, Request>::Send(
    const google::protobuf::Message& request) {
  if (!Takes(request)) {
    return absl::InternalError("a batch came to another service's stream");
  }
  absl::Duration wait = options_.first_wait;
  for (int attempt = 1;; ++attempt) {
    absl::StatusOr<ImportRecordsResponse> response =
        SendOnce(static_cast<const Request&>(request));
    if (response.ok() || !MayHeal(response.status()) ||
        attempt == options_.max_attempts) {
      return response;
    }
    ++reconnects_;
    options_.wait(
        std::max(wait, status::RetryAfterOf(response.status()).value_or(wait)));
    wait *= 2;
  }
}

template class BasicStreamSender<caseplan::v1::CaseloadService,
                                 caseplan::v1::ImportRecordsRequest>;
template class BasicStreamSender<assessment::v1::AssessmentService,
                                 assessment::v1::ImportRecordsRequest>;

Sender* RoutingSender::Find(const google::protobuf::Message& request) const {
  for (const auto& sender : senders_) {
    if (sender->Takes(request)) return sender.get();
  }
  return nullptr;
}

absl::StatusOr<ImportRecordsResponse> RoutingSender::Send(
    const google::protobuf::Message& request) {
  Sender* sender = Find(request);
  if (sender == nullptr) {
    return absl::InternalError("a batch came for a service without a target");
  }
  return sender->Send(request);
}

}  // namespace caseload::caseloadctl
