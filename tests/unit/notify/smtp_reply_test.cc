#include "services/notify/domain/smtp_reply.h"

#include "gtest/gtest.h"

namespace caseload::notify {
namespace {

TEST(SmtpReply, OnlyTwoHundredsAfterTheDataAreProof) {
  EXPECT_EQ(OutcomeOf(SmtpStage::kDataEnd, 250), AttemptOutcome::kAccepted);
  EXPECT_EQ(OutcomeOf(SmtpStage::kDataEnd, 354), AttemptOutcome::kUnknown);
  EXPECT_EQ(OutcomeOf(SmtpStage::kDataEnd, 0), AttemptOutcome::kUnknown);
  for (const SmtpStage stage : {SmtpStage::kMail, SmtpStage::kRecipient,
                                SmtpStage::kData, SmtpStage::kBody}) {
    EXPECT_EQ(OutcomeOf(stage, 250), AttemptOutcome::kDeferred);
    EXPECT_EQ(OutcomeOf(stage, 0), AttemptOutcome::kDeferred);
  }
}

TEST(SmtpReply, FourHundredsAreLaterAndFiveHundredsNever) {
  for (const SmtpStage stage : {SmtpStage::kMail, SmtpStage::kRecipient,
                                SmtpStage::kData, SmtpStage::kDataEnd}) {
    for (const int code : {421, 450, 451, 452, 455}) {
      EXPECT_EQ(OutcomeOf(stage, code), AttemptOutcome::kDeferred) << code;
    }
    for (const int code : {500, 504, 550, 551, 552, 553, 554, 555}) {
      EXPECT_EQ(OutcomeOf(stage, code), AttemptOutcome::kRejected) << code;
    }
  }
}

TEST(SmtpReply, WhatIsSaidBeforeMailOrAboutUsFailsNoMessage) {
  for (const SmtpStage stage : {SmtpStage::kConnect, SmtpStage::kEhlo,
                                SmtpStage::kStartTls, SmtpStage::kAuth}) {
    for (const int code : {0, 421, 535, 554}) {
      EXPECT_EQ(OutcomeOf(stage, code), AttemptOutcome::kUnreachable);
    }
  }
  for (const int code : {530, 535, 538}) {
    EXPECT_EQ(OutcomeOf(SmtpStage::kMail, code), AttemptOutcome::kUnreachable);
  }
}

}  // namespace
}  // namespace caseload::notify
