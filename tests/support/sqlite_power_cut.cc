#include "tests/support/sqlite_power_cut.h"

#include <sqlite3.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "services/common/sync/mutex.h"

namespace caseload::testing {
namespace {

struct Synced {
  int count = 0;
  std::string content;
};

struct Disk {
  sync::Mutex mutex;
  sync::CondVar changed;
  std::map<std::string, Synced> files ABSL_GUARDED_BY(mutex);
};

Disk& TheDisk() {
  static Disk* const disk = new Disk;
  return *disk;
}

std::string ReadAll(const std::string& path) {
  std::ostringstream content;
  content << std::ifstream(path, std::ios::binary).rdbuf();
  return content.str();
}

// SQLite's file object: `base` first, as SQLite demands, then the real one.
struct WatchedFile {
  sqlite3_file base;
  sqlite3_file* real;
  std::string* path;
};

sqlite3_file* Real(sqlite3_file* file) {
  return reinterpret_cast<WatchedFile*>(file)->real;
}

int Close(sqlite3_file* file) {
  auto* watched = reinterpret_cast<WatchedFile*>(file);
  const int result = watched->real->pMethods->xClose(watched->real);
  std::free(watched->real);
  delete watched->path;
  return result;
}
int Read(sqlite3_file* file, void* to, int amount, sqlite3_int64 offset) {
  return Real(file)->pMethods->xRead(Real(file), to, amount, offset);
}
int Write(sqlite3_file* file, const void* from, int amount,
          sqlite3_int64 offset) {
  return Real(file)->pMethods->xWrite(Real(file), from, amount, offset);
}
int Truncate(sqlite3_file* file, sqlite3_int64 size) {
  return Real(file)->pMethods->xTruncate(Real(file), size);
}
int Sync(sqlite3_file* file, int flags) {
  const int result = Real(file)->pMethods->xSync(Real(file), flags);
  if (result != SQLITE_OK) return result;
  const std::string& path = *reinterpret_cast<WatchedFile*>(file)->path;
  Disk& disk = TheDisk();
  sync::MutexLock lock(&disk.mutex);
  Synced& synced = disk.files[path];
  ++synced.count;
  synced.content = ReadAll(path);
  disk.changed.NotifyAll();
  return SQLITE_OK;
}
int FileSize(sqlite3_file* file, sqlite3_int64* size) {
  return Real(file)->pMethods->xFileSize(Real(file), size);
}
int Lock(sqlite3_file* file, int level) {
  return Real(file)->pMethods->xLock(Real(file), level);
}
int Unlock(sqlite3_file* file, int level) {
  return Real(file)->pMethods->xUnlock(Real(file), level);
}
int CheckReservedLock(sqlite3_file* file, int* result) {
  return Real(file)->pMethods->xCheckReservedLock(Real(file), result);
}
int FileControl(sqlite3_file* file, int operation, void* argument) {
  return Real(file)->pMethods->xFileControl(Real(file), operation, argument);
}
int SectorSize(sqlite3_file* file) {
  return Real(file)->pMethods->xSectorSize(Real(file));
}
int DeviceCharacteristics(sqlite3_file* file) {
  return Real(file)->pMethods->xDeviceCharacteristics(Real(file));
}
int ShmMap(sqlite3_file* file, int page, int size, int extend,
           void volatile** memory) {
  return Real(file)->pMethods->xShmMap(Real(file), page, size, extend, memory);
}
int ShmLock(sqlite3_file* file, int offset, int count, int flags) {
  return Real(file)->pMethods->xShmLock(Real(file), offset, count, flags);
}
void ShmBarrier(sqlite3_file* file) {
  Real(file)->pMethods->xShmBarrier(Real(file));
}
int ShmUnmap(sqlite3_file* file, int remove) {
  return Real(file)->pMethods->xShmUnmap(Real(file), remove);
}

// Version 2: shared memory for the log's index, no memory-mapped reads.
const sqlite3_io_methods kMethods = {2,
                                     Close,
                                     Read,
                                     Write,
                                     Truncate,
                                     Sync,
                                     FileSize,
                                     Lock,
                                     Unlock,
                                     CheckReservedLock,
                                     FileControl,
                                     SectorSize,
                                     DeviceCharacteristics,
                                     ShmMap,
                                     ShmLock,
                                     ShmBarrier,
                                     ShmUnmap,
                                     nullptr,
                                     nullptr};

sqlite3_vfs* system_vfs = nullptr;

int Open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags,
         int* out_flags) {
  auto* watched = reinterpret_cast<WatchedFile*>(file);
  watched->base.pMethods = nullptr;
  watched->real =
      static_cast<sqlite3_file*>(std::calloc(1, system_vfs->szOsFile));
  if (watched->real == nullptr) return SQLITE_NOMEM;
  const int result =
      system_vfs->xOpen(system_vfs, name, watched->real, flags, out_flags);
  if (result != SQLITE_OK) {
    std::free(watched->real);
    return result;
  }
  watched->path = new std::string(name == nullptr ? "" : name);
  watched->base.pMethods = &kMethods;
  return SQLITE_OK;
}

}  // namespace

void WatchSqliteSyncs() {
  static const bool registered = [] {
    system_vfs = sqlite3_vfs_find(nullptr);
    auto* watching = new sqlite3_vfs(*system_vfs);
    watching->szOsFile = sizeof(WatchedFile);
    watching->zName = "watched";
    watching->pNext = nullptr;
    watching->xOpen = Open;
    if (sqlite3_vfs_register(watching, 1) != SQLITE_OK) std::abort();
    return true;
  }();
  (void)registered;
}

int SyncCount(const std::string& path) {
  Disk& disk = TheDisk();
  sync::MutexLock lock(&disk.mutex);
  return disk.files[path].count;
}

bool WaitForSyncAfter(const std::string& path, int count,
                      absl::Duration timeout) {
  Disk& disk = TheDisk();
  sync::MutexLock lock(&disk.mutex);
  return disk.changed.WaitFor(&lock, absl::ToChronoNanoseconds(timeout),
                              [&] { return disk.files[path].count > count; });
}

void LayOutAfterPowerCut(const std::string& path, const std::string& to) {
  Disk& disk = TheDisk();
  sync::MutexLock lock(&disk.mutex);
  for (const std::string& file : {path, path + "-wal"}) {
    const std::string target =
        to + "/" + std::filesystem::path(file).filename().string();
    std::ofstream out(target, std::ios::binary | std::ios::trunc);
    out << disk.files[file].content;
    if (!out.flush()) std::abort();
  }
}

}  // namespace caseload::testing
