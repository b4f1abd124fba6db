// sqlite_power_cut.h: a disk that can lose its power under SQLite.
//
// A VFS over the system's own one that remembers of each file what was synced.
// What a power cut would leave can be laid out in another folder and opened:
// the worst legal outcome, every byte that was not synced is gone.

#ifndef TESTS_SUPPORT_SQLITE_POWER_CUT_H_
#define TESTS_SUPPORT_SQLITE_POWER_CUT_H_

#include <string>

#include "absl/time/time.h"

namespace caseload::testing {

// Files opened after this are watched, in the whole process. Call it once,
// before anything opens SQLite; more calls do nothing.
void WatchSqliteSyncs();

// How often the file at `path` was synced.
int SyncCount(const std::string& path);

// Waits until it was synced more than `count` times; false after `timeout`.
bool WaitForSyncAfter(const std::string& path, int count,
                      absl::Duration timeout);

// Writes the database at `path` (and its log) into the folder `to` as a power
// cut now would leave it.
void LayOutAfterPowerCut(const std::string& path, const std::string& to);

}  // namespace caseload::testing

#endif  // TESTS_SUPPORT_SQLITE_POWER_CUT_H_
