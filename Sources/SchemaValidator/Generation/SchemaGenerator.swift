package import Diagnostics

/// Makes values that satisfy a compiled schema.
///
/// ```swift
/// for generated in SchemaGenerator(program).values(seed: 1).prefix(20) {
///   if case .value(let value) = generated { … }
/// }
/// ```
package struct SchemaGenerator: Sendable {
  package let program: SchemaProgram
  let model: GenerationModel

  /// Takes a program; the model may be one for another program of the same source, and is made anew
  /// where it does not cover this one.
  package init(_ program: SchemaProgram, sharing model: GenerationModel? = nil) {
    self.program = program
    if let model, model.covers(program) {
      self.model = model
    } else {
      self.model = GenerationModel(program)
    }
  }

  /// Different values one after another, the smallest first; the same ones for the same seed.
  ///
  /// Soon after the smallest come one with all members, and those in which each alternative, each
  /// listed value and each bound has its turn. The sequence ends when no further value is found; its
  /// iterator tells whether there is none (``GeneratedValues/Iterator/isExhausted``). Where not even
  /// one is found, its only element says why.
  package func values(seed: UInt64) -> GeneratedValues {
    GeneratedValues(generator: self, seed: seed)
  }
}

/// What came of making a value.
package enum GeneratedValue: Sendable {
  /// A value that the validator has accepted.
  case value(JSONValue)
  /// It is shown that no value satisfies the schema.
  case unsatisfiable(GenerationFailure)
  /// Values may exist; none was found.
  case notFound(GenerationFailure)

  /// The value, if there is one.
  package var value: JSONValue? {
    if case .value(let value) = self { value } else { nil }
  }
}

/// Why no value was made.
package struct GenerationFailure: Sendable, CustomStringConvertible {
  /// What stands in the way.
  package let reason: String
  /// The place in the value that could not be made.
  package let pointer: JSONPointer

  package var description: String {
    pointer.tokens.isEmpty ? reason : "\(pointer): \(reason)"
  }
}

/// Values of one schema, made as they are asked for.
package struct GeneratedValues: Sequence {
  fileprivate let generator: SchemaGenerator
  fileprivate let seed: UInt64

  package func makeIterator() -> Iterator { Iterator(generator, seed: seed) }

  /// Makes one value after another.
  package final class Iterator: IteratorProtocol {
    private let program: SchemaProgram
    private var builder: ValueBuilder
    private let root: Int
    private let seed: UInt64
    private var count: UInt64 = 0
    private var seen: Set<[UInt8]> = []
    /// What comes once no further value is found by chance; nil until then.
    private var rest: ArraySlice<GeneratedValue>?
    /// Whether it is shown that all values there are have been made.
    ///
    /// To be asked at the end of the sequence: where it is not so, others may exist that were not
    /// found.
    package private(set) var isExhausted = false

    /// After so many values in a row that were there before, others are no longer looked for: the
    /// more there are already, the more often one comes again.
    private var repeatLimit: Int { Swift.min(40 + 2 * seen.count, 500) }

    fileprivate init(_ generator: SchemaGenerator, seed: UInt64) {
      program = generator.program
      builder = ValueBuilder(generator.model, seed: seed)
      root = builder.demand([generator.program.root])
      self.seed = seed
    }

    package func next() -> GeneratedValue? {
      if rest != nil { return rest?.popFirst() }
      var failure: ValueBuilder.Failure?
      for attempt in 0..<repeatLimit {
        // What is small or near a bound is soon all there.
        builder.reachesFar = count > 300 || attempt > 20
        failure = build()
        count += 1
        if failure == nil, !seen.contains(builder.out) {
          if let document = try? JSONDocument(parsing: builder.out), program.isValid(document.root)
          {
            seen.insert(builder.out)
            return .value(document.root)
          }
          failure = ValueBuilder.Failure(
            reason: "every value that was tried violates another schema", path: [],
            isContradiction: false)
        }
        if failure?.isContradiction == true { break }
      }
      rest = last(failure)[...]
      return rest?.popFirst()
    }

    /// What is left where chance finds nothing more: the values that were missed, where all can be
    /// listed, or why there is none.
    private func last(_ failure: ValueBuilder.Failure?) -> [GeneratedValue] {
      if let failure, failure.isContradiction, seen.isEmpty {
        isExhausted = true
        return [.unsatisfiable(Self.failure(failure))]
      }
      if let values = listMissing() {
        isExhausted = true
        if !seen.isEmpty || !values.isEmpty { return values.map { .value($0) } }
        return [
          .unsatisfiable(
            GenerationFailure(
              reason: "none of the values that types and bounds leave satisfies the rest",
              pointer: .root))
        ]
      }
      guard seen.isEmpty, let failure else { return [] }
      return [.notFound(Self.failure(failure))]
    }

    /// The values that have not been made; nil where not all can be listed and judged.
    private func listMissing() -> [JSONValue]? {
      guard let listed = builder.list(root) else { return nil }
      let made = Set(seen.compactMap { try? JSONDocument(parsing: $0).root })
      var missing: [JSONValue] = []
      for text in listed {
        guard let value = try? JSONDocument(parsing: text).root,
          let isAllowed = try? program.verdict(text.span)
        else { return nil }
        if isAllowed, !made.contains(value) { missing.append(value) }
      }
      return missing
    }

    private static func failure(_ failure: ValueBuilder.Failure) -> GenerationFailure {
      GenerationFailure(
        reason: failure.reason,
        pointer: JSONPointer(failure.path.map { String(decoding: $0, as: UTF8.self) }))
    }

    /// Builds the next text: the smallest first, then one with everything, then any.
    private func build() -> ValueBuilder.Failure? {
      builder.restart()
      builder.random = SeededRandom(seed: seed &+ count &* 0x2545_F491_4F6C_DD1D)
      builder.isSmallest = count == 0
      builder.isFullest = count == 1
      switch count {
      case 0, 1:
        builder.density = 100
        builder.depthLimit = 4
      default:
        builder.density = [30, 0, 60, 100, 15][builder.random.below(5)]
        builder.depthLimit = [2, 3, 5][builder.random.below(3)]
      }
      builder.lengthLimit = count == 1 ? 6_144 : 1_024
      return builder.append(root, depth: 0)
    }
  }
}
