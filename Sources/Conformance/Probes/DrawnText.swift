/// A text made like another one, by drawing other letters and digits.
struct DrawnText {
  /// The text.
  let text: String
  /// How many of its letters and digits were drawn.
  let drawn: Int
  /// Whether these are digits only.
  let isNumeric: Bool

  /// Whether so much of it was drawn that nothing has it by chance.
  ///
  /// Numbers are often given out in order, and many of them are taken.
  var isUnlikely: Bool { drawn >= (isNumeric ? 15 : 8) }

  /// Draws each character from a place on that is in one of the classes: another one of its class.
  init(
    like model: String, from start: Int, in classes: [ClosedRange<Character>],
    using random: inout some RandomNumberGenerator
  ) {
    let ranges = classes.map { range in
      (range.lowerBound.asciiValue ?? 0)...(range.upperBound.asciiValue ?? 0)
    }
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    var (drawn, isNumeric) = (0, true)
    let bytes = model.utf8.enumerated().map { place, byte -> UInt8 in
      guard place >= start, let range = ranges.first(where: { $0 ~= byte }) else { return byte }
      drawn += 1
      if !(digits ~= byte) { isNumeric = false }
      let step = Int.random(in: 1..<range.count, using: &random)
      return range.lowerBound + UInt8((Int(byte - range.lowerBound) + step) % range.count)
    }
    text = String(decoding: bytes, as: UTF8.self)
    self.drawn = drawn
    self.isNumeric = isNumeric
  }
}

extension CaseRun {
  /// A text like another one: letters and digits behind its last separator are others of their
  /// kind.
  func relative(of text: String) -> DrawnText {
    let separators = Array("_-.:/".utf8)
    let bytes = Array(text.utf8)
    // A separator near the end leaves too little to tell two texts apart.
    let start = bytes.lastIndex { separators.contains($0) }.map { $0 + 1 } ?? 0
    // Digits of hex stay such; of capitals those are left that many ids leave out, and some more.
    return draw(
      like: text, from: bytes.count - start < 8 ? 0 : start,
      in: ["0"..."9", "a"..."f", "g"..."z", "A"..."F", "P"..."T"])
  }

  /// A secret like another one, which shares nothing with it but its form and its first words.
  func stranger(to secret: String) -> String {
    // A number in hex stays one.
    if secret.isHex {
      return draw(like: secret, from: 0, in: ["0"..."9", "a"..."f", "A"..."F"]).text
    }
    let bytes = Array(secret.utf8)
    // Words such as `sk_live_` or `sk-proj-` tell the kind of a key; nothing else of it is kept.
    var start = 0
    while let end = bytes[start...].prefix(9).firstIndex(where: { "_-".utf8.contains($0) }),
      bytes[start..<end].allSatisfy({ UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 }),
      bytes.count - end > 8
    {
      start = end + 1
    }
    return draw(like: secret, from: start, in: ["0"..."9", "a"..."z", "A"..."Z"]).text
  }

  /// Draws afresh with each call.
  private func draw(
    like model: String, from start: Int, in classes: [ClosedRange<Character>]
  ) -> DrawnText {
    var random = session.environment.generator(of: invented("uuid"))
    return DrawnText(like: model, from: start, in: classes, using: &random)
  }
}

extension String {
  /// The text with another last character, which stands for something else however it is read.
  ///
  /// In base64 the low bits of the last character may stand for nothing: the highest one is turned.
  var withLastChanged: String {
    guard let last else { return self }
    if last.isHexDigit, isHex { return dropLast() + (last == "1" ? "2" : "1") }
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    let place = alphabet.firstIndex(of: last) ?? 0
    return dropLast() + String(alphabet[(place + 32) % 64])
  }

  /// Whether it may be a number in hex, such as a UUID: letters up to F, digits and hyphens only.
  var isHex: Bool { allSatisfy { $0.isASCII && ($0.isHexDigit || $0 == "-") } }
}
