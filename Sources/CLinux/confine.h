#pragma once

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static inline long linux_forbid_new_privileges(void) {
  return linux_result(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
}

// How system calls are numbered in this program; zero where we have no table.
#if defined(__x86_64__)
static const uint32_t LINUX_ARCHITECTURE = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
static const uint32_t LINUX_ARCHITECTURE = AUDIT_ARCH_AARCH64;
#else
static const uint32_t LINUX_ARCHITECTURE = 0;
#endif

// Zero, or the negated error; the identifier of a thread that could not be made to follow.
static inline long linux_install_filter(const struct sock_filter *instructions, size_t count,
                                        int every_thread) {
  struct sock_fprog program = {.len = (unsigned short)count,
                               .filter = (struct sock_filter *)instructions};
  return linux_result(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
                              every_thread ? SECCOMP_FILTER_FLAG_TSYNC : 0, &program));
}

// linux/landlock.h of the newest interface known here; older kernels take the rest as zeros.
struct linux_landlock_ruleset {
  uint64_t files;
  uint64_t network;
  uint64_t scopes;
};

struct linux_landlock_beneath {
  uint64_t allowed;
  int32_t parent;
} __attribute__((packed));

enum { LINUX_LANDLOCK_CREATE = 444, LINUX_LANDLOCK_ADD = 445, LINUX_LANDLOCK_RESTRICT = 446 };

// The version of the interface, at least 1.
static inline long linux_landlock_version(void) {
  return linux_result(syscall(LINUX_LANDLOCK_CREATE, NULL, 0, 1));
}

static inline long linux_landlock_create(uint64_t files, uint64_t network, uint64_t scopes) {
  struct linux_landlock_ruleset ruleset = {files, network, scopes};
  return linux_result(syscall(LINUX_LANDLOCK_CREATE, &ruleset, sizeof(ruleset), 0));
}

static inline long linux_landlock_allow(int ruleset, int beneath, uint64_t allowed) {
  struct linux_landlock_beneath rule = {allowed, beneath};
  return linux_result(syscall(LINUX_LANDLOCK_ADD, ruleset, 1, &rule, 0));
}

static inline long linux_landlock_restrict(int ruleset) {
  return linux_result(syscall(LINUX_LANDLOCK_RESTRICT, ruleset, 0));
}
