internal import SchemaValidator

/// Writes values as bodies.
struct BodyWriter {
  /// What values do not say about their parts, by the name of a property.
  let details: [String: PartDetails]

  /// The body that carries a value.
  func body(
    for value: JSONValue, as type: MediaTypeRange, _ layout: BodyLayout
  ) throws(UnwritableValue) -> EncodedBody {
    switch type.contentKind {
    case .json: return EncodedBody(type, Array(value.description.utf8))
    case .jsonLines:
      let lines = try elements(of: value, type).map { $0.description + "\n" }
      return EncodedBody(type, Array(lines.joined().utf8))
    case .jsonSequence:
      let texts = try elements(of: value, type).map { "\u{1E}" + $0.description + "\n" }
      return EncodedBody(type, Array(texts.joined().utf8))
    case .form: return EncodedBody(type, Array(try form(value, layout).utf8))
    case .multipart: return try multipart(value, type, layout)
    case .eventStream where layout.isSequence && value.kind == .array:
      return try text(try EventStream.text(of: value), type)
    case .text, .xml, .eventStream: return try text(try scalar(value, type), type)
    case .binary: return EncodedBody(type, try bytes(value, type))
    case .unknown:
      let isText = layout.shape.names(.string) && !layout.shape.isForBytes
      if !layout.shape.isDescribed || isText || value.kind != .string {
        return EncodedBody(type, Array(try scalar(value, type).utf8))
      }
      return EncodedBody(type, try bytes(value, type))
    }
  }

  /// The text of a string, number or boolean.
  func scalar(_ value: JSONValue, _ type: MediaTypeRange) throws(UnwritableValue) -> String {
    switch value.kind {
    case .string: return value.stringValue ?? ""
    case .boolean, .number: return value.description
    case .null, .array, .object:
      throw UnwritableValue(message: "\(value.kind.withArticle) has no text as \(type)")
    }
  }

  private func elements(
    of value: JSONValue, _ type: MediaTypeRange
  ) throws(UnwritableValue) -> [JSONValue] {
    guard value.kind == .array else {
      throw UnwritableValue(
        message: "\(type) holds the elements of an array; the value is \(value.kind.withArticle)")
    }
    return Array(value.elements)
  }

  private func text(
    _ text: String, _ type: MediaTypeRange
  ) throws(UnwritableValue) -> EncodedBody {
    guard let name = type.parameter("charset") else {
      // Without a charset a reader may take anything but ASCII for something else.
      let isPlain = type.contentKind != .text || text.utf8.allSatisfy { $0 < 0x80 }
      return EncodedBody(isPlain ? type : type.adding("charset", "utf-8"), Array(text.utf8))
    }
    guard let bytes = TextCharset(name)?.bytes(text) else {
      throw UnwritableValue(message: "the text cannot be written in the character set \(name)")
    }
    return EncodedBody(type, bytes)
  }

  private func bytes(_ value: JSONValue, _ type: MediaTypeRange) throws(UnwritableValue) -> [UInt8]
  {
    guard let bytes = TextCharset.latin1.bytes(try scalar(value, type)) else {
      throw UnwritableValue(
        message: "\(type) holds bytes, a character U+0000 to U+00FF each; the text has others")
    }
    return bytes
  }
}

extension EncodedBody {
  init(_ type: MediaTypeRange, _ bytes: [UInt8]) {
    self.init(contentType: type.description, bytes: bytes)
  }
}

// MARK: - Forms

extension BodyWriter {
  /// The text of an object as `application/x-www-form-urlencoded`.
  private func form(_ value: JSONValue, _ layout: BodyLayout) throws(UnwritableValue) -> String {
    guard value.kind == .object else {
      throw UnwritableValue(
        message: "a form holds the members of an object; the value is \(value.kind.withArticle)")
    }
    var pairs: [String] = []
    for member in value.members {
      let encoding = layout.encodings.encoding(ofProperty: member.name)
      if let style = encoding?.serialization {
        let serializer = ParameterSerializer(
          name: member.name, style: style.style, explode: style.explode,
          encoding: style.allowReserved ? .reserved : .unreserved, in: .query)
        pairs += try serializer.pairs(for: member.value).map { "\($0.name)=\($0.text)" }
      } else {
        let name = Self.formEncoded(member.name)
        for text in try fields(member.value, encoding, layout.shape.member(member.name)) {
          pairs.append("\(name)=\(Self.formEncoded(text))")
        }
      }
    }
    return pairs.joined(separator: "&")
  }

  /// The texts that stand for a property: one for each element of an array, none for null.
  private func fields(
    _ value: JSONValue, _ encoding: PropertyEncoding?, _ shape: SchemaShape
  ) throws(UnwritableValue) -> [String] {
    var texts: [String] = []
    let values = value.kind == .array ? Array(value.elements) : value.isNull ? [] : [value]
    for (position, value) in values.enumerated() {
      let shape = shape.names(.array) ? shape.element(position) : shape
      let type = encoding.contentType(of: value, shape, nil)
      switch type.contentKind {
      case .json: texts.append(value.description)
      case .text, .xml, .binary, .unknown, .eventStream: texts.append(try scalar(value, type))
      case .jsonLines, .jsonSequence, .form, .multipart:
        throw UnwritableValue(message: "a field of a form cannot hold \(type)")
      }
    }
    return texts
  }

  /// A name or value as a form holds it.
  ///
  /// Source: [URL Standard, urlencoded serializing](https://url.spec.whatwg.org/#urlencoded-serializing)
  private static func formEncoded(_ text: String) -> String {
    var encoded = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: " "): encoded += "+"
      case UInt8(ascii: "~"): encoded += "%7E"
      case UInt8(ascii: "*"): encoded += "*"
      case let byte where byte.isUnreserved: encoded.unicodeScalars.append(Unicode.Scalar(byte))
      default: encoded += byte.triplet
      }
    }
    return encoded
  }
}

// MARK: - Multipart bodies

extension BodyWriter {
  /// A part before it is written.
  private struct Part {
    /// The name of the field; nil in a body whose parts have none.
    var name: String?
    var fileName: String?
    var contentType: String?
    var fields: [HTTPField] = []
    var bytes: [UInt8]
  }

  private func multipart(
    _ value: JSONValue, _ type: MediaTypeRange, _ layout: BodyLayout
  ) throws(UnwritableValue) -> EncodedBody {
    var parts: [Part] = []
    switch value.kind {
    case .object:
      for member in value.members {
        parts += try namedParts(member.name, member.value, layout)
      }
    case .array where type.subtype != "form-data":
      for (position, element) in value.elements.enumerated() {
        parts.append(
          try part(
            nil, element, layout.shape.element(position),
            layout.encodings.encoding(ofPart: position)))
      }
    case .array, .null, .boolean, .number, .string:
      throw UnwritableValue(
        message: "\(type) holds the members of an object; the value is \(value.kind.withArticle)")
    }
    let boundary = try boundary(of: type, parts)
    var bytes: [UInt8] = []
    for part in parts {
      bytes += "--\(boundary)\r\n".utf8
      bytes += try head(of: part).utf8
      bytes += "\r\n".utf8
      bytes += part.bytes
      bytes += "\r\n".utf8
    }
    bytes += "--\(boundary)--\r\n".utf8
    let written = type.parameter("boundary") == nil ? type.adding("boundary", boundary) : type
    return EncodedBody(written, bytes)
  }

  /// The parts of a property: one for each element of an array, none for null.
  private func namedParts(
    _ name: String, _ value: JSONValue, _ layout: BodyLayout
  ) throws(UnwritableValue) -> [Part] {
    if let details = details[name], let bytes = details.bytes {
      return [
        Part(
          name: name, fileName: details.fileName, contentType: details.contentType?.description,
          fields: details.fields, bytes: bytes)
      ]
    }
    let encoding = layout.encodings.encoding(ofProperty: name)
    if let style = encoding?.serialization {
      // OpenAPI 3.2: in parts nothing is percent-encoded.
      let serializer = ParameterSerializer(
        name: name, style: style.style, explode: style.explode, encoding: .none, in: .query)
      return try serializer.pairs(for: value).map {
        Part(name: $0.name, bytes: Array($0.text.utf8))
      }
    }
    let shape = layout.shape.member(name)
    var parts: [Part] = []
    let values = value.kind == .array ? Array(value.elements) : value.isNull ? [] : [value]
    for (position, value) in values.enumerated() {
      let shape = shape.names(.array) ? shape.element(position) : shape
      parts.append(try part(name, value, shape, encoding))
    }
    return parts
  }

  private func part(
    _ name: String?, _ value: JSONValue, _ shape: SchemaShape, _ encoding: PropertyEncoding?
  ) throws(UnwritableValue) -> Part {
    let details = name.flatMap { self.details[$0] }
    let type = encoding.contentType(of: value, shape, details)
    let body = try BodyWriter(details: [:]).body(
      for: value, as: type, BodyLayout(shape, encoding))
    let isFile = type.contentKind == .binary
    // Without a field of its own a part is text/plain (RFC 7578 section 4.4).
    let isDefault = name != nil && body.contentType == "text/plain"
    return Part(
      name: name, fileName: details?.fileName ?? (isFile ? name : nil),
      contentType: isDefault ? nil : body.contentType, fields: details?.fields ?? [],
      bytes: body.bytes)
  }

  private func head(of part: Part) throws(UnwritableValue) -> String {
    var lines: [String] = []
    if let name = part.name {
      var line = "Content-Disposition: form-data; name=\(try quoted(name))"
      if let fileName = part.fileName { line += "; filename=\(try quoted(fileName))" }
      lines.append(line)
    }
    if let contentType = part.contentType { lines.append("Content-Type: \(contentType)") }
    for field in part.fields {
      guard !field.value.utf8.contains(where: { $0 == 0x0D || $0 == 0x0A || $0 == 0 }) else {
        throw UnwritableValue(message: "a header cannot hold a line end or NUL")
      }
      lines.append(field.description)
    }
    return lines.map { $0 + "\r\n" }.joined()
  }

  /// A name between quotation marks; beyond ASCII it stands there as UTF-8 (RFC 7578 section 5.1).
  private func quoted(_ name: String) throws(UnwritableValue) -> String {
    var quoted = "\""
    for scalar in name.unicodeScalars {
      if scalar.value < 0x20 || scalar.value == 0x7F {
        throw UnwritableValue(message: "the name of a part cannot hold a control character")
      }
      if scalar == "\"" || scalar == "\\" { quoted += "\\" }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }

  /// A boundary that no part holds: the one of the media type, else the first that will do.
  private func boundary(
    of type: MediaTypeRange, _ parts: [Part]
  ) throws(UnwritableValue) -> String {
    let isFree: (String) -> Bool = { boundary in
      let line = Array("--\(boundary)".utf8)
      return !parts.contains { $0.bytes.contains(line) }
    }
    if let given = type.parameter("boundary") {
      guard MultipartReader.isBoundary(given), isFree(given) else {
        throw UnwritableValue(message: "\"\(given)\" cannot be the boundary of this body")
      }
      return given
    }
    var number = 1
    while !isFree("part-boundary-\(number)") { number += 1 }
    return "part-boundary-\(number)"
  }
}

extension [UInt8] {
  /// Whether other bytes occur in these.
  fileprivate func contains(_ wanted: [UInt8]) -> Bool {
    guard let first = wanted.first else { return true }
    var start = startIndex
    while let found = self[start...].firstIndex(of: first) {
      if self[found...].starts(with: wanted) { return true }
      start = found + 1
    }
    return false
  }
}
