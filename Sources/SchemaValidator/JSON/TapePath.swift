internal import Diagnostics

/// The ways to many values of one document, asked for in document order: together they take one
/// walk over it, where each by itself would take one from the root.
struct TapePath {
  /// A container on the way, and the child of it that the way goes on with.
  private struct Step {
    let container: Int
    let isObject: Bool
    /// An element, or a member's name.
    var child: Int
    var position = 0

    init(_ tape: TapeView, _ container: Int) {
      self.container = container
      isObject = tape.kind(container) == .object
      child = container + 1
    }

    var value: Int { isObject ? child + 1 : child }
  }

  private let tape: TapeView
  private var steps: [Step] = []

  init(_ tape: TapeView) {
    self.tape = tape
  }

  /// The way from the root to a value that stands after those asked for before.
  mutating func pointer(toNode target: Int) -> JSONPointer {
    while let last = steps.last, tape.next(last.container) <= target { steps.removeLast() }
    if steps.isEmpty, target > 0 { steps.append(Step(tape, 0)) }
    while var step = steps.popLast() {
      while tape.next(step.value) <= target {
        step.child = tape.next(step.value)
        step.position += 1
      }
      steps.append(step)
      if step.value == target { break }
      steps.append(Step(tape, step.value))
    }
    return JSONPointer(
      steps.map { $0.isObject ? tape.string($0.child) : String($0.position) })
  }
}
