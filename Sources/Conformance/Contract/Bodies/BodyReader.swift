internal import SchemaValidator

/// Reads values out of bodies; the inverse of ``BodyWriter``.
struct BodyReader {
  /// The parts of the body, outermost level.
  private(set) var parts: [BodyPart] = []
  /// What is not as the contract describes it but keeps nothing from being read.
  private(set) var departures: [UnreadableText] = []
  /// The character set of parts that name none; forms can set it.
  private var charset = TextCharset.utf8
  /// How many bodies the one that is read lies in.
  private var depth = 0
  /// How deep bodies may lie in each other: they follow the call stack.
  private static let deepest = 16

  /// What a body of a media type stands for.
  mutating func draft(
    _ bytes: [UInt8], as type: MediaTypeRange, _ layout: BodyLayout
  ) throws(UnreadableText) -> DraftValue {
    switch type.contentKind {
    case .json: return .json(try Self.json(bytes[...]))
    case .jsonLines: return try Self.jsonLines(bytes)
    case .jsonSequence: return try Self.jsonSequence(bytes)
    case .form: return try form(bytes, layout)
    case .multipart: return try multipart(bytes, type, layout)
    case .xml: return .string(try text(bytes, type))
    case .eventStream where layout.isSequence:
      return .array(EventStream.events(try text(bytes, type)))
    case .text, .eventStream: return try DraftValue(scalar: try text(bytes, type), layout.shape)
    case .binary: return Self.octets(bytes)
    case .unknown:
      let isText = layout.shape.names(.string) && !layout.shape.isForBytes
      if isText || !layout.shape.isDescribed { return .string(try text(bytes, type)) }
      if let types = layout.shape.types, !types.isDisjoint(with: .scalars), !layout.shape.isForBytes
      {
        return try DraftValue(scalar: try text(bytes, type), layout.shape)
      }
      return Self.octets(bytes)
    }
  }

  private static func octets(_ bytes: [UInt8]) -> DraftValue {
    .string(TextCharset.latin1.text(bytes) ?? "")
  }

  private func text(_ bytes: [UInt8], _ type: MediaTypeRange) throws(UnreadableText) -> String {
    let name = type.parameter("charset")
    let charset = name.map { TextCharset($0) } ?? self.charset
    guard let charset else {
      throw UnreadableText(
        found: "the character set \(name ?? "")", expected: "utf-8, us-ascii or iso-8859-1")
    }
    guard let text = charset.text(bytes) else {
      throw UnreadableText(text: bytes.prefix(60), expected: "text in \(name ?? "utf-8")")
    }
    return text
  }

  private static func json(_ bytes: ArraySlice<UInt8>) throws(UnreadableText) -> JSONValue {
    do {
      return try JSONDocument(parsing: Array(bytes)).root
    } catch {
      throw UnreadableText(found: "text that is no JSON: \(error)", expected: "one JSON text")
    }
  }

  private static func jsonLines(_ bytes: [UInt8]) throws(UnreadableText) -> DraftValue {
    var values: [DraftValue] = []
    for (number, line) in bytes.split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false
    ).enumerated() {
      let text = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      if text.trimmed.isEmpty { continue }
      do { values.append(.json(try json(text))) } catch { throw error.of("line \(number + 1)") }
    }
    return .array(values)
  }

  private static func jsonSequence(_ bytes: [UInt8]) throws(UnreadableText) -> DraftValue {
    guard !bytes.isEmpty else { return .array([]) }
    guard bytes[0] == 0x1E else {
      throw UnreadableText(text: bytes.prefix(20), expected: "a record separator, U+001E")
    }
    var values: [DraftValue] = []
    for (number, text) in bytes[1...].split(separator: 0x1E).enumerated() {
      do { values.append(.json(try json(text))) } catch { throw error.of("text \(number + 1)") }
    }
    return .array(values)
  }
}

// MARK: - Fields with a name

extension BodyReader {
  private typealias ElementReader = (Int, SchemaShape) -> Result<DraftValue, UnreadableText>

  /// The value of a property that is given in a number of fields.
  private func value(
    of name: String, givenIn count: Int, _ shape: SchemaShape, isBlank: Bool,
    _ element: ElementReader
  ) throws(UnreadableText) -> DraftValue {
    let isList = shape.names(.array)
    let isOpen = shape.types == nil && count > 1
    guard isList || isOpen || count == 1 else {
      throw UnreadableText(found: "it \(count) times", expected: "it once").of("field \"\(name)\"")
    }
    var options: [DraftValue] = []
    var departure: UnreadableText?
    if isList || isOpen {
      var elements: [DraftValue] = []
      for position in 0..<count {
        switch element(position, isList ? shape.element(position) : .anything) {
        case .success(let draft): elements.append(draft)
        case .failure(let failure): departure = departure ?? failure
        }
      }
      if elements.count == count { options.append(.array(elements)) }
      if isBlank, count == 1, isList { options.append(.array([])) }
    }
    let isSingle = count == 1 && (!isList || shape.types?.subtracting(.array).isEmpty == false)
    if isSingle {
      switch element(0, shape) {
      case .success(let draft): options.insert(draft, at: 0)
      case .failure(let failure): departure = departure ?? failure
      }
    }
    if let draft = DraftValue(anyOf: options) { return draft }
    throw (departure ?? UnreadableText(found: "nothing", expected: "a value"))
      .of("field \"\(name)\"")
  }

  /// The properties of an object, each with the fields that give it, in the order of the first.
  private static func grouped<Field>(
    _ fields: [(name: String, field: Field)]
  ) -> [(name: String, fields: [Field])] {
    var groups: [(name: String, fields: [Field])] = []
    var known: [[UInt8]: Int] = [:]
    for (name, field) in fields {
      if let index = known[Array(name.utf8)] {
        groups[index].fields.append(field)
      } else {
        known[Array(name.utf8)] = groups.count
        groups.append((name, [field]))
      }
    }
    return groups
  }

  /// The properties that are written like query parameters; and for each pair whether it is left.
  private static func styled(
    _ pairs: [TextPair], _ layout: BodyLayout, _ decoding: TextDecoding
  ) throws(UnreadableText) -> (members: [(name: String, value: DraftValue)], isLeft: [Bool]) {
    var readers: [ParameterReader] = []
    for (name, encoding) in layout.encodings.byName {
      guard let style = encoding.serialization else { continue }
      readers.append(
        ParameterReader(
          name: name, style: style.style, explode: style.explode, decoding: decoding,
          shape: layout.shape.member(name)))
    }
    let owners = ParameterReader.owners(
      of: pairs, among: readers, reserved: layout.shape.memberNames)
    var members: [(name: String, value: DraftValue)] = []
    for (number, reader) in readers.enumerated() {
      let own = zip(pairs, owners).filter { $1 == number }.map(\.0)
      do throws(UnreadableText) {
        if let value = try reader.draft(pairs: own) { members.append((reader.name, value)) }
      } catch {
        throw error.of("field \"\(reader.name)\"")
      }
    }
    return (members, owners.map { $0 == nil })
  }
}

// MARK: - Forms

extension BodyReader {
  private func form(_ bytes: [UInt8], _ layout: BodyLayout) throws(UnreadableText) -> DraftValue {
    let pairs = TextPair.pairs(ofQuery: bytes)
    var (members, isLeft) = try Self.styled(pairs, layout, .form)
    var fields: [(name: String, field: String)] = []
    for (pair, _) in zip(pairs, isLeft).filter(\.1) {
      let name = try TextDecoding.form.text(pair.name)
      do {
        fields.append((name, try TextDecoding.form.text(pair.value ?? [])))
      } catch {
        throw error.of("field \"\(name)\"")
      }
    }
    for (name, texts) in Self.grouped(fields) {
      let encoding = layout.encodings.encoding(ofProperty: name)
      let value = try value(
        of: name, givenIn: texts.count, layout.shape.member(name),
        isBlank: texts == [""]
      ) { position, shape in
        Result { () throws(UnreadableText) in
          try Self.field(texts[position], encoding, shape)
        }
      }
      members.append((name, value))
    }
    return .object(members)
  }

  /// What the text of one field of a form stands for.
  private static func field(
    _ text: String, _ encoding: PropertyEncoding?, _ shape: SchemaShape
  ) throws(UnreadableText) -> DraftValue {
    let type = encoding.contentType(ofPartWith: shape)
    if type.contentKind == .json { return .json(try json(Array(text.utf8)[...])) }
    let scalar: Result<DraftValue, UnreadableText> = Result { () throws(UnreadableText) in
      try DraftValue(scalar: text, shape)
    }
    // A schema that allows objects as well has them written as JSON.
    let isContainer = text.utf8.first == UInt8(ascii: "{") || text.utf8.first == UInt8(ascii: "[")
    guard isContainer, shape.names([.object, .array]), let value = try? json(Array(text.utf8)[...])
    else { return try scalar.get() }
    return DraftValue(anyOf: [.json(value)] + [try? scalar.get()].compactMap { $0 }) ?? .json(value)
  }
}

// MARK: - Multipart bodies

extension BodyReader {
  private mutating func multipart(
    _ bytes: [UInt8], _ type: MediaTypeRange, _ layout: BodyLayout
  ) throws(UnreadableText) -> DraftValue {
    guard depth < Self.deepest else {
      throw UnreadableText(
        found: "multipart bodies in each other", expected: "at most \(Self.deepest) levels of them")
    }
    let received = try MultipartReader(bytes, type).parts()
    parts = received
    let isForm = type.subtype == "form-data"
    let areNamed = received.allSatisfy { $0.name != nil }
    guard isForm || (areNamed && layout.shape.names(.object)) else {
      return try sequence(received, layout)
    }
    var named: [(name: String, field: BodyPart)] = []
    for (position, part) in received.enumerated() {
      guard let name = part.name else {
        let field = part.fields.value(named: "Content-Disposition")
        throw UnreadableText(
          found: field.map { "\"Content-Disposition: \($0)\"" } ?? "no Content-Disposition",
          expected: "\"Content-Disposition: form-data\" with a name"
        ).of("part \(position + 1)")
      }
      named.append((name, part))
    }
    try takeCharset(from: &named, layout)
    return try object(named, layout)
  }

  /// The form's own field that says in which character set the others are.
  ///
  /// Source: [RFC 7578, section 4.6](https://www.rfc-editor.org/rfc/rfc7578#section-4.6)
  private mutating func takeCharset(
    from fields: inout [(name: String, field: BodyPart)], _ layout: BodyLayout
  ) throws(UnreadableText) {
    guard let index = fields.firstIndex(where: { $0.name.isSameText(as: "_charset_") }),
      !layout.shape.memberNames.contains("_charset_")
    else { return }
    let name = String(decoding: fields.remove(at: index).field.bytes, as: UTF8.self)
    guard let charset = TextCharset(name) else {
      throw UnreadableText(
        found: "the character set \(name)", expected: "utf-8, us-ascii or iso-8859-1")
    }
    self.charset = charset
  }

  private mutating func object(
    _ fields: [(name: String, field: BodyPart)], _ layout: BodyLayout
  ) throws(UnreadableText) -> DraftValue {
    let pairs = fields.map { TextPair(name: Array($0.name.utf8), value: $0.field.bytes) }
    var (members, isLeft) = try Self.styled(pairs, layout, .none)
    for (name, parts) in Self.grouped(zip(fields, isLeft).filter(\.1).map(\.0)) {
      let encoding = layout.encodings.encoding(ofProperty: name)
      for part in parts { note(part, encoding, "part \"\(name)\"") }
      let shape = layout.shape.member(name)
      if let array = try wholeArray(parts, encoding, shape) {
        members.append((name, array))
        continue
      }
      let isBlank = parts.count == 1 && parts[0].bytes.isEmpty
      let reader = self
      let value = try value(of: name, givenIn: parts.count, shape, isBlank: isBlank) {
        position, shape in
        Result { () throws(UnreadableText) in
          try reader.draft(parts[position], encoding, shape)
        }
      }
      members.append((name, value))
    }
    return .object(members)
  }

  /// An array whose elements are no arrays and that came as one JSON text all the same.
  private func wholeArray(
    _ parts: [BodyPart], _ encoding: PropertyEncoding?, _ shape: SchemaShape
  ) throws(UnreadableText) -> DraftValue? {
    guard parts.count == 1, shape.names(.array), !shape.element(0).names(.array),
      shape.element(0).types != nil, parts[0].contentType?.contentKind == .json,
      let value = try? Self.json(parts[0].bytes[...]), value.kind == .array
    else { return nil }
    return .json(value)
  }

  private mutating func sequence(
    _ parts: [BodyPart], _ layout: BodyLayout
  ) throws(UnreadableText) -> DraftValue {
    var values: [DraftValue] = []
    for (position, part) in parts.enumerated() {
      let encoding = layout.encodings.encoding(ofPart: position)
      note(part, encoding, "part \(position + 1)")
      do {
        values.append(try draft(part, encoding, layout.shape.element(position)))
      } catch {
        throw error.of("part \(position + 1)")
      }
    }
    return .array(values)
  }

  /// What one part stands for.
  private func draft(
    _ part: BodyPart, _ encoding: PropertyEncoding?, _ shape: SchemaShape
  ) throws(UnreadableText) -> DraftValue {
    let type: MediaTypeRange
    if let field = part.fields.value(named: "Content-Type") {
      guard let stated = MediaTypeRange(field), !stated.isRange else {
        throw UnreadableText(text: field.utf8, expected: "a media type")
      }
      type = stated
    } else {
      type = encoding.contentType(ofPartWith: shape)
    }
    var inner = BodyReader()
    inner.charset = charset
    inner.depth = depth + 1
    return try inner.draft(try decoded(part, shape), as: type, BodyLayout(shape, encoding))
  }

  /// The bytes of a part with its `Content-Transfer-Encoding` undone.
  ///
  /// Forms should not use one (RFC 7578 section 4.7). Where the schema's string is base64 itself,
  /// the text stays as it is.
  private func decoded(
    _ part: BodyPart, _ shape: SchemaShape
  ) throws(UnreadableText) -> [UInt8] {
    guard let field = part.fields.value(named: "Content-Transfer-Encoding") else {
      return part.bytes
    }
    switch field.lowercased() {
    case "7bit", "8bit", "binary": return part.bytes
    case "base64":
      let isBase64Itself =
        shape.keyword("contentEncoding")?.stringValue?.lowercased() == "base64"
        || shape.keyword("format")?.stringValue == "byte"
      if isBase64Itself { return part.bytes }
      guard let bytes = Base64.decode(part.bytes) else {
        throw UnreadableText(text: part.bytes.prefix(60), expected: "base64")
      }
      return bytes
    default:
      throw UnreadableText(
        found: "Content-Transfer-Encoding \(field)", expected: "none, 7bit, 8bit, binary or base64")
    }
  }

  /// Writes down what the encoding of a part asks for and the part does not have.
  private mutating func note(_ part: BodyPart, _ encoding: PropertyEncoding?, _ subject: String) {
    guard let encoding else { return }
    let wanted = encoding.contentTypes
    let stated = part.contentType ?? .plainText
    if encoding.serialization == nil, !wanted.isEmpty,
      !wanted.contains(where: { $0.matches(stated) })
    {
      departures.append(
        UnreadableText(
          found: part.contentType.map(\.description) ?? "no Content-Type, which means text/plain",
          expected: wanted.map(\.description).joined(separator: " or "), subject: subject))
    }
    for header in encoding.headers {
      do throws(UnreadableText) {
        let value = try header.value(fromFields: part.fields.values(named: header.name))
        if value == nil, header.isRequired {
          departures.append(
            UnreadableText(
              found: "no header \"\(header.name)\"", expected: "one", subject: subject))
        }
      } catch {
        departures.append(error.of(subject))
      }
    }
  }
}
