// smtp_peer.h: a real mail server (python3-aiosmtpd) that behaves as told.

#ifndef TESTS_SUPPORT_NOTIFY_SMTP_PEER_H_
#define TESTS_SUPPORT_NOTIFY_SMTP_PEER_H_

#include <sys/types.h>

#include <string>
#include <vector>

#include "tests/support/temp_dir.h"

namespace caseload::notify::testing {

// Serves on loopback from construction to destruction. Ends the process when it
// cannot start: no test after it could say anything.
class SmtpPeer {
 public:
  // `behaviours`: see tests/support/notify/smtp_peer.py; one for each
  // connection, then "ok". `tls` offers STARTTLS with certificate(); `auth` is
  // "user:password", or empty for none.
  explicit SmtpPeer(const std::vector<std::string>& behaviours = {},
                    bool tls = false, const std::string& auth = "");
  ~SmtpPeer();
  SmtpPeer(const SmtpPeer&) = delete;
  SmtpPeer& operator=(const SmtpPeer&) = delete;

  int port() const { return port_; }
  // PEM, for "localhost"; its own authority.
  std::string certificate() const { return directory_.File("peer.pem"); }

  // The mails it kept, oldest first, byte for byte; and their recipients.
  std::vector<std::string> Mails() const;
  std::string EnvelopeJson(int number) const;
  // What was said to it, a line each: "MAIL a@b", "RCPT c@d", "DATA_END",
  // "QUIT".
  std::vector<std::string> Commands() const;

 private:
  caseload::testing::TempDir directory_;
  pid_t pid_ = -1;
  int port_ = 0;
};

}  // namespace caseload::notify::testing

#endif  // TESTS_SUPPORT_NOTIFY_SMTP_PEER_H_
