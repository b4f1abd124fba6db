#include "tools/caseloadctl/import/sender.h"

#include <algorithm>
#include <utility>

#include "services/common/rpc/grpc_status.h"
#include "services/common/status/error.h"

namespace caseload::caseloadctl {
namespace {

using caseplan::v1::ImportRecordsRequest;
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

StreamSender::StreamSender(std::shared_ptr<grpc::ChannelInterface> channel,
                           Options options)
    : stub_(caseplan::v1::CaseloadService::NewStub(channel)),
      options_(std::move(options)) {}

StreamSender::~StreamSender() {
  if (stream_ == nullptr) return;
  // Everything that was sent is acknowledged; how the stream ends says nothing
  // more.
  stream_->WritesDone();
  ImportRecordsResponse response;
  while (stream_->Read(&response)) continue;
  stream_->Finish();
}

absl::StatusOr<ImportRecordsResponse> StreamSender::SendOnce(
    const ImportRecordsRequest& request) {
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

absl::StatusOr<ImportRecordsResponse> StreamSender::Send(
    const ImportRecordsRequest& request) {
  absl::Duration wait = options_.first_wait;
  for (int attempt = 1;; ++attempt) {
    absl::StatusOr<ImportRecordsResponse> response = SendOnce(request);
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

}  // namespace caseload::caseloadctl
