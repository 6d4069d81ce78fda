internal import Diagnostics
internal import SchemaValidator

/// A test case as Bowtie sends it: one schema, and instances to judge by it.
struct Case {
  /// What is wanted to know about each instance.
  enum Format: String {
    /// The verdict.
    case flag
    /// The verdict, and what the schema says about the parts of a valid instance.
    case annotations
  }

  /// The schema, inside of the command.
  let schema: JSONValue
  /// What is wanted; nil for a format that is not known.
  let format: Format?
  /// The format as it was named.
  let formatName: String
  /// Handed back as it came, whatever it is.
  private let sequence: JSONValue
  private let source: JSONDocument
  private let registry: SchemaRegistry
  private let instances: [JSONValue]

  init(_ message: Message) throws(ProtocolMistake) {
    sequence = try message.member("seq")
    let body = try message.object("case")
    schema = try body.member("schema")
    let output = message["output"]
    formatName = output?.description ?? Format.flag.rawValue
    format = output.map { $0.stringValue.flatMap(Format.init) } ?? .flag
    registry = try Self.registry(body["registry"])
    let tests = try body.member("tests")
    guard tests.kind == .array else {
      throw ProtocolMistake("found \"tests\" to be \(tests.article); expected an array")
    }
    var instances: [JSONValue] = []
    for (position, test) in tests.elements.enumerated() {
      instances.append(try Message(test, named: "test \(position)").member("instance"))
    }
    self.instances = instances
    source = try Self.alone(schema)
  }

  private static func registry(_ value: JSONValue?) throws(ProtocolMistake) -> SchemaRegistry {
    var registry = SchemaRegistry()
    guard let value, !value.isNull else { return registry }
    guard value.kind == .object else {
      throw ProtocolMistake("found \"registry\" to be \(value.article); expected an object")
    }
    for member in value.members { registry.add(try alone(member.value), uri: member.name) }
    return registry
  }

  private static func alone(_ value: JSONValue) throws(ProtocolMistake) -> JSONDocument {
    do {
      return try value.alone()
    } catch {
      throw ProtocolMistake("a schema cannot be read: \(error)")
    }
  }

  /// The schema as a program.
  func compile(_ dialect: SchemaDialect) throws(SchemaError) -> SchemaProgram {
    try SchemaCompiler(registry: registry, defaultDialect: dialect).compile(source)
  }

  // MARK: - Answers

  /// The answer with a verdict for each instance.
  func results(of program: SchemaProgram, _ format: Format) -> [UInt8] {
    answer { writer in
      writer.name("results")
      writer.beginArray()
      for instance in instances {
        writer.beginObject()
        Self.write(program, instance, format, into: &writer)
        writer.endObject()
      }
      writer.endArray()
    }
  }

  /// The answer for a case that cannot be judged.
  func errored(_ message: String) -> [UInt8] {
    answer { Self.writeError(message, into: &$0) }
  }

  /// The answer for a case that is not meant for this implementation.
  func skipped(_ message: String) -> [UInt8] {
    answer { writer in
      writer.name("skipped")
      writer.bool(true)
      writer.name("message")
      writer.string(message)
    }
  }

  private func answer(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.name("seq")
    writer.value(sequence)
    body(&writer)
    writer.endObject()
    return writer.finish()
  }

  private static func write(
    _ program: SchemaProgram, _ instance: JSONValue, _ format: Format, into writer: inout JSONWriter
  ) {
    let verdict = program.evaluate(instance)
    guard verdict.outcome != .undecided else {
      return writeError(verdict.undecided.joined(separator: "; "), into: &writer)
    }
    writer.name("valid")
    writer.bool(verdict.isValid)
    guard format == .annotations else { return }
    writer.name("annotations")
    writer.beginArray()
    for annotation in program.annotations(for: instance) {
      writer.beginObject()
      writer.name("keyword")
      writer.string(annotation.keyword)
      writer.name("instanceLocation")
      writer.string(annotation.instanceLocation.description)
      writer.name("keywordLocation")
      writer.string(annotation.schemaPointer.appending(annotation.keyword).fragment)
      writer.name("annotation")
      writer.raw(annotation.value.utf8)
      writer.endObject()
    }
    writer.endArray()
  }

  private static func writeError(_ message: String, into writer: inout JSONWriter) {
    writer.name("errored")
    writer.bool(true)
    writer.name("context")
    writer.beginObject()
    writer.name("message")
    writer.string(message)
    writer.endObject()
  }
}
