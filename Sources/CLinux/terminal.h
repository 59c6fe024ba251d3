#pragma once

#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

static inline long linux_is_terminal(int fd) {
  return isatty(fd);
}

static inline long linux_terminal_size(int fd, struct winsize *size) {
  return linux_result(ioctl(fd, TIOCGWINSZ, size));
}

// Reads the settings, then delivers keys one by one and unseen; the signal keys keep working. What
// was typed before is dropped.
static inline long linux_hide_input(int fd, struct termios *saved) {
  if (tcgetattr(fd, saved) < 0) return -(long)errno;
  struct termios hidden = *saved;
  hidden.c_lflag = (hidden.c_lflag & ~(tcflag_t)(ECHO | ECHONL | ICANON)) | ISIG;
  hidden.c_cc[VMIN] = 1;
  hidden.c_cc[VTIME] = 0;
  return linux_result(tcsetattr(fd, TCSAFLUSH, &hidden));
}

// Drops what was typed but not read: the rest of a secret must not reach the shell.
static inline long linux_restore_input(int fd, const struct termios *saved) {
  return linux_result(tcsetattr(fd, TCSAFLUSH, saved));
}

// Waits until one of two descriptors can be read or has ended; negative ones are left out.
static inline long linux_wait_readable(int first, int second, int milliseconds) {
  struct pollfd entries[2] = {
    {.fd = first, .events = POLLIN},
    {.fd = second, .events = POLLIN},
  };
  return linux_result(poll(entries, 2, milliseconds));
}

extern int pipe2(int ends[2], int flags);

static inline long linux_pipe(int ends[2]) {
  return linux_result(pipe2(ends, O_CLOEXEC | O_NONBLOCK));
}
