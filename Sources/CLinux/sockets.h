#pragma once

#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/un.h>

extern int accept4(int fd, struct sockaddr *address, socklen_t *length, int flags);

// struct ucred, which only _GNU_SOURCE shows.
struct linux_credentials {
  int process;
  unsigned user;
  unsigned group;
};

// One byte of sun_path is kept for its NUL.
static const int LINUX_LONGEST_SOCKET_PATH = sizeof(((struct sockaddr_un *)0)->sun_path) - 1;

// A stream, or with `datagrams` a socket for single messages.
static inline long linux_local_socket(int datagrams) {
  return linux_result(socket(AF_UNIX, (datagrams ? SOCK_DGRAM : SOCK_STREAM) | SOCK_CLOEXEC, 0));
}

static inline long linux_socket_pair(int ends[2]) {
  return linux_result(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends));
}

// The length of the address, or zero when the name does not fit. A name that begins with "@" means
// the abstract one after it, unless `only_files`.
static inline socklen_t linux_local_address(struct sockaddr_un *address, const char *name,
                                            int only_files) {
  size_t length = strlen(name);
  if (length == 0 || length > (size_t)LINUX_LONGEST_SOCKET_PATH) return 0;
  memset(address, 0, sizeof(*address));
  address->sun_family = AF_UNIX;
  memcpy(address->sun_path, name, length);
  if (!only_files && name[0] == '@') address->sun_path[0] = '\0';
  else length += 1;
  return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
}

static inline long linux_connect(int fd, const char *path) {
  struct sockaddr_un address;
  socklen_t length = linux_local_address(&address, path, 1);
  if (length == 0) return -(long)ENAMETOOLONG;
  return linux_result(connect(fd, (struct sockaddr *)&address, length));
}

static inline long linux_bind(int fd, const char *path) {
  struct sockaddr_un address;
  socklen_t length = linux_local_address(&address, path, 1);
  if (length == 0) return -(long)ENAMETOOLONG;
  return linux_result(bind(fd, (struct sockaddr *)&address, length));
}

static inline long linux_chmod(const char *path, mode_t mode) {
  return linux_result(chmod(path, mode));
}

static inline long linux_listen(int fd, int backlog) {
  return linux_result(listen(fd, backlog));
}

static inline long linux_accept(int fd) {
  return linux_result(accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK));
}

static inline long linux_peer(int fd, struct linux_credentials *peer) {
  socklen_t length = sizeof(*peer);
  return linux_result(getsockopt(fd, SOL_SOCKET, SO_PEERCRED, peer, &length));
}

static inline int linux_is_local_stream(int fd) {
  int domain = 0, type = 0;
  socklen_t length = sizeof(int);
  if (getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &length) < 0) return 0;
  if (getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &length) < 0) return 0;
  return domain == AF_UNIX && type == SOCK_STREAM;
}

// Zero waits for ever.
static inline long linux_set_timeouts(int fd, long milliseconds) {
  struct timeval time = {.tv_sec = milliseconds / 1000, .tv_usec = milliseconds % 1000 * 1000};
  if (setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &time, sizeof(time)) < 0) return -(long)errno;
  return linux_result(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof(time)));
}

static inline long linux_receive(int fd, void *buffer, size_t count) {
  return linux_result(recv(fd, buffer, count, 0));
}

// Both blocks in one call, in order. A peer that is gone is an error, never a signal.
static inline long linux_send_both(int fd, const void *first, size_t first_count,
                                   const void *second, size_t second_count) {
  struct iovec blocks[2] = {{(void *)first, first_count}, {(void *)second, second_count}};
  struct msghdr message = {.msg_iov = blocks, .msg_iovlen = 2};
  return linux_result(sendmsg(fd, &message, MSG_NOSIGNAL));
}

// One message to a socket that may have an abstract name.
static inline long linux_send_to(int fd, const char *name, const void *bytes, size_t count) {
  struct sockaddr_un address;
  socklen_t length = linux_local_address(&address, name, 0);
  if (length == 0) return -(long)ENAMETOOLONG;
  return linux_result(sendto(fd, bytes, count, MSG_NOSIGNAL, (struct sockaddr *)&address, length));
}

static inline long linux_end_sending(int fd) {
  return linux_result(shutdown(fd, SHUT_WR));
}
