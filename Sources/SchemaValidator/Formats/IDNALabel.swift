@_spi(_Unicode) import Swift

/// A label that is not ASCII, under the rules for U-labels.
/// Source: [RFC 5891 4.2](https://www.rfc-editor.org/rfc/rfc5891#section-4.2)
struct IDNALabel {
  private let scalars: [Unicode.Scalar]

  init(_ scalars: [Unicode.Scalar]) {
    self.scalars = scalars
  }

  /// Whether the label is a U-label, the Bidi rule aside, which looks at the whole name.
  var isULabel: Bool {
    guard let first = scalars.first, let last = scalars.last else { return false }
    if first == "-" || last == "-" { return false }
    if scalars.count >= 4, scalars[2] == "-", scalars[3] == "-" { return false }
    if first.properties.generalCategory.isMark { return false }
    for index in scalars.indices {
      switch IDNAProperty(scalars[index]) {
      case .valid: continue
      case .contextual: guard isInContext(index) else { return false }
      case .disallowed: return false
      }
    }
    return isNormalized
  }

  /// Whether the label is in normalization form C.
  private var isNormalized: Bool {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)._nfc.elementsEqual(scalars)
  }

  /// The contextual rules of [RFC 5892 Appendix A](
  /// https://www.rfc-editor.org/rfc/rfc5892#appendix-A).
  private func isInContext(_ index: Int) -> Bool {
    let before = index > 0 ? scalars[index - 1] : nil
    let after = index + 1 < scalars.count ? scalars[index + 1] : nil
    switch scalars[index].value {
    case 0x200C: return isVirama(before) || joinsAcross(index)
    case 0x200D: return isVirama(before)
    case 0x00B7: return before == "l" && after == "l"
    case 0x0375: return after.map { IDNAScripts.greek.contains($0) } ?? false
    case 0x05F3, 0x05F4: return before.map { IDNAScripts.hebrew.contains($0) } ?? false
    case 0x30FB: return scalars.contains { IDNAScripts.japanese.contains($0) }
    case 0x0660...0x0669: return !scalars.contains { (0x06F0...0x06F9).contains($0.value) }
    case 0x06F0...0x06F9: return !scalars.contains { (0x0660...0x0669).contains($0.value) }
    default: return false
    }
  }

  private func isVirama(_ scalar: Unicode.Scalar?) -> Bool {
    scalar?.properties.canonicalCombiningClass == .virama
  }

  /// Whether the letters around a place would join, marks between them aside.
  private func joinsAcross(_ index: Int) -> Bool {
    guard let before = scalars[..<index].last(where: { !JoiningType.isTransparent($0) }),
      let after = scalars[(index + 1)...].first(where: { !JoiningType.isTransparent($0) })
    else { return false }
    return JoiningType.joinsNext(before) && JoiningType.joinsPrevious(after)
  }
}

/// What IDNA 2008 says of a code point, derived from its Unicode properties.
/// Source: [RFC 5892 2 and 3](https://www.rfc-editor.org/rfc/rfc5892#section-3)
enum IDNAProperty {
  /// PVALID.
  case valid
  /// CONTEXTJ and CONTEXTO: valid where a rule of RFC 5892 Appendix A holds.
  case contextual
  /// DISALLOWED and UNASSIGNED.
  case disallowed

  init(_ scalar: Unicode.Scalar) {
    if let exception = Self.exception(scalar.value) {
      self = exception
      return
    }
    if scalar.isASCII {
      let isValid = scalar == "-" || ("0"..."9").contains(scalar) || ("a"..."z").contains(scalar)
      self = isValid ? .valid : .disallowed
      return
    }
    if scalar.properties.isJoinControl {
      self = .contextual
      return
    }
    self = Self.isLetterOrDigit(scalar) && Self.isStable(scalar) ? .valid : .disallowed
  }

  /// The exceptions of RFC 5892 2.6; there are none for backward compatibility (2.7).
  private static func exception(_ scalar: UInt32) -> IDNAProperty? {
    switch scalar {
    case 0x00DF, 0x03C2, 0x06FD, 0x06FE, 0x0F0B, 0x3007: .valid
    case 0x00B7, 0x0375, 0x05F3, 0x05F4, 0x30FB, 0x0660...0x0669, 0x06F0...0x06F9: .contextual
    case 0x0640, 0x07FA, 0x302E, 0x302F, 0x3031...0x3035, 0x303B: .disallowed
    default: nil
    }
  }

  /// Whether the scalar is in category 2.1 of RFC 5892.
  private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .lowercaseLetter, .uppercaseLetter, .otherLetter, .decimalNumber, .modifierLetter,
      .nonspacingMark, .spacingMark:
      true
    default: false
    }
  }

  /// Whether a letter is in none of the categories 2.2, 2.3, 2.4 and 2.9 of RFC 5892.
  private static func isStable(_ scalar: Unicode.Scalar) -> Bool {
    let properties = scalar.properties
    if properties.changesWhenNFKCCaseFolded { return false }
    if properties.isDefaultIgnorableCodePoint || properties.isWhitespace
      || properties.isNoncharacterCodePoint
    {
      return false
    }
    switch scalar.value {
    case 0x20D0...0x20FF, 0x1D100...0x1D1FF, 0x1D200...0x1D24F: return false
    case 0x1100...0x11FF, 0xA960...0xA97C, 0xD7B0...0xD7C6, 0xD7CB...0xD7FB: return false
    default: return true
    }
  }
}

extension Unicode.GeneralCategory {
  /// Whether the category is one of the three of combining marks.
  fileprivate var isMark: Bool {
    self == .nonspacingMark || self == .spacingMark || self == .enclosingMark
  }
}

/// The scripts that contextual rules ask for.
struct IDNAScripts {
  static let greek = IDNAScripts("\\p{sc:Greek}")
  static let hebrew = IDNAScripts("\\p{sc:Hebrew}")
  static let japanese = IDNAScripts("[\\p{sc:Hiragana}\\p{sc:Katakana}\\p{sc:Han}]")

  private let engine: RegexMatch

  private init(_ pattern: String) {
    engine = RegexMatch(required: pattern)
  }

  /// Whether a scalar belongs to one of the scripts.
  func contains(_ scalar: Unicode.Scalar) -> Bool {
    engine.search(Array(String(Character(scalar)).utf8).span) == .matches
  }
}
