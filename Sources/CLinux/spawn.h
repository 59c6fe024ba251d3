#pragma once

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions,
                                                const char *path);
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);

static inline long linux_execve(const char *path, char *const arguments[], char *const entries[]) {
  return linux_result(execve(path, arguments, entries));
}

static inline int linux_describe_files(posix_spawn_file_actions_t *actions, const char *directory,
                                       const int streams[3]) {
  int error = 0;
  for (int number = 0; number < 3 && error == 0; number++)
    error = posix_spawn_file_actions_adddup2(actions, streams[number], number);
  if (error == 0 && directory != NULL)
    error = posix_spawn_file_actions_addchdir_np(actions, directory);
  if (error == 0) error = posix_spawn_file_actions_addclosefrom_np(actions, 3);
  return error;
}

enum { LINUX_SPAWN_SETSID = 0x80 };

// All signals unblocked and with their default action, in a session of its own, which no terminal
// reaches; it leads the session's process group too.
static inline int linux_describe_signals(posix_spawnattr_t *attributes) {
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  int error = posix_spawnattr_setsigmask(attributes, &none);
  if (error == 0) error = posix_spawnattr_setsigdefault(attributes, &all);
  if (error == 0)
    error = posix_spawnattr_setflags(
        attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | LINUX_SPAWN_SETSID);
  return error;
}

// The identifier of the new process. posix_spawn does not copy our memory, secrets included, as
// fork would.
static inline long linux_spawn(const char *path, char *const arguments[], char *const entries[],
                               const char *directory, const int streams[3]) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  pid_t process = 0;
  int error = posix_spawn_file_actions_init(&actions);
  if (error != 0) return -(long)error;
  error = posix_spawnattr_init(&attributes);
  if (error == 0) {
    error = linux_describe_files(&actions, directory, streams);
    if (error == 0) error = linux_describe_signals(&attributes);
    if (error == 0) error = posix_spawn(&process, path, &actions, &attributes, arguments, entries);
    posix_spawnattr_destroy(&attributes);
  }
  posix_spawn_file_actions_destroy(&actions);
  return error != 0 ? -(long)error : process;
}

// Standard streams that lead nowhere, `handed` as descriptor `given`, nothing after it, in the root
// directory.
static inline int linux_describe_detached_files(posix_spawn_file_actions_t *actions, int handed,
                                                int given) {
  int error = 0;
  for (int number = 0; number < 3 && error == 0; number++)
    error = posix_spawn_file_actions_addopen(actions, number, "/dev/null", O_RDWR, 0);
  if (error == 0) error = posix_spawn_file_actions_adddup2(actions, handed, given);
  if (error == 0) error = posix_spawn_file_actions_addchdir_np(actions, "/");
  if (error == 0) error = posix_spawn_file_actions_addclosefrom_np(actions, given + 1);
  return error;
}

// The identifier of a new process in a session of its own, which no terminal reaches.
static inline long linux_spawn_detached(const char *path, char *const arguments[],
                                        char *const entries[], int handed, int given) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  pid_t process = 0;
  int error = posix_spawn_file_actions_init(&actions);
  if (error != 0) return -(long)error;
  error = posix_spawnattr_init(&attributes);
  if (error == 0) {
    error = linux_describe_detached_files(&actions, handed, given);
    if (error == 0) error = linux_describe_signals(&attributes);
    if (error == 0) error = posix_spawn(&process, path, &actions, &attributes, arguments, entries);
    posix_spawnattr_destroy(&attributes);
  }
  posix_spawn_file_actions_destroy(&actions);
  return error != 0 ? -(long)error : process;
}

// One once the process has ended, zero before. Its identifier stays taken until it is reaped.
static inline long linux_has_ended(int process) {
  siginfo_t information;
  information.si_pid = 0;
  if (waitid(P_PID, (id_t)process, &information, WEXITED | WNOHANG | WNOWAIT) < 0)
    return -(long)errno;
  return information.si_pid == process;
}

// Zero while the process runs. Then its identifier, with its exit status, or -1 and its signal.
static inline long linux_reap(int process, int wait, int *status, int *signal) {
  int word = 0;
  long result = linux_result(waitpid(process, &word, wait ? 0 : WNOHANG));
  *status = WIFEXITED(word) ? WEXITSTATUS(word) : -1;
  *signal = WIFSIGNALED(word) ? WTERMSIG(word) : 0;
  return result;
}

static inline long linux_signal_group(int leader, int number) {
  return linux_result(kill(-leader, number));
}
