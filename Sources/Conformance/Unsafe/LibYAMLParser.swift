import CYAML

/// libyaml's parser over one text.
///
/// Invariants: the parser stands on the heap, since libyaml keeps pointers into it, and the bytes
/// it reads are a copy owned here; both are freed once. Every event is taken over into Swift values
/// and deleted before the next one is asked for.
@safe struct LibYAMLParser: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let input: UnsafeMutableBufferPointer<UInt8>

  /// Creates a parser over UTF-8; nil when there is no memory for it.
  init?(reading bytes: [UInt8]) {
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    unsafe parser.initialize(to: yaml_parser_t())
    guard unsafe yaml_parser_initialize(parser) == 1 else {
      unsafe parser.deallocate()
      return nil
    }
    let input = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
    _ = unsafe input.initialize(from: bytes)
    unsafe yaml_parser_set_input_string(parser, input.baseAddress, input.count)
    // Left to itself libyaml also reads UTF-16, to which the offsets kept here do not apply.
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    unsafe self.parser = parser
    unsafe self.input = input
  }

  deinit {
    unsafe yaml_parser_delete(parser)
    unsafe parser.deallocate()
    unsafe input.deallocate()
  }

  /// The next event; not to be called again after the end of the stream or a failure.
  mutating func next() throws(YAMLFailure) -> YAMLEvent {
    var event = unsafe yaml_event_t()
    guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw failure }
    defer { unsafe yaml_event_delete(&event) }
    return unsafe YAMLEvent(event)
  }

  private var failure: YAMLFailure {
    let problem = unsafe text(parser.pointee.problem) ?? "the text cannot be read"
    if unsafe parser.pointee.error == YAML_READER_ERROR {
      // The mark is not kept up to date here; the offset counts bytes.
      return unsafe YAMLFailure(
        problem: problem, place: .byte(Int(parser.pointee.problem_offset)),
        unreadable: Int(parser.pointee.problem_value))
    }
    var failure = unsafe YAMLFailure(
      problem: problem, place: .scalar(Int(parser.pointee.problem_mark.index)))
    if let context = unsafe text(parser.pointee.context) {
      failure.context = unsafe (context, Int(parser.pointee.context_mark.index))
    }
    return failure
  }
}

extension YAMLEvent {
  /// Copies what matters out of libyaml's event, which the caller still has to delete.
  fileprivate init(_ event: yaml_event_t) {
    let start = unsafe Int(event.start_mark.index)
    scalars = unsafe start..<max(start, Int(event.end_mark.index))
    switch unsafe event.type {
    case YAML_DOCUMENT_START_EVENT: content = .documentStart
    case YAML_DOCUMENT_END_EVENT: content = .documentEnd
    case YAML_STREAM_END_EVENT: content = .streamEnd
    case YAML_ALIAS_EVENT: content = unsafe .alias(text(event.data.alias.anchor) ?? "")
    case YAML_SCALAR_EVENT:
      let scalar = unsafe event.data.scalar
      let bytes = unsafe Array(
        UnsafeBufferPointer(start: scalar.value, count: Int(scalar.length)))
      let isPlain = unsafe scalar.style == YAML_PLAIN_SCALAR_STYLE
      content = .scalar(bytes, isPlain ? .plain : .quoted)
      anchor = unsafe text(scalar.anchor)
      tag = unsafe text(scalar.tag)
    case YAML_SEQUENCE_START_EVENT:
      let sequence = unsafe event.data.sequence_start
      content = unsafe .sequenceStart(isFlow: sequence.style == YAML_FLOW_SEQUENCE_STYLE)
      anchor = unsafe text(sequence.anchor)
      tag = unsafe text(sequence.tag)
    case YAML_MAPPING_START_EVENT:
      let mapping = unsafe event.data.mapping_start
      content = unsafe .mappingStart(isFlow: mapping.style == YAML_FLOW_MAPPING_STYLE)
      anchor = unsafe text(mapping.anchor)
      tag = unsafe text(mapping.tag)
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: content = .collectionEnd
    default: content = .other
    }
  }
}

/// A C string of libyaml's as a Swift string; nil for none.
private func text(_ pointer: UnsafePointer<CChar>?) -> String? {
  guard let pointer = unsafe pointer else { return nil }
  return unsafe String(cString: pointer)
}

/// A string of `yaml_char_t`, which are unsigned, as a Swift string; nil for none.
private func text(_ pointer: UnsafeMutablePointer<UInt8>?) -> String? {
  guard let pointer = unsafe pointer else { return nil }
  return unsafe String(cString: pointer)
}
