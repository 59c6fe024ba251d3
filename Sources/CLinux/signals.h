#pragma once

#include <signal.h>
#include <unistd.h>

// Without SA_RESTART: a signal ends a waiting call.
static inline long linux_set_handler(int number, void (*handler)(int), struct sigaction *previous) {
  struct sigaction action = {.sa_handler = handler};
  sigemptyset(&action.sa_mask);
  return linux_result(sigaction(number, &action, previous));
}

static inline long linux_set_action(int number, const struct sigaction *action) {
  return linux_result(sigaction(number, action, NULL));
}

static inline int linux_is_ignored(int number) {
  struct sigaction action;
  return sigaction(number, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

static inline long linux_ignore_signal(int number) {
  return linux_result(signal(number, SIG_IGN) == SIG_ERR ? -1 : 0);
}

static inline long linux_default_signal(int number) {
  return linux_result(signal(number, SIG_DFL) == SIG_ERR ? -1 : 0);
}

// For signal handlers: tells a pipe which signal came and leaves errno as it was.
static inline void linux_note_signal(int fd, int number) {
  int saved = errno;
  unsigned char byte = (unsigned char)number;
  long ignored = write(fd, &byte, 1);
  (void)ignored;
  errno = saved;
}

static inline long linux_get_signal_mask(sigset_t *mask) {
  return -(long)pthread_sigmask(SIG_BLOCK, NULL, mask);
}

static inline long linux_set_signal_mask(const sigset_t *mask, sigset_t *previous) {
  return -(long)pthread_sigmask(SIG_SETMASK, mask, previous);
}

// To this thread, and even if it blocks the signal, as the workers of thread pools do: the signal has
// acted when the call returns. One sent to the process might be left to another thread, and act
// after its handler was changed again.
static inline void linux_raise(int number) {
  sigset_t one, before;
  sigemptyset(&one);
  sigaddset(&one, number);
  raise(number);
  pthread_sigmask(SIG_UNBLOCK, &one, &before);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}
