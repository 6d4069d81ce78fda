import Diagnostics

/// Turns the events of a YAML text into JSON bytes and a table of places.
///
/// There is one value model for all input, so YAML becomes JSON here and nothing later has to
/// know which of the two was read. Mistakes that leave the structure clear are collected, with
/// null standing in for what was refused; the text is still read to its end.
struct YAMLComposer {
  /// A node that was given a name with `&`.
  struct Anchor {
    /// Its JSON text; nil while the node is still open.
    var json: Range<Int>?
    /// Its entries in the table of places; the first is its own.
    var places: Range<Int> = 0..<0
    /// How many collections are nested in it, its own included.
    var height = 0
    /// The text of a scalar, for use as a mapping key.
    var scalar: [UInt8]?

    /// How many bytes an alias of it adds, at least.
    var size: Int { json?.count ?? scalar?.count ?? 0 }
  }

  /// A collection that is being read.
  struct Frame {
    let isMapping: Bool
    let isFlow: Bool
    let anchor: String?
    let json: Int
    let entry: Int
    let start: Int
    /// The end of what was read last in it.
    var end: Int
    /// How many collections are nested in it, its own included.
    var height = 1
    /// How many elements or member names were read.
    var count = 0
    /// The names read so far, with their places.
    var names = NamePlaces()
    /// The member whose value comes next.
    var name: [UInt8]?
  }

  /// How many collections may be nested.
  static let maximumDepth = 512
  /// How many bytes of JSON all aliases together may add.
  static let maximumExpansion = 4 << 20
  /// How many mistakes are reported before the rest of the text is left alone.
  static let maximumDiagnostics = 100

  let text: SourceText
  let offsets: ScalarOffsets
  var json: [UInt8] = []
  var places = PlaceTable()
  var diagnostics: [Diagnostic] = []
  private var frames: [Frame] = []
  private var anchors: [String: Anchor] = [:]
  private var expansion = 0
  /// How many collections of a refused key are open; their content is passed over.
  private var openInRefusedKey = 0
  private var documentStart: Range<Int>?

  /// Creates a composer for a text that it has not looked at yet.
  init(_ text: SourceText) {
    self.text = text
    self.offsets = ScalarOffsets(of: text.bytes)
    json.reserveCapacity(text.bytes.count)
  }

  /// Reads the whole text into ``json`` and ``places``.
  ///
  /// - Throws: all mistakes found, in document order.
  mutating func compose() throws(Diagnostics) {
    guard var parser = LibYAMLParser(reading: text.bytes) else {
      throw Diagnostics([Diagnostic(code: "yaml.memory", "libyaml has no memory to read the text")])
    }
    var isOver = false
    while !isOver {
      do {
        let event = try parser.next()
        isOver = take(event)
      } catch {
        diagnostics.append(diagnostic(of: error))
        isOver = true
      }
    }
    if diagnostics.isEmpty, json.isEmpty {
      refuse(
        .empty, "the document is empty; expected a value", at: 0..<0,
        fix: "write a mapping such as `key: value`")
    }
    if !diagnostics.isEmpty { throw Diagnostics(diagnostics) }
  }

  // MARK: - Events

  /// Takes one event; true when nothing more is to be read.
  private mutating func take(_ event: YAMLEvent) -> Bool {
    let place = offsets.bytes(of: event.scalars)
    if openInRefusedKey > 0 {
      passOver(event)
      guard frames.count + openInRefusedKey > Self.maximumDepth else { return false }
      refuseDepth(at: place)
      return true
    }
    switch event.content {
    case .documentStart:
      guard let first = documentStart else {
        documentStart = place
        return false
      }
      refuse(
        .multipleDocuments, "a second document starts here; expected one document per file",
        at: place, fix: "move it to a file of its own",
        notes: [Diagnostic.Note("the first document starts here", at: location(first))])
      return true
    case .streamEnd: return true
    case .documentEnd, .other: return false
    case .alias(let name): takeAlias(name, at: place)
    case .scalar(let bytes, let style): takeScalar(bytes, style, event, at: place)
    case .sequenceStart(let isFlow): open(isMapping: false, isFlow: isFlow, event, at: place)
    case .mappingStart(let isFlow): open(isMapping: true, isFlow: isFlow, event, at: place)
    case .collectionEnd: close(at: place)
    }
    return diagnostics.count >= Self.maximumDiagnostics
      || diagnostics.last.map { YAMLMistake.isFinal($0.code) } ?? false
  }

  private mutating func takeScalar(
    _ bytes: [UInt8], _ style: YAMLEvent.ScalarStyle, _ event: YAMLEvent, at place: Range<Int>
  ) {
    if expectsName {
      takeName(bytes, style, event.tag, at: place)
      if let anchor = event.anchor { anchors[anchor] = Anchor(scalar: bytes) }
      return
    }
    if frames.isEmpty, bytes.isEmpty, style == .plain, event.tag == nil, place.isEmpty {
      return  // `---` and nothing below it: an empty document
    }
    // Before the value is counted, so that a mistake in it gets the right pointer.
    let scalar = resolveValue(bytes, style, event.tag, at: place)
    let entry = beginValue(at: place)
    let start = json.count
    switch scalar {
    case .boolean(let value): json += (value ? "true" : "false").utf8
    case .number(let digits): json += digits
    case .string: appendString(bytes)
    case .null, .notFinite, .tooManyDigits: json += "null".utf8
    }
    if let name = event.anchor {
      anchors[name] = Anchor(
        json: start..<json.count, places: entry..<(entry + 1), scalar: bytes)
    }
    endValue(at: place.upperBound)
  }

  /// What a scalar is as a value; what JSON cannot hold is refused.
  private mutating func resolveValue(
    _ bytes: [UInt8], _ style: YAMLEvent.ScalarStyle, _ tag: String?, at place: Range<Int>
  ) -> CoreSchema.Scalar {
    let scalar = resolve(bytes, style, tag, at: place)
    switch scalar {
    case .notFinite:
      refuse(
        .notFinite, "\(quoted(bytes)) is no JSON value; expected a finite number", at: place,
        fix: "put it in quotes if the text is meant")
    case .tooManyDigits:
      refuse(
        .numberTooLong,
        "the number has more than \(CoreSchema.maximumDigits) digits; expected fewer", at: place,
        fix: "write it as a decimal number, or in quotes if the text is meant")
    case .null, .boolean, .number, .string: break
    }
    return scalar
  }

  private mutating func takeAlias(_ name: String, at place: Range<Int>) {
    guard let anchor = anchors[name] else {
      // Sorted, so that of two that are equally near the same one is always named.
      let known = EditDistance.nearest(to: name, in: anchors.keys.sorted())
      refuseAlias(
        .unknownAlias, "*\(name) names no anchor; expected an earlier &\(name)", at: place,
        fix: known.map { "write *\($0)" } ?? "add &\(name) to an earlier value")
      return
    }
    guard canExpand(by: anchor.size, at: place) else { return }
    if expectsName {
      if let scalar = anchor.scalar {
        takeName(scalar, .quoted, nil, at: place)
      } else {
        refuseAlias(
          .complexKey, "*\(name) is a collection used as a key; expected a scalar", at: place,
          fix: "write the key out")
      }
      return
    }
    if anchor.json == nil, let scalar = anchor.scalar {
      // A key was anchored: its text was never a value.
      beginValue(at: place)
      appendString(scalar)
      endValue(at: place.upperBound)
      return
    }
    guard let source = anchor.json else {
      refuseAlias(
        .recursiveAlias, "*\(name) stands inside the value that &\(name) names", at: place,
        fix: "write the inner value out")
      return
    }
    guard frames.count + anchor.height <= Self.maximumDepth else { return refuseDepth(at: place) }
    beginValue(at: place)
    let distance = json.count - source.lowerBound
    json += json[source]
    places.repeatEntries(anchor.places.dropFirst(), movedBy: distance)
    if let last = frames.indices.last {
      frames[last].height = max(frames[last].height, anchor.height + 1)
    }
    endValue(at: place.upperBound)
  }

  /// Counts what an alias adds; false, with a mistake noted, when that is too much.
  private mutating func canExpand(by size: Int, at place: Range<Int>) -> Bool {
    expansion += size
    if expansion <= Self.maximumExpansion { return true }
    refuseAlias(
      .tooMuchExpansion,
      "the aliases expand to more than \(Self.maximumExpansion) bytes; expected less", at: place,
      fix: "write fewer aliases of long values, and fewer inside of aliased values")
    return false
  }

  private mutating func refuseAlias(
    _ mistake: YAMLMistake, _ message: String, at place: Range<Int>, fix: String
  ) {
    refuse(mistake, message, at: place, fix: fix)
    if expectsName {
      setName(Array("*".utf8), at: place)
    } else {
      beginValue(at: place)
      json += "null".utf8
      endValue(at: place.upperBound)
    }
  }

  // MARK: - Collections

  private mutating func open(
    isMapping: Bool, isFlow: Bool, _ event: YAMLEvent, at place: Range<Int>
  ) {
    if expectsName {
      refuse(
        .complexKey, "the key is a collection; expected a scalar", at: place,
        fix: "write the key as text")
      openInRefusedKey = 1
      return
    }
    guard frames.count < Self.maximumDepth else { return refuseDepth(at: place) }
    let kind = isMapping ? "map" : "seq"
    if let tag = event.tag, tag != "!", tag != CoreTag.prefix + kind {
      refuseTag(tag, "!!\(kind)", at: place)
    }
    let entry = beginValue(at: place)
    if let name = event.anchor { anchors[name] = Anchor() }
    frames.append(
      Frame(
        isMapping: isMapping, isFlow: isFlow, anchor: event.anchor, json: json.count,
        entry: entry, start: place.lowerBound, end: place.upperBound))
    json.append(UInt8(ascii: isMapping ? "{" : "["))
  }

  private mutating func close(at place: Range<Int>) {
    guard let frame = frames.popLast() else { return }
    json.append(UInt8(ascii: frame.isMapping ? "}" : "]"))
    // A block has no closing mark: it ends where its last value does.
    let end = frame.isFlow ? place.upperBound : frame.end
    places.setEnd(ofEntry: frame.entry, to: end)
    if let name = frame.anchor {
      anchors[name] = Anchor(
        json: frame.json..<json.count, places: frame.entry..<places.count, height: frame.height)
    }
    if let last = frames.indices.last {
      frames[last].height = max(frames[last].height, frame.height + 1)
    }
    endValue(at: end)
  }

  /// Follows the nesting of a refused key to its end.
  private mutating func passOver(_ event: YAMLEvent) {
    switch event.content {
    case .sequenceStart, .mappingStart: openInRefusedKey += 1
    case .collectionEnd: openInRefusedKey -= 1
    default: break
    }
    if openInRefusedKey == 0 { setName(Array("?".utf8), at: offsets.bytes(of: event.scalars)) }
  }

  // MARK: - Names and values

  /// Whether the next node is a mapping key.
  private var expectsName: Bool {
    guard let frame = frames.last else { return false }
    return frame.isMapping && frame.name == nil
  }

  /// Takes a scalar as a member name: a number, boolean or null becomes its spelling.
  private mutating func takeName(
    _ bytes: [UInt8], _ style: YAMLEvent.ScalarStyle, _ tag: String?, at place: Range<Int>
  ) {
    if style == .plain, tag == nil {
      if bytes.isEmpty {
        refuse(
          .emptyKey, "a key is missing; expected one before the colon", at: place,
          fix: "write the key, or \"\" for an empty one")
      } else if bytes.elementsEqual("<<".utf8) {
        refuse(
          .mergeKey, "merge keys are not part of YAML 1.2; expected a key", at: place,
          fix: "write the merged members out, or \"<<\" in quotes for the text itself")
      }
    } else if let tag {
      _ = resolve(bytes, style, tag, at: place)
    }
    if let first = frames.last?.names.place(of: bytes) {
      refuse(
        .duplicateKey, "the key \(quoted(bytes)) is given twice; expected each key once",
        at: place, name: bytes, fix: "remove one of the two",
        notes: [Diagnostic.Note("it was given here first", at: location(first))])
    }
    setName(bytes, at: place)
  }

  private mutating func setName(_ bytes: [UInt8], at place: Range<Int>) {
    guard let last = frames.indices.last else { return }
    if frames[last].count > 0 { json.append(UInt8(ascii: ",")) }
    frames[last].count += 1
    if frames[last].names.place(of: bytes) == nil { frames[last].names.add(bytes, at: place) }
    frames[last].name = bytes
    frames[last].end = max(frames[last].end, place.upperBound)
    places.add(json: json.count, place: place)
    appendString(bytes)
    json.append(UInt8(ascii: ":"))
  }

  /// Prepares for a value; the index of its entry in the table of places is returned.
  @discardableResult
  private mutating func beginValue(at place: Range<Int>) -> Int {
    if let last = frames.indices.last, !frames[last].isMapping {
      if frames[last].count > 0 { json.append(UInt8(ascii: ",")) }
      frames[last].count += 1
    }
    places.add(json: json.count, place: place)
    return places.count - 1
  }

  private mutating func endValue(at end: Int) {
    guard let last = frames.indices.last else { return }
    frames[last].name = nil
    frames[last].end = max(frames[last].end, end)
  }

  private mutating func appendString(_ bytes: [UInt8]) {
    json.append(UInt8(ascii: "\""))
    // Nearly every text stands for itself.
    guard
      bytes.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") })
    else {
      json += bytes
      json.append(UInt8(ascii: "\""))
      return
    }
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): json += [UInt8(ascii: "\\"), byte]
      case 0..<0x20:
        let digits = Array("0123456789abcdef".utf8)
        json += "\\u00".utf8
        json += [digits[Int(byte >> 4)], digits[Int(byte & 0xF)]]
      default: json.append(byte)
      }
    }
    json.append(UInt8(ascii: "\""))
  }

  // MARK: - Places for mistakes

  /// The way to the node that is being read.
  var pointer: JSONPointer {
    var tokens: [String] = []
    for (index, frame) in frames.enumerated() {
      if let name = frame.name {
        tokens.append(String(decoding: name, as: UTF8.self))
      } else if !frame.isMapping {
        // Inner collections are elements that were counted already; the node itself was not.
        tokens.append(String(index == frames.count - 1 ? frame.count : frame.count - 1))
      }
    }
    return JSONPointer(tokens)
  }

  func location(_ place: Range<Int>) -> SourceLocation {
    text.location(atByte: place.lowerBound)
  }

  private mutating func refuseDepth(at place: Range<Int>) {
    refuse(
      .tooDeep, "more than \(Self.maximumDepth) collections are nested; expected fewer", at: place,
      fix: "nest less deeply")
  }
}
