#pragma once

#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

// The first "NAME=value" entry for `name`, or NULL.
static inline char *linux_environment_entry(const char *name, size_t length) {
  for (char **entry = environ; entry != NULL && *entry != NULL; entry++)
    if (strncmp(*entry, name, length) == 0 && (*entry)[length] == '=') return *entry;
  return NULL;
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
