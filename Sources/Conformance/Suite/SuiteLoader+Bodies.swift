import Diagnostics
import SchemaValidator

extension SuiteLoader {
  /// The keys that say what is sent as a body.
  static let bodyKeys = [
    "body", "raw_body", "file_body", "form_body", "multipart_body", "media_type",
  ]

  /// The keys of a part that is a file.
  static let partKeys = ["file", "media_type", "filename"]

  /// The largest file that a request can carry, in bytes.
  private static let largestFile = 10 << 20

  /// Reads what is sent as the body.
  mutating func body(_ mapping: ManifestMapping, for operation: Operation?) -> Call.Body {
    let given = Self.bodyKeys.dropLast().filter { mapping[$0] != nil }
    if given.count > 1, let second = mapping[given[1]] {
      mistakes.add(
        code: "suite.two-bodies",
        "a request has one body; found \(given.joined(separator: " and "))",
        at: second, fix: "remove \"\(given[1]):\"")
    }
    if let node = mapping["media_type"], let kind = given.first,
      !["raw_body", "file_body"].contains(kind)
    {
      mistakes.add(
        code: "suite.unknown-key", "\"\(kind)\" has the media type that the contract gives it",
        at: node, fix: "remove \"media_type:\", or write \"raw_body:\"")
    }
    switch given.first {
    case "body": return templated(mapping["body"]).map(Call.Body.json) ?? .none
    case "raw_body": return rawBody(mapping)
    case "file_body": return fileBody(mapping, for: operation)
    case "form_body":
      guard let node = mapping["form_body"], node.mapping("form_body", &mistakes) != nil else {
        return .none
      }
      return templated(node).map(Call.Body.form) ?? .none
    case "multipart_body": return multipartBody(mapping)
    default: return .none
    }
  }

  private mutating func templated(_ node: ManifestNode?) -> TemplatedValue? {
    guard let node, let value = node.templatedValue(&mistakes) else { return nil }
    check(value, at: node)
    return value
  }

  private mutating func rawBody(_ mapping: ManifestMapping) -> Call.Body {
    guard let node = mapping["raw_body"], let text = node.template("raw_body", &mistakes) else {
      return .none
    }
    check(text, at: node)
    let mediaType = mapping["media_type"]
    let type = mediaType.map { $0.value.isNull ? nil : $0.text("media_type", &mistakes) }
    return .raw(text, mediaType: type ?? "application/json")
  }

  private mutating func fileBody(
    _ mapping: ManifestMapping, for operation: Operation?
  ) -> Call.Body {
    guard let node = mapping["file_body"], let (bytes, _) = file(node) else { return .none }
    if let node = mapping["media_type"] {
      return mediaType(node).map { .file(bytes, mediaType: $0) } ?? .none
    }
    let offered = operation?.requestBody?.content.map(\.range) ?? []
    guard offered.count == 1, !offered[0].isRange else {
      mistakes.add(
        code: "suite.missing-key", "a file does not say what its media type is", at: node,
        fix: "add \"media_type:\"")
      return .none
    }
    return .file(bytes, mediaType: offered[0])
  }

  private mutating func multipartBody(_ mapping: ManifestMapping) -> Call.Body {
    guard let members = mapping["multipart_body"]?.mapping("multipart_body", &mistakes)?.members
    else { return .none }
    var parts: [(name: String, part: Call.Part)] = []
    for member in members {
      if let part = part(member.node) { parts.append((member.name, part)) }
    }
    return .multipart(parts)
  }

  /// Reads a part: a value, or a mapping that names a file.
  private mutating func part(_ node: ManifestNode) -> Call.Part? {
    guard node.value["file"] != nil else { return templated(node).map(Call.Part.value) }
    guard
      let mapping = node.mapping("the part", keys: Self.partKeys, &mistakes),
      let (bytes, ownName) = mapping["file"].flatMap({ file($0) })
    else { return nil }
    let type = mapping["media_type"].map { mediaType($0) } ?? .octetStream
    let name = mapping["filename"].map { $0.text("filename", &mistakes) } ?? ownName
    guard let type, let name else { return nil }
    return .file(bytes, name: name, mediaType: type)
  }

  /// Reads a media type without parameters.
  mutating func mediaType(_ node: ManifestNode) -> MediaTypeRange? {
    guard let text = node.text("media_type", &mistakes) else { return nil }
    guard let type = MediaTypeRange(text), !type.isRange, !text.contains(";") else {
      mistakes.add(
        code: "suite.bad-media-type", "\"\(text)\" is not a media type", at: node,
        fix: "write a type and a subtype without parameters, such as image/png")
      return nil
    }
    return type
  }

  /// Reads a file below the profile's folder: its bytes and its own name.
  private mutating func file(_ node: ManifestNode) -> (bytes: [UInt8], name: String)? {
    guard let path = node.text("a file's path", &mistakes) else { return nil }
    guard let segments = Self.segments(ofRelativePath: path), let name = segments.last else {
      mistakes.add(
        code: "suite.bad-file", "\"\(path)\" does not lie below the folder of the suite", at: node,
        fix: "write a path relative to the suite, such as files/photo.png")
      return nil
    }
    do {
      let bytes = try context.attachment(segments.joined(separator: "/"))
      guard bytes.count <= Self.largestFile else {
        mistakes.add(
          code: "suite.bad-file",
          "\"\(path)\" has \(bytes.count) bytes; a request carries \(Self.largestFile) at most",
          at: node, fix: "send a smaller file")
        return nil
      }
      return (bytes, name)
    } catch {
      let nearest = context.nearestAttachment(segments.joined(separator: "/"))
      mistakes.add(
        code: "suite.bad-file", error.all.first?.message ?? "\"\(path)\" cannot be read", at: node,
        fix: nearest.map { "write \"\($0)\"" }
          ?? "write the path of a file, relative to the suite")
      return nil
    }
  }

  /// The names a relative path leads through; nil for one that leads out of its folder.
  private static func segments(ofRelativePath path: String) -> [String]? {
    guard !path.utf8.starts(with: "/".utf8) else { return nil }
    var segments: [String] = []
    for segment in path.split(separator: "/") {
      switch segment {
      case ".": continue
      case "..": if segments.popLast() == nil { return nil }
      default: segments.append(String(segment))
      }
    }
    return segments
  }
}
