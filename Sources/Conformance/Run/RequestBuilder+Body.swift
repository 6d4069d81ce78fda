import SchemaValidator

extension RequestBody? {
  /// The media type that a body of JSON is sent as: the operation's own where it has exactly one.
  var mediaTypeForJSON: MediaTypeRange {
    let types = self?.content.map(\.range).filter { $0.isJSON && !$0.isRange } ?? []
    return types.count == 1 ? types[0] : .json
  }

  /// The media type that named parts are sent as.
  var mediaTypeForParts: MediaTypeRange {
    let types = self?.content.map(\.range).filter { $0.contentKind == .multipart } ?? []
    return types.first { !$0.isRange } ?? .formData
  }

  /// The body of a media type that carries a value, written as the contract has it.
  func body(
    for value: JSONValue, as type: MediaTypeRange, details: [String: PartDetails] = [:]
  ) throws(UnwritableValue) -> EncodedBody {
    guard let entry = self?.content.entry(for: type) else {
      return try type.body(for: value, details: details)
    }
    return try entry.body(for: value, as: type, details: details)
  }
}

extension Call.Body {
  /// The bytes to send and their media type; nil for no body.
  /// - Throws: ``TemplateFailure`` when a place for a value cannot be filled, or the value has no
  ///   form in the media type.
  func content(
    for description: RequestBody?, in scope: inout TemplateScope
  ) throws(TemplateFailure) -> (bytes: [UInt8], mediaType: String?)? {
    switch self {
    case .none: return nil
    case .json(let value):
      return (try value.json(in: &scope), description.mediaTypeForJSON.description)
    case .raw(let template, let type): return (Array(try template.text(in: &scope).utf8), type)
    case .file(let bytes, let type): return (bytes, type.description)
    case .form(let value):
      return try Self.encoded(try value.json(in: &scope), as: .form, description)
    case .multipart(let parts):
      var details: [String: PartDetails] = [:]
      var writer = JSONWriter()
      writer.beginObject()
      for (name, part) in parts {
        switch part {
        case .value(let value) where value.isOmitted(in: scope): continue
        case .value(let value):
          writer.name(name)
          try value.write(to: &writer, in: &scope)
        case .file(let bytes, let fileName, let type):
          details[name] = PartDetails(contentType: type, fileName: fileName, bytes: bytes)
          writer.name(name)
          writer.string(fileName)
        }
      }
      writer.endObject()
      return try Self.encoded(
        writer.finish(), as: description.mediaTypeForParts, description, details)
    }
  }

  private static func encoded(
    _ json: [UInt8], as type: MediaTypeRange, _ description: RequestBody?,
    _ details: [String: PartDetails] = [:]
  ) throws(TemplateFailure) -> (bytes: [UInt8], mediaType: String?) {
    guard let document = try? JSONDocument(parsing: json) else {
      throw TemplateFailure("the value is not valid JSON")
    }
    do {
      let body = try description.body(for: document.root, as: type, details: details)
      return (body.bytes, body.contentType)
    } catch {
      throw TemplateFailure("the body cannot be written: \(error.message)")
    }
  }
}
