// What can be read off a tape node: texts, counts, names.
extension TapeView {
  /// Where a value stands in the bytes; a string with its quotation marks.
  func byteRange(_ index: Int) -> Range<Int> {
    let node = self[index]
    let start = Int(node.start)
    let end = start + Int(node.length)
    return kind(index) == .string ? start - 1..<end + 1 : start..<end
  }

  /// The bytes between the quotation marks of a string.
  @inline(__always)
  func textRange(_ index: Int) -> Range<Int> {
    let node = self[index]
    return Int(node.start)..<Int(node.start) &+ Int(node.length)
  }

  /// How many elements or members a container has; 0 for scalars.
  @inline(__always)
  func count(_ index: Int) -> Int {
    let count = self[index].head >> 8
    return count == TapeNode.countLimit ? walkedCount(index) : Int(count)
  }

  private func walkedCount(_ index: Int) -> Int {
    let end = next(index)
    let step = kind(index) == .object ? 1 : 0
    var count = 0
    var child = index + 1
    while child < end {
      count += 1
      child = next(child + step)
    }
    return count
  }

  /// The text of a string; lone surrogates become U+FFFD.
  func string(_ index: Int) -> String {
    if self[index].head & StringFlag.escaped == 0 { return bytes.string(textRange(index)) }
    return String(decoding: unescapedText(index, lossy: true), as: UTF8.self)
  }

  /// The bytes a string stands for.
  ///
  /// Lone surrogates become U+FFFD when `lossy`, so that the result is UTF-8; else they keep the
  /// three bytes that make them comparable.
  func unescapedText(_ index: Int, lossy: Bool) -> [UInt8] {
    let range = textRange(index)
    if self[index].head & StringFlag.escaped == 0 { return bytes.array(range) }
    var text: [UInt8] = []
    text.reserveCapacity(range.count)
    text.append(contentsOf: UnescapedBytes(bytes, range, lossy: lossy))
    return text
  }

  /// Whether a string stands for a text.
  func string(_ index: Int, equals wanted: String) -> Bool {
    let node = self[index]
    if node.head & StringFlag.escaped != 0 {
      return unescapedBytes(index).elementsEqual(wanted.utf8)
    }
    guard Int(node.length) == wanted.utf8.count else { return false }
    let start = Int(node.start)
    let wanted = wanted.utf8Span.span
    for offset in 0..<wanted.count where bytes[start + offset] != wanted[offset] { return false }
    return true
  }

  /// Whether a string stands for these bytes.
  func string(_ index: Int, equals wanted: [UInt8]) -> Bool {
    let node = self[index]
    if node.head & StringFlag.escaped != 0 {
      return unescapedBytes(index).elementsEqual(wanted)
    }
    guard Int(node.length) == wanted.count else { return false }
    let start = Int(node.start)
    for offset in 0..<wanted.count where bytes[start + offset] != wanted[offset] { return false }
    return true
  }

  /// The name nodes of an object's members in order; empty for other types.
  func memberNames(_ index: Int) -> [Int] {
    guard kind(index) == .object else { return [] }
    var names: [Int] = []
    names.reserveCapacity(count(index))
    var name = index + 1
    let end = next(index)
    while name < end {
      names.append(name)
      name = next(name + 1)
    }
    return names
  }

  /// The nodes of an array's elements in order; empty for other types.
  func elementNodes(_ index: Int) -> [Int] {
    guard kind(index) == .array else { return [] }
    var elements: [Int] = []
    elements.reserveCapacity(count(index))
    var element = index + 1
    let end = next(index)
    while element < end {
      elements.append(element)
      element = next(element)
    }
    return elements
  }

  /// The value of an object's last member with a name; nil when there is none.
  func member(_ index: Int, named wanted: [UInt8]) -> Int? {
    guard kind(index) == .object else { return nil }
    var found: Int?
    var name = index + 1
    let end = next(index)
    while name < end {
      if string(name, equals: wanted) { found = name + 1 }
      name = next(name + 1)
    }
    return found
  }

  /// Pairs of name nodes of one object that have the same text; each later one is paired with
  /// the first.
  func duplicateNames(inObject object: Int) -> [(first: Int, second: Int)] {
    let members = count(object)
    guard members > 1 else { return [] }
    if members <= 16 { return duplicateNamesByPairs(object) }
    var pairs: [(first: Int, second: Int)] = []
    var seen: [[UInt8]: Int] = [:]
    seen.reserveCapacity(members)
    var name = object + 1
    let end = next(object)
    while name < end {
      let text = unescapedText(name, lossy: false)
      if let first = seen[text] {
        pairs.append((first, name))
      } else {
        seen[text] = name
      }
      name = next(name + 1)
    }
    return pairs
  }

  private func duplicateNamesByPairs(_ object: Int) -> [(first: Int, second: Int)] {
    var pairs: [(first: Int, second: Int)] = []
    let end = next(object)
    var name = next(object + 2)
    while name < end {
      var earlier = object + 1
      while earlier < name {
        if JSONEquality.equalStrings(self, earlier, self, name) {
          pairs.append((earlier, name))
          break
        }
        earlier = next(earlier + 1)
      }
      name = next(name + 1)
    }
    return pairs
  }
}
