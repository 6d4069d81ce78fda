/// A value that its copies share until one of them changes it.
struct CopiedOnWrite<Value: Sendable & Hashable>: Sendable, Hashable {
  /// `@unchecked Sendable` holds because the value is changed only where nothing else refers to it.
  private final class Holder: @unchecked Sendable {
    var value: Value

    init(_ value: Value) { self.value = value }
  }

  private var holder: Holder

  init(_ value: Value) { holder = Holder(value) }

  /// The value.
  var value: Value {
    _read { yield holder.value }
    _modify {
      if !isKnownUniquelyReferenced(&holder) { holder = Holder(holder.value) }
      yield &holder.value
    }
  }

  static func == (left: CopiedOnWrite, right: CopiedOnWrite) -> Bool {
    left.holder === right.holder || left.value == right.value
  }

  func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

extension CopiedOnWrite: CustomStringConvertible {
  /// The value in words: that it is shared is nobody's business.
  var description: String { String(describing: value) }
}
