#pragma once

#include <signal.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

// struct epoll_event, packed on some architectures, without its union.
struct linux_event {
  uint64_t token;
  uint32_t flags;
};

enum { LINUX_MOST_EVENTS = 64 };

static const uint32_t LINUX_CAN_READ = EPOLLIN;
static const uint32_t LINUX_CAN_WRITE = EPOLLOUT;
static const uint32_t LINUX_HAS_ENDED = EPOLLHUP | EPOLLERR;

static inline long linux_make_poller(void) {
  return linux_result(epoll_create1(EPOLL_CLOEXEC));
}

static inline long linux_control(int poller, int operation, int fd, uint32_t flags,
                                 uint64_t token) {
  struct epoll_event event = {.events = flags, .data = {.u64 = token}};
  return linux_result(epoll_ctl(poller, operation, fd, &event));
}

// At most LINUX_MOST_EVENTS; a negative time waits for ever.
static inline long linux_wait_events(int poller, struct linux_event *events, int milliseconds) {
  struct epoll_event raw[LINUX_MOST_EVENTS];
  int count = epoll_wait(poller, raw, LINUX_MOST_EVENTS, milliseconds);
  if (count < 0) return -(long)errno;
  for (int index = 0; index < count; index++)
    events[index] = (struct linux_event){.token = raw[index].data.u64, .flags = raw[index].events};
  return count;
}

// Blocks these signals in this thread and returns a descriptor that tells of them.
static inline long linux_queue_signals(const int *numbers, int count) {
  sigset_t set;
  sigemptyset(&set);
  for (int index = 0; index < count; index++)
    if (sigaddset(&set, numbers[index]) < 0) return -(long)errno;
  int error = pthread_sigmask(SIG_BLOCK, &set, NULL);
  if (error != 0) return -(long)error;
  return linux_result(signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
}

// The number of the next signal that came.
static inline long linux_next_signal(int fd) {
  struct signalfd_siginfo information;
  long got = linux_result(read(fd, &information, sizeof(information)));
  return got < 0 ? got : (long)information.ssi_signo;
}

static inline long linux_make_timer(void) {
  return linux_result(timerfd_create(CLOCK_BOOTTIME, TFD_CLOEXEC | TFD_NONBLOCK));
}

// An absolute time; both zero stop the timer.
static inline long linux_set_timer(int fd, int64_t seconds, int64_t nanoseconds) {
  struct itimerspec time = {.it_value = {.tv_sec = seconds, .tv_nsec = nanoseconds}};
  return linux_result(timerfd_settime(fd, TFD_TIMER_ABSTIME, &time, NULL));
}
