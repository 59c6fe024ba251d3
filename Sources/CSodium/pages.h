// Pages that the kernel takes out of its own view of memory, memfd_secret(2): what libsodium's
// guarded blocks lack.
#pragma once

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

// The same on every architecture, and missing from older headers.
enum { PAGES_MEMFD_SECRET = 447 };

static inline size_t pages_size(void) {
  return (size_t)sysconf(_SC_PAGESIZE);
}

// A descriptor of that many bytes, or -1.
static inline int pages_open(size_t size) {
  int fd = (int)syscall(PAGES_MEMFD_SECRET, O_CLOEXEC);
  if (fd >= 0 && ftruncate(fd, (off_t)size) < 0) {
    close(fd);
    return -1;
  }
  return fd;
}

static inline void pages_close(int fd) {
  close(fd);
}

// Addresses at which nothing can be read or written, or NULL.
static inline void *pages_reserve(size_t size) {
  void *start = mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return start == MAP_FAILED ? NULL : start;
}

// Puts pages of the descriptor at a reserved address. Refused beyond what the process may lock.
static inline int pages_place(void *start, size_t size, int fd, size_t offset) {
  void *placed = mmap(start, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, (off_t)offset);
  return placed != MAP_FAILED;
}

// Makes placed pages a gap again.
static inline void pages_withdraw(void *start, size_t size) {
  mmap(start, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
}

static inline void pages_release(void *start, size_t size) {
  munmap(start, size);
}
