#pragma once

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

extern int pipe2(int ends[2], int flags);

static inline long linux_pipe(int ends[2]) {
  return linux_result(pipe2(ends, O_CLOEXEC));
}

static inline long linux_never_wait(int fd) {
  return linux_result(fcntl(fd, F_SETFL, O_NONBLOCK));
}

// Waits until one of these can be used or has ended; negative ones are left out.
static inline long linux_wait(int reading, int reading_too, int writing, int milliseconds) {
  struct pollfd entries[3] = {
    {.fd = reading, .events = POLLIN},
    {.fd = reading_too, .events = POLLIN},
    {.fd = writing, .events = POLLOUT},
  };
  return linux_result(poll(entries, 3, milliseconds));
}

enum { LINUX_MOST_STREAMS = 192 };

// The same for many, at most LINUX_MOST_STREAMS in all.
static inline long linux_wait_all(const int *reading, int readings, const int *writing, int writings,
                                  int milliseconds) {
  struct pollfd entries[LINUX_MOST_STREAMS];
  int count = 0;
  for (int index = 0; index < readings && count < LINUX_MOST_STREAMS; index++)
    entries[count++] = (struct pollfd){.fd = reading[index], .events = POLLIN};
  for (int index = 0; index < writings && count < LINUX_MOST_STREAMS; index++)
    entries[count++] = (struct pollfd){.fd = writing[index], .events = POLLOUT};
  return linux_result(poll(entries, (nfds_t)count, milliseconds));
}
