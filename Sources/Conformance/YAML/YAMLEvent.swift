/// One step through a YAML text, as libyaml reports it.
struct YAMLEvent: Sendable {
  /// How a scalar is written.
  enum ScalarStyle: Sendable {
    /// Without quotation marks: its text decides what it is.
    case plain
    /// In quotation marks or as a block: a string.
    case quoted
  }

  enum Content: Sendable {
    case documentStart
    case documentEnd
    case streamEnd
    case alias(String)
    case scalar([UInt8], ScalarStyle)
    case sequenceStart(isFlow: Bool)
    case mappingStart(isFlow: Bool)
    case collectionEnd
    /// What carries no content: the start of the stream.
    case other
  }

  var content: Content
  /// The place in Unicode scalars from the start of the text, properties such as tags included.
  var scalars: Range<Int>
  /// The name after `&`, if there is one.
  var anchor: String?
  /// The resolved tag, such as `tag:yaml.org,2002:str`, if one is written.
  var tag: String?
}

/// Why libyaml stopped.
struct YAMLFailure: Error {
  enum Place {
    /// A byte, counted from the start of the text.
    case byte(Int)
    /// A Unicode scalar, counted from the start of the text.
    case scalar(Int)
  }

  /// What libyaml says is wrong.
  var problem: String
  var place: Place
  /// What libyaml was doing, and where that began.
  var context: (text: String, scalar: Int)?
  /// The byte or scalar value that cannot be read; nil when the grammar is broken instead.
  var unreadable: Int?
}
