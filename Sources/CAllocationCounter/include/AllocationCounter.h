#ifndef ALLOCATION_COUNTER_H
#define ALLOCATION_COUNTER_H

#include <stdint.h>

/// How many heap allocations the calling thread has made since it started.
///
/// A block that is freed again counts as well, and so does each growth of one.
uint64_t allocation_count(void);

#endif
