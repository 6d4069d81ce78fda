internal import Glibc

/// CPU time of the calling thread, which other processes on the machine do not inflate.
enum ThreadClock {
  /// Nanoseconds since the thread started.
  static func now() -> Int {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
  }

  /// The lowest time a body took over some rounds, in nanoseconds.
  static func lowest(rounds: Int, _ body: () -> Void) -> Int {
    var lowest = Int.max
    for _ in 0..<rounds {
      let start = now()
      body()
      lowest = min(lowest, now() - start)
    }
    return lowest
  }
}

/// Keeps the optimiser from seeing that a result is not used.
@inline(never)
@_optimize(none)
func keep<Value>(_ value: Value) {}
