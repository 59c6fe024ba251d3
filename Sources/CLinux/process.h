#pragma once

#include <fcntl.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

// The first "NAME=value" entry for `name`, or NULL.
static inline char *linux_environment_entry(const char *name, size_t length) {
  for (char **entry = environ; entry != NULL && *entry != NULL; entry++)
    if (strncmp(*entry, name, length) == 0 && (*entry)[length] == '=') return *entry;
  return NULL;
}

// The entry at `index`, or NULL after the last.
static inline char *linux_environment_entry_at(size_t index) {
  return environ == NULL ? NULL : environ[index];
}

static inline void linux_wipe(void *start, size_t count) {
  explicit_bzero(start, count);
}

static inline long linux_clock(clockid_t clock, struct timespec *time) {
  return linux_result(clock_gettime(clock, time));
}

static inline long linux_host_name(char *buffer, size_t size) {
  return gethostname(buffer, size) < 0 ? -(long)errno : (long)strnlen(buffer, size);
}

static inline long linux_get_core_limit(struct rlimit *limit) {
  return linux_result(getrlimit(RLIMIT_CORE, limit));
}

static inline long linux_set_core_limit(const struct rlimit *limit) {
  return linux_result(setrlimit(RLIMIT_CORE, limit));
}

static inline long linux_forbid_dumps(void) {
  return linux_result(prctl(PR_SET_DUMPABLE, 0, 0, 0, 0));
}

static inline long linux_set_umask(mode_t mask) {
  return umask(mask);
}

static inline int linux_is_open(int fd) {
  return fcntl(fd, F_GETFD) >= 0;
}

static inline long linux_unset_variable(const char *name) {
  return linux_result(unsetenv(name));
}

static inline long linux_set_name(const char *name) {
  return linux_result(prctl(PR_SET_NAME, name, 0, 0, 0));
}

static inline void linux_fix_mmap_threshold(int bytes) {
#ifdef M_MMAP_THRESHOLD
  mallopt(M_MMAP_THRESHOLD, bytes);
#endif
}
