/// Reads the value of a parameter out of the text that its style gives it.
///
/// The inverse of ``ParameterSerializer``: what that one writes this one reads as the same value,
/// or as a choice that holds it. Text is told from numbers by the schema alone.
/// Source: [OpenAPI 3.1.2, Style Examples](https://spec.openapis.org/oas/v3.1.2.html#style-examples)
package struct ParameterReader: Sendable {
  /// The name as the contract spells it.
  let name: String
  /// How arrays and objects are written.
  let style: ParameterStyle
  /// Whether every element of an array and member of an object stands on its own.
  let explode: Bool
  /// How text is taken out of its place.
  let decoding: TextDecoding
  /// What the schema says about types.
  let shape: SchemaShape
  /// Whether the members of an object stand as pairs of their own, and the names of those known.
  private let isSpread: Bool
  private let spreadNames: [String]

  /// Creates a reader from a parameter's attributes.
  package init(
    name: String, style: ParameterStyle, explode: Bool, decoding: TextDecoding, shape: SchemaShape
  ) {
    self.name = name
    self.style = style
    self.explode = explode
    self.decoding = decoding
    self.shape = shape
    isSpread = explode && (style == .form || style == .cookie) && shape.names(.object)
    spreadNames = isSpread ? shape.memberNames : []
  }

  /// The value in a path segment or a header field, styles simple, label and matrix.
  func draft(segment: [UInt8]) throws(UnreadableText) -> DraftValue {
    switch style {
    case .label:
      guard segment.first == UInt8(ascii: ".") else {
        throw UnreadableText(text: segment, expected: "a text that starts with \".\"")
      }
      let rest = segment[1...]
      return try draft(TextForms(rest, separator: explode ? "." : ",", explode: explode))
    case .matrix:
      guard segment.first == UInt8(ascii: ";") else {
        throw UnreadableText(text: segment, expected: "a text that starts with \";\"")
      }
      let parts = segment[1...].split(
        separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
      return try draft(matrix: parts.map { TextPair($0) }, segment)
    case .simple, .form, .spaceDelimited, .pipeDelimited, .deepObject, .cookie:
      var forms = TextForms(segment[...], separator: ",", explode: explode)
      if decoding == .none { forms.trim() }  // RFC 9110 allows blanks around a list's commas
      return try draft(forms)
    }
  }

  /// The value in the pairs of a query, a form or a cookie; nil when none of them belongs to it.
  ///
  /// An object that is taken apart takes all pairs: leave out those of other parameters.
  func draft(pairs: [TextPair]) throws(UnreadableText) -> DraftValue? {
    if style == .deepObject { return try deepDraft(pairs) }
    let own = pairs.filter { isOwn($0) }
    if isSpread {
      guard !pairs.isEmpty else { return nil }
      return try draft(TextForms(own: own.map { $0.value ?? [] }, all: pairs))
    }
    guard !own.isEmpty else { return nil }
    let values = own.map { $0.value ?? [] }
    if explode { return try draft(TextForms(own: values, all: nil)) }
    guard values.count == 1 else {
      throw UnreadableText(found: "\(values.count) times \"\(name)\"", expected: "it once")
    }
    switch style {
    case .spaceDelimited:
      let spellings = decoding == .none ? [" "] : ["%20", "+", " "]
      return try draft(TextForms(values[0][...], separators: spellings))
    case .pipeDelimited:
      let spellings = decoding == .none ? ["|"] : ["%7C", "|"]
      return try draft(TextForms(values[0][...], separators: spellings))
    default: return try draft(TextForms(values[0][...], separator: ",", explode: false))
    }
  }

  private func draft(
    matrix pairs: [TextPair], _ segment: [UInt8]
  ) throws(UnreadableText) -> DraftValue {
    let own = pairs.filter { isOwn($0) }
    if explode, shape.names(.object) {
      return try draft(TextForms(own: own.map { $0.value ?? [] }, all: pairs))
    }
    guard own.count == pairs.count else {
      throw UnreadableText(text: segment, expected: "\";\(name)\" and nothing else by name")
    }
    let values = own.map { $0.value ?? [] }
    if explode { return try draft(TextForms(own: values, all: nil)) }
    guard values.count == 1 else {
      throw UnreadableText(found: "\(values.count) times \"\(name)\"", expected: "it once")
    }
    return try draft(TextForms(values[0][...], separator: ",", explode: false))
  }
}

// MARK: - Which pairs belong to a parameter

extension ParameterReader {
  /// Whether a pair stands under the parameter's own name.
  private func isOwn(_ pair: TextPair) -> Bool {
    (try? decoding.text(pair.name))?.isSameText(as: name) == true
  }

  /// Whether a pair belongs to the parameter by its name.
  func claims(_ pair: TextPair) -> Bool {
    guard let text = try? decoding.text(pair.name) else { return false }
    if style == .deepObject { return text.utf8.starts(with: (name + "[").utf8) }
    if spreadNames.contains(where: { $0.isSameText(as: text) }) { return true }
    let isObjectOnly = isSpread && shape.types == .object
    return !isObjectOnly && text.isSameText(as: name)
  }

  /// Whether the parameter takes the pairs that no parameter claims by name: OpenAPI's free-form
  /// query parameter.
  var takesUnclaimed: Bool { isSpread && shape.invitesOtherMembers }

  /// For each pair the number of the reader it belongs to; nil for those that belong to none.
  ///
  /// Reserved names are spoken for besides those of the readers.
  static func owners(
    of pairs: [TextPair], among readers: [ParameterReader], reserved: [String] = []
  ) -> [Int?] {
    let taker = readers.firstIndex(where: \.takesUnclaimed)
    return pairs.map { pair in
      if let owner = readers.firstIndex(where: { $0.claims(pair) }) { return owner }
      guard let taker, let name = try? readers[taker].decoding.text(pair.name),
        !reserved.contains(where: { $0.isSameText(as: name) })
      else { return nil }
      return taker
    }
  }
}

// MARK: - Text to value

extension ParameterReader {
  private typealias Attempt = Result<DraftValue, UnreadableText>

  /// The value that one of the forms of a text gives, or a choice of several.
  private func draft(_ forms: TextForms) throws(UnreadableText) -> DraftValue {
    let types = shape.types
    let isForLists = style == .spaceDelimited || style == .pipeDelimited
    let isUntyped = types == nil
    let allowed = types ?? (isForLists ? .array : forms.isSplit ? [.scalars, .array] : .scalars)
    var scalars: [Attempt] = []
    var containers: [Attempt] = []
    if !allowed.isDisjoint(with: .scalars), !isForLists {
      scalars.append(attempt { () throws(UnreadableText) in try scalar(forms) })
    }
    if allowed.contains(.object) {
      containers.append(attempt { () throws(UnreadableText) in try object(forms) })
    }
    if allowed.contains(.array) {
      containers.append(attempt { () throws(UnreadableText) in try array(forms) })
    }
    let attempts =
      forms.isSplit && !isUntyped ? containers + scalars : scalars + containers
    let options = attempts.compactMap { try? $0.get() }
    if let draft = DraftValue(anyOf: options) { return draft }
    for case .failure(let departure) in attempts { throw departure }
    throw UnreadableText(
      found: allowed.phrase + " in the schema",
      expected: "an array or an object, which style \(style.rawValue) is for")
  }

  private func attempt(_ read: () throws(UnreadableText) -> DraftValue) -> Attempt {
    do { return .success(try read()) } catch { return .failure(error) }
  }

  private func scalar(_ forms: TextForms) throws(UnreadableText) -> DraftValue {
    try DraftValue(scalar: try decoding.text(try forms.single.get()), shape)
  }

  private func array(_ forms: TextForms) throws(UnreadableText) -> DraftValue {
    let list = try forms.list.get()
    // Nothing can be one empty element or none, as far as elements can be empty.
    let isBlank = list.count == 1 && list[0].isEmpty
    do throws(UnreadableText) {
      let elements = try elements(list)
      return isBlank ? .choice([.array(elements), .array([])]) : .array(elements)
    } catch {
      guard isBlank else { throw error }
      return .array([])
    }
  }

  private func elements(_ list: [[UInt8]]) throws(UnreadableText) -> [DraftValue] {
    var elements: [DraftValue] = []
    for (position, bytes) in list.enumerated() {
      let text = try decoding.text(bytes)
      do throws(UnreadableText) {
        elements.append(try DraftValue(scalar: text, shape.element(position)))
      } catch {
        throw error.of("element \(position + 1)")
      }
    }
    return elements
  }

  private func object(_ forms: TextForms) throws(UnreadableText) -> DraftValue {
    var members: [(name: String, value: DraftValue)] = []
    var seen: Set<[UInt8]> = []
    for (name, value) in try forms.members.get() {
      let name = try decoding.text(name)
      guard seen.insert(Array(name.utf8)).inserted else {
        throw UnreadableText(found: "the member \"\(name)\" twice", expected: "each once")
      }
      let text = try decoding.text(value)
      do throws(UnreadableText) {
        members.append((name, try DraftValue(scalar: text, shape.member(name))))
      } catch {
        throw error.of("member \"\(name)\"")
      }
    }
    return .object(members)
  }
}

/// What a text is as a single value, as a list, and as pairs; or why it is none.
private struct TextForms {
  typealias Member = (name: [UInt8], value: [UInt8])

  let single: Result<[UInt8], UnreadableText>
  var list: Result<[[UInt8]], UnreadableText>
  var members: Result<[Member], UnreadableText>
  /// Whether the text holds a delimiter, so that it is rather more than a single value.
  let isSplit: Bool

  /// A text whose parts stand behind one another.
  init(_ text: ArraySlice<UInt8>, separator: Unicode.Scalar, explode: Bool) {
    let parts = text.split(
      separator: UInt8(ascii: separator), omittingEmptySubsequences: false
    ).map { Array($0) }
    self.init(text, parts, explode ? Self.assigned(parts) : Self.alternating(parts))
  }

  /// A text whose parts are kept apart by any of some spellings of a delimiter.
  init(_ text: ArraySlice<UInt8>, separators: [String]) {
    var parts: [[UInt8]] = [[]]
    var rest = text
    while let byte = rest.first {
      let met = separators.first { spelling in
        rest.count >= spelling.utf8.count
          && zip(rest, spelling.utf8).allSatisfy { $0.uppercasedASCII == $1 }
      }
      if let met {
        parts.append([])
        rest = rest.dropFirst(met.utf8.count)
      } else {
        parts[parts.count - 1].append(byte)
        rest = rest.dropFirst()
      }
    }
    self.init(text, parts, Self.alternating(parts))
  }

  /// Values under one name, and everything there is when the names are those of members.
  init(own: [[UInt8]], all: [TextPair]?) {
    switch own.count {
    case 1: single = .success(own[0])
    case let count:
      single = .failure(UnreadableText(found: "it \(count) times", expected: "it once"))
    }
    list =
      own.isEmpty
      ? .failure(UnreadableText(found: "none of its values", expected: "at least one"))
      : .success(own)
    if let all {
      members = .success(all.map { ($0.name, $0.value ?? []) })
    } else {
      members = .failure(UnreadableText(found: "values without names", expected: "an object"))
    }
    isSplit = own.count != 1 || (all?.count ?? 1) > 1
  }

  private init(
    _ text: ArraySlice<UInt8>, _ parts: [[UInt8]], _ members: Result<[Member], UnreadableText>
  ) {
    single = .success(Array(text))
    list = .success(parts)
    self.members = text.isEmpty ? .success([]) : members
    isSplit = parts.count > 1
  }

  /// Takes blanks away that stand around the parts of a list.
  mutating func trim() {
    list = list.map { $0.map { Array($0[...].trimmed) } }
    members = members.map { members in
      members.map { (Array($0.name[...].trimmed), Array($0.value[...].trimmed)) }
    }
  }

  /// `R,100,G,200`: names and values in turn.
  private static func alternating(_ parts: [[UInt8]]) -> Result<[Member], UnreadableText> {
    guard parts.count % 2 == 0 else {
      return .failure(
        UnreadableText(found: "\(parts.count) parts", expected: "names and values in turn"))
    }
    return .success(
      stride(from: 0, to: parts.count, by: 2).map { (parts[$0], parts[$0 + 1]) })
  }

  /// `R=100`: a name and a value each.
  private static func assigned(_ parts: [[UInt8]]) -> Result<[Member], UnreadableText> {
    var members: [Member] = []
    for part in parts {
      let pair = TextPair(part[...])
      guard let value = pair.value else {
        return .failure(UnreadableText(text: part, expected: "a name, \"=\" and a value"))
      }
      members.append((pair.name, value))
    }
    return .success(members)
  }
}

extension UInt8 {
  /// The byte with the letters a to z replaced by A to Z.
  fileprivate var uppercasedASCII: UInt8 {
    self >= UInt8(ascii: "a") && self <= UInt8(ascii: "z") ? self & ~0x20 : self
  }
}
