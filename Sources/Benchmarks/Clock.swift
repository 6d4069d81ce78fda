internal import Glibc

/// CPU time of the calling thread, which the waiting for other processes does not inflate.
enum ThreadClock {
  /// Nanoseconds since the thread started.
  static func now() -> Int {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
  }

  /// The time a body takes, in nanoseconds.
  static func time(_ body: () -> Void) -> Int {
    let start = now()
    body()
    return now() - start
  }

  /// The lowest time of each body over some rounds, in nanoseconds.
  ///
  /// Each round runs every body, so that a slow spell of the machine meets them all. With
  /// `warmingUp` a body runs once before it is timed, so that it finds its own data in the caches
  /// and not that of the body before. After the first round no new one is begun once `patience`
  /// seconds are used up.
  static func lowest(
    rounds: Int, warmingUp: Bool = false, patience: Int = 120, _ bodies: [() -> Void]
  ) -> [Int] {
    let start = now()
    var lowest = [Int](repeating: .max, count: bodies.count)
    for round in 0..<rounds where round == 0 || now() - start < patience * 1_000_000_000 {
      for (index, body) in bodies.enumerated() {
        if warmingUp { body() }
        lowest[index] = min(lowest[index], time(body))
      }
    }
    return lowest
  }
}

/// Keeps the optimiser from seeing that a result is not used.
@inline(never)
@_optimize(none)
func keep<Value>(_ value: Value) {}
