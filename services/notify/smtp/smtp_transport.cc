#include "services/notify/smtp/smtp_transport.h"

#include <curl/curl.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/common/fault/fault.h"
#include "services/notify/domain/smtp_reply.h"

namespace caseload::notify {
namespace {

using SteadyTime = std::chrono::steady_clock::time_point;

constexpr size_t kMaxReplyCharacters = 500;
// Longer than any stage may take: our own limits come first.
constexpr long kCurlResponseSeconds = 3600;
// For the reply to QUIT, which decides nothing.
constexpr long kQuitSeconds = 5;

struct FreeEasy {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

void InitOnce() {
  // Never undone: it lasts as long as the process.
  static const CURLcode initialized = curl_global_init(CURL_GLOBAL_DEFAULT);
  (void)initialized;
}

bool IsLoopback(absl::string_view host) {
  return host == "localhost" || host == "::1" || absl::StartsWith(host, "127.");
}

// A server's words as they may be stored and shown.
std::string Printable(absl::string_view text) {
  std::string printable;
  for (const char c : text.substr(0, kMaxReplyCharacters)) {
    printable.push_back(
        absl::ascii_isprint(static_cast<unsigned char>(c)) ? c : '?');
  }
  return printable;
}

// One conversation. libcurl calls back on the thread that runs it.
class Conversation {
 public:
  Conversation(const SmtpOptions& options, const Envelope& envelope,
               absl::string_view mail, DeliveryObserver& observer)
      : options_(options),
        envelope_(envelope),
        mail_(mail),
        observer_(observer) {}

  void Hold() {
    InitOnce();
    easy_.reset(curl_easy_init());
    const CURLcode result = easy_ == nullptr ? CURLE_FAILED_INIT : Perform();
    if (!decided_) Decide(ResultWithoutReply(result));
  }

 private:
  CURLcode Perform() {
    SetServer();
    SetMail();
    SetCallbacks();
    return curl_easy_perform(easy_.get());
  }

  template <typename Value>
  void Set(CURLoption option, Value value) {
    curl_easy_setopt(easy_.get(), option, value);
  }

  void SetServer() {
    const bool implicit = options_.tls == SmtpTls::kImplicit;
    const std::string url =
        absl::StrCat(implicit ? "smtps://" : "smtp://", options_.host, ":",
                     options_.port, "/", options_.client_name);
    Set(CURLOPT_URL, url.c_str());
    Set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    // Whatever the environment says, mail goes to the configured server.
    Set(CURLOPT_PROXY, "");
    Set(CURLOPT_NOSIGNAL, 1L);
    Set(CURLOPT_FORBID_REUSE, 1L);
    if (options_.tls != SmtpTls::kNone) {
      Set(CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
      Set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
      Set(CURLOPT_SSL_VERIFYPEER, 1L);
      Set(CURLOPT_SSL_VERIFYHOST, 2L);
      if (!options_.ca_file.empty()) {
        Set(CURLOPT_CAINFO, options_.ca_file.c_str());
      }
    }
    if (!options_.username.empty()) {
      Set(CURLOPT_USERNAME, options_.username.c_str());
      Set(CURLOPT_PASSWORD, options_.password.c_str());
    }
  }

  void SetMail() {
    Set(CURLOPT_MAIL_FROM, envelope_.sender.c_str());
    curl_slist* list = curl_slist_append(nullptr, envelope_.recipient.c_str());
    if (!envelope_.copy.empty()) {
      list = curl_slist_append(list, envelope_.copy.c_str());
    }
    recipients_.reset(list);
    Set(CURLOPT_MAIL_RCPT, recipients_.get());
    // A refused copy does not hold the notice up.
    Set(CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L);
    Set(CURLOPT_UPLOAD, 1L);
  }

  void SetCallbacks() {
    Set(CURLOPT_READFUNCTION, &Conversation::OnRead);
    Set(CURLOPT_READDATA, this);
    Set(CURLOPT_HEADERFUNCTION, &Conversation::OnReplyLine);
    Set(CURLOPT_HEADERDATA, this);
    // The only way to see what is said to the server. Nothing of it is kept: it
    // holds the password.
    Set(CURLOPT_VERBOSE, 1L);
    Set(CURLOPT_DEBUGFUNCTION, &Conversation::OnDebug);
    Set(CURLOPT_DEBUGDATA, this);
    Set(CURLOPT_NOPROGRESS, 0L);
    Set(CURLOPT_XFERINFOFUNCTION, &Conversation::OnProgress);
    Set(CURLOPT_XFERINFODATA, this);
    Set(CURLOPT_CONNECTTIMEOUT, kCurlResponseSeconds);
    Set(CURLOPT_SERVER_RESPONSE_TIMEOUT, kCurlResponseSeconds);
  }

  // --- what libcurl calls ---

  static int OnDebug(CURL*, curl_infotype type, char* data, size_t size,
                     void* self) {
    if (type == CURLINFO_HEADER_OUT) {
      static_cast<Conversation*>(self)->Said(absl::string_view(data, size));
    }
    return 0;
  }

  static size_t OnReplyLine(char* data, size_t size, size_t count, void* self) {
    const absl::string_view line(data, size * count);
    return static_cast<Conversation*>(self)->Heard(line) ? size * count : 0;
  }

  static size_t OnRead(char* buffer, size_t size, size_t count, void* self) {
    return static_cast<Conversation*>(self)->NextBlock(buffer, size * count);
  }

  static int OnProgress(void* self, curl_off_t, curl_off_t, curl_off_t,
                        curl_off_t) {
    return static_cast<Conversation*>(self)->MayWait() ? 0 : 1;
  }

  // --- the conversation ---

  void Enter(SmtpStage stage) {
    stage_ = stage;
    stage_began_ = std::chrono::steady_clock::now();
    reply_code_ = 0;
    reply_.clear();
  }

  // A command was sent.
  void Said(absl::string_view command) {
    // With their blanks and line ends: an AUTH continuation is base64 and holds
    // neither.
    if (absl::StartsWith(command, "EHLO ") ||
        absl::StartsWith(command, "HELO ")) {
      Enter(SmtpStage::kEhlo);
    } else if (command == "STARTTLS\r\n") {
      Enter(SmtpStage::kStartTls);
    } else if (absl::StartsWith(command, "AUTH ")) {
      Enter(SmtpStage::kAuth);
    } else if (absl::StartsWith(command, "MAIL FROM:")) {
      Enter(SmtpStage::kMail);
    } else if (absl::StartsWith(command, "RCPT TO:")) {
      ++recipients_named_;
      Enter(SmtpStage::kRecipient);
    } else if (command == "DATA\r\n") {
      Enter(SmtpStage::kData);
    } else if (command == "QUIT\r\n") {
      // What the server says to it decides nothing, and is not waited for long.
      quitting_ = true;
      Set(CURLOPT_SERVER_RESPONSE_TIMEOUT, kQuitSeconds);
    }
  }

  // A line of a reply came; false ends the conversation.
  bool Heard(absl::string_view line) {
    if (decided_ || quitting_) return true;
    line = absl::StripTrailingAsciiWhitespace(line);
    int code = 0;
    if (line.size() < 3 || !absl::SimpleAtoi(line.substr(0, 3), &code)) {
      return true;
    }
    if (!reply_.empty() && reply_.size() < kMaxReplyCharacters) {
      reply_.push_back(' ');
    }
    absl::StrAppend(&reply_, line.size() > 4 ? line.substr(4) : "");
    if (line.size() > 3 && line[3] == '-') return true;
    reply_code_ = code;
    return HeardWholeReply();
  }

  bool HeardWholeReply() {
    if (stage_ == SmtpStage::kDataEnd) {
      // The outcome is a fact from here on: it is told before QUIT.
      Decide(OutcomeOf(stage_, reply_code_));
      return true;
    }
    const bool refused = reply_code_ >= 400;
    if (stage_ == SmtpStage::kRecipient && refused) {
      if (recipients_named_ == 1) {
        Decide(OutcomeOf(stage_, reply_code_));
        return false;
      }
      copy_reply_ = Printable(absl::StrCat(reply_code_, " ", reply_));
      return true;
    }
    const std::string reply = std::exchange(reply_, "");
    if (refused) reply_ = reply;
    return true;
  }

  // The next bytes of the mail; 0 ends the data.
  size_t NextBlock(char* buffer, size_t size) {
    if (stage_ != SmtpStage::kBody) Enter(SmtpStage::kBody);
    stage_began_ = std::chrono::steady_clock::now();
    const size_t block = std::min(size, mail_.size() - offset_);
    if (block > 0) {
      std::memcpy(buffer, mail_.data() + offset_, block);
      offset_ += block;
      return block;
    }
    return EndData() ? 0 : CURL_READFUNC_ABORT;
  }

  bool EndData() {
    if (!observer_.MayEndData()) {
      abandoned_ = true;
      return false;
    }
    Enter(SmtpStage::kDataEnd);
    return CASELOAD_FAULT_POINT("notify.smtp.final_dot").ok();
  }

  // Called about once a second; false ends the conversation.
  bool MayWait() {
    if (decided_) return true;
    const auto waited =
        absl::FromChrono(std::chrono::steady_clock::now() - stage_began_);
    if (waited > Limit()) {
      timed_out_ = true;
      return false;
    }
    // Past the end of the data only the reply matters.
    if (stage_ == SmtpStage::kDataEnd) return true;
    abandoned_ = !observer_.MayGoOn();
    return !abandoned_;
  }

  absl::Duration Limit() const {
    const SmtpTimeouts& timeouts = options_.timeouts;
    switch (stage_) {
      case SmtpStage::kConnect:
        return timeouts.greeting;
      case SmtpStage::kEhlo:
      case SmtpStage::kStartTls:
      case SmtpStage::kAuth:
        return timeouts.command;
      case SmtpStage::kMail:
        return timeouts.mail;
      case SmtpStage::kRecipient:
        return timeouts.recipient;
      case SmtpStage::kData:
        return timeouts.data;
      case SmtpStage::kBody:
        return timeouts.block;
      case SmtpStage::kDataEnd:
        return timeouts.data_end;
    }
    return timeouts.command;
  }

  // The conversation ended by something else than the reply after the data.
  AttemptOutcome ResultWithoutReply(CURLcode result) {
    if (abandoned_) return AttemptOutcome::kAbandoned;
    if (reply_code_ < 400) {
      reply_code_ = 0;
      reply_ = timed_out_ ? "no reply in time" : curl_easy_strerror(result);
    }
    return OutcomeOf(stage_, reply_code_);
  }

  void Decide(AttemptOutcome outcome) {
    decided_ = true;
    DeliveryResult result;
    result.outcome = outcome;
    result.stage = std::string(Name(stage_));
    result.reply_code = reply_code_;
    result.reply = Printable(reply_);
    result.mail_server = absl::StrCat(options_.host, ":", options_.port);
    result.copy_reply = copy_reply_;
    observer_.Decided(result);
  }

  const SmtpOptions& options_;
  const Envelope& envelope_;
  const absl::string_view mail_;
  DeliveryObserver& observer_;

  std::unique_ptr<curl_slist, FreeList> recipients_;
  // After what it borrows.
  std::unique_ptr<CURL, FreeEasy> easy_;

  SmtpStage stage_ = SmtpStage::kConnect;
  SteadyTime stage_began_ = std::chrono::steady_clock::now();
  int reply_code_ = 0;
  std::string reply_;
  std::string copy_reply_;
  int recipients_named_ = 0;
  size_t offset_ = 0;
  bool abandoned_ = false;
  bool timed_out_ = false;
  bool quitting_ = false;
  bool decided_ = false;
};

}  // namespace

absl::Status Validate(const SmtpOptions& options) {
  const auto bad_option = [](absl::string_view flag,
                             absl::string_view problem) {
    return absl::InvalidArgumentError(absl::StrCat(flag, " ", problem));
  };
  if (options.host.empty()) {
    return bad_option("--smtp-host", "names no mail server");
  }
  if (options.port < 1 || options.port > 65535) {
    return bad_option("--smtp-port", "is not 1 to 65535");
  }
  const bool plain = options.tls == SmtpTls::kNone;
  if (plain && !IsLoopback(options.host)) {
    return bad_option("--smtp-tls",
                      "is none, which is for a server on this "
                      "machine only");
  }
  if (plain && !options.username.empty()) {
    return bad_option("--smtp-tls", "is none, which would show the password");
  }
  return absl::OkStatus();
}

SmtpTransport::SmtpTransport(SmtpOptions options)
    : options_(std::move(options)) {}

void SmtpTransport::Deliver(const Envelope& envelope, absl::string_view mail,
                            DeliveryObserver& observer) {
  Conversation(options_, envelope, mail, observer).Hold();
}

}  // namespace caseload::notify
