/// What libcurl writes about failures, without what is told beside it anyway.
enum CurlMessage {
  /// A sentence without how long it took, and without the general one for its code behind it.
  ///
  /// Of `Failed to connect to 127.0.0.1 port 1 after 0 ms: Couldn't connect to server` the first
  /// part is left: the kind of failure and its time are told with it.
  static func trimmed(_ text: String, general: String) -> String {
    let tail = ": \(general)"
    let isRepeated = text.utf8.count > tail.utf8.count && text.hasSuffix(tail)
    var words = text.dropLast(isRepeated ? tail.count : 0)
      .split(separator: " ", omittingEmptySubsequences: false)
    let time = words.indices.dropLast(2).first { index in
      words[index] == "after" && !words[index + 1].utf8.isEmpty
        && words[index + 1].allSatisfy { $0.isASCII && $0.isNumber }
        && ["ms", "milliseconds"].contains(words[index + 2])
    }
    if let time { words.removeSubrange(time...time + 2) }
    return words.joined(separator: " ")
  }
}
