internal import Diagnostics
internal import SchemaValidator

extension ContractReader {
  /// The encodings of a media type or, in 3.2, of a part; empty where they do not count.
  func partEncodings(
    of node: ContractNode, _ kind: ObjectKind, of range: MediaTypeRange
  ) -> PartEncodings {
    var encodings = PartEncodings()
    let isMultipart = range.contentKind == .multipart
    guard isMultipart || range.contentKind == .form else { return encodings }
    if let map = node["encoding"], isObject(map, "\"encoding\" of \(kind.title)") {
      for (name, written) in map.members {
        guard let encoding = encoding(written, in: range) else { continue }
        encodings.byName.append((name, encoding))
      }
    }
    guard line >= .v3_2, isMultipart else { return encodings }
    if let list = node["prefixEncoding"], isArray(list, "\"prefixEncoding\" of \(kind.title)") {
      // One that cannot be read keeps its place: the others count by position.
      encodings.byPosition = list.elements.map { element in
        encoding(element, in: range)
          ?? PropertyEncoding(
            contentTypes: [], headers: [], serialization: nil, parts: PartEncodings(),
            node: element)
      }
    }
    if let item = node["itemEncoding"], let encoding = encoding(item, in: range) {
      encodings.others = [encoding]
    }
    return encodings
  }

  private func encoding(_ node: ContractNode, in range: MediaTypeRange) -> PropertyEncoding? {
    guard isObject(node, "an encoding") else { return nil }
    checkFields(of: node, as: .encoding)
    var headers: [Parameter] = []
    if range.contentKind == .multipart, let map = node["headers"],
      isObject(map, "\"headers\" of an encoding")
    {
      headers = self.headers(in: map).list
    }
    let contentTypes = contentTypes(of: node)
    let inner = contentTypes.first { $0.contentKind == .multipart || $0.contentKind == .form }
    return PropertyEncoding(
      contentTypes: contentTypes, headers: headers, serialization: serialization(of: node),
      parts: inner.map { partEncodings(of: node, .encoding, of: $0) } ?? PartEncodings(),
      node: node)
  }

  /// The media types of `contentType`, a list with commas.
  private func contentTypes(of node: ContractNode) -> [MediaTypeRange] {
    guard let text = string("contentType", of: node, .encoding), let member = node["contentType"]
    else { return [] }
    var ranges: [MediaTypeRange] = []
    for part in FieldScanner.list(text) {
      guard let range = MediaTypeRange(part) else {
        report(
          .invalidMediaType,
          "\"\(part)\" is no media type; expected one such as image/png, or several with commas",
          at: member.place, fix: "write a type, a slash and a subtype")
        continue
      }
      ranges.append(range)
    }
    return ranges
  }

  /// How a property is written like a query parameter; nil when nothing asks for that.
  private func serialization(of node: ContractNode) -> PropertyEncoding.Serialization? {
    guard ["style", "explode", "allowReserved"].contains(where: { node[$0] != nil }) else {
      return nil
    }
    guard
      case .style(let style, let explode, let allowReserved) = style(in: .query, node, .encoding)
    else { return nil }
    return PropertyEncoding.Serialization(
      style: style, explode: explode, allowReserved: allowReserved)
  }
}
