// System calls for Swift. Every wrapper answers as the kernel does, with a value or a negated error
// number, so that nothing between the call and its check can disturb errno.
//
// _GNU_SOURCE stays undefined: with it, types differ from those of Swift's own Glibc module. What it
// would show is declared by hand.
#pragma once

#include <errno.h>

static inline long linux_result(long value) {
  return value < 0 ? -(long)errno : value;
}

#include "confine.h"
#include "events.h"
#include "files.h"
#include "pipes.h"
#include "process.h"
#include "signals.h"
#include "sockets.h"
#include "spawn.h"
#include "terminal.h"
