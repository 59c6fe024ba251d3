#pragma once

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

static const int LINUX_O_PATH = 010000000;
static const int LINUX_O_TMPFILE = 020000000 | O_DIRECTORY;
static const unsigned LINUX_RENAME_NOREPLACE = 1;

static inline long linux_openat(int directory, const char *path, int flags, mode_t mode) {
  return linux_result(openat(directory, path, flags, mode));
}

static inline long linux_close(int fd) {
  return linux_result(close(fd));
}

static inline long linux_duplicate(int fd) {
  return linux_result(fcntl(fd, F_DUPFD_CLOEXEC, 3));
}

static inline long linux_close_on_exec(int fd) {
  return linux_result(fcntl(fd, F_SETFD, FD_CLOEXEC));
}

static inline long linux_read(int fd, void *buffer, size_t count) {
  return linux_result(read(fd, buffer, count));
}

static inline long linux_pread(int fd, void *buffer, size_t count, off_t offset) {
  return linux_result(pread(fd, buffer, count, offset));
}

static inline long linux_write(int fd, const void *buffer, size_t count) {
  return linux_result(write(fd, buffer, count));
}

static inline long linux_pwrite(int fd, const void *buffer, size_t count, off_t offset) {
  return linux_result(pwrite(fd, buffer, count, offset));
}

static inline long linux_fsync(int fd) {
  return linux_result(fsync(fd));
}

extern int sync_file_range(int fd, int64_t offset, int64_t count, unsigned int flags);

// Begins to write what was written to the file, and does not wait for it (SYNC_FILE_RANGE_WRITE).
static inline void linux_start_writing(int fd) {
  (void)sync_file_range(fd, 0, 0, 2);
}

static inline long linux_ftruncate(int fd, off_t size) {
  return linux_result(ftruncate(fd, size));
}

static inline long linux_fchmod(int fd, mode_t mode) {
  return linux_result(fchmod(fd, mode));
}

static inline long linux_fchown(int fd, uid_t owner, gid_t group) {
  return linux_result(fchown(fd, owner, group));
}

static inline long linux_flock(int fd, int operation) {
  return linux_result(flock(fd, operation));
}

static inline long linux_fstat(int fd, struct stat *status) {
  return linux_result(fstat(fd, status));
}

static inline long linux_fstatat(int directory, const char *path, struct stat *status, int flags) {
  return linux_result(fstatat(directory, path, status, flags));
}

static inline long linux_file_system_type(int fd) {
  struct statfs status;
  if (fstatfs(fd, &status) < 0) return -(long)errno;
  return (long)(unsigned int)status.f_type;
}

extern int renameat2(int from_directory, const char *from, int to_directory, const char *to,
                     unsigned flags);

static inline long linux_renameat2(int directory, const char *from, const char *to, unsigned flags) {
  return linux_result(renameat2(directory, from, directory, to, flags));
}

/* Gives a name to an inode without one, through its entry in /proc. */
static inline long linux_link_descriptor(const char *entry, int directory, const char *name) {
  return linux_result(linkat(AT_FDCWD, entry, directory, name, AT_SYMLINK_FOLLOW));
}

static inline long linux_linkat(int directory, const char *from, const char *to) {
  return linux_result(linkat(directory, from, directory, to, 0));
}

static inline long linux_unlinkat(int directory, const char *path, int flags) {
  return linux_result(unlinkat(directory, path, flags));
}

static inline long linux_mkdirat(int directory, const char *path, mode_t mode) {
  return linux_result(mkdirat(directory, path, mode));
}

static inline long linux_faccessat(int directory, const char *path, int mode) {
  return linux_result(faccessat(directory, path, mode, AT_EACCESS));
}

static inline long linux_readlinkat(int directory, const char *name, char *buffer, size_t size) {
  return linux_result(readlinkat(directory, name, buffer, size));
}

static inline long linux_realpath(const char *path, char buffer[PATH_MAX]) {
  return realpath(path, buffer) == NULL ? -(long)errno : (long)strlen(buffer);
}

static inline long linux_getcwd(char *buffer, size_t size) {
  return getcwd(buffer, size) == NULL ? -(long)errno : (long)strlen(buffer);
}

static inline long linux_getrandom(void *buffer, size_t count) {
  return linux_result(getrandom(buffer, count, 0));
}

// A stream over its own open file description: reading it moves no other descriptor's offset.
static inline DIR *linux_open_stream(int directory, int *error) {
  int fd = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *stream = fd < 0 ? NULL : fdopendir(fd);
  *error = stream == NULL ? errno : 0;
  if (stream == NULL && fd >= 0) close(fd);
  return stream;
}

// The next entry's name, or NULL with *error zero at the end.
static inline const char *linux_next_name(DIR *stream, int *error) {
  errno = 0;
  struct dirent *entry = readdir(stream);
  *error = entry == NULL ? errno : 0;
  return entry == NULL ? NULL : entry->d_name;
}

// How many entries an open directory has, "." and ".." included, without opening it again.
static inline long linux_count_entries(int fd) {
  union {
    char bytes[4096];
    uint64_t aligned;
  } block;
  long count = 0, got = linux_result(lseek(fd, 0, SEEK_SET));
  if (got < 0) return got;
  while ((got = linux_result(syscall(SYS_getdents64, fd, &block, sizeof(block)))) > 0)
    for (long at = 0; at < got; count++) {
      uint16_t length;
      // struct linux_dirent64: inode, offset, then the length of the record.
      memcpy(&length, block.bytes + at + 16, sizeof(length));
      at += length;
    }
  return got < 0 ? got : count;
}

static inline void linux_close_stream(DIR *stream) {
  closedir(stream);
}
