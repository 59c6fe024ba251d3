#pragma once

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
