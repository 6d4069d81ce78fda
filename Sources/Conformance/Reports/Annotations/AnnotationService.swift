/// A CI service that makes annotations of lines in the log of a job.
package enum AnnotationService: String, Sendable, Hashable, CaseIterable {
  /// GitHub Actions: [workflow commands](
  /// https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions).
  case github
  /// Azure Pipelines: [logging commands](
  /// https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands).
  case azure
  /// TeamCity: [service messages](https://www.jetbrains.com/help/teamcity/service-messages.html).
  case teamCity = "teamcity"

  /// The service that a process with these environment variables runs in; nil for none of them.
  package init?(_ environment: [String: String]) {
    if environment["GITHUB_ACTIONS"] == "true" {
      self = .github
    } else if environment["TF_BUILD"]?.lowercased() == "true" {
      self = .azure
    } else if environment["TEAMCITY_VERSION"]?.isEmpty == false {
      self = .teamCity
    } else {
      return nil
    }
  }

  /// How many annotations of one kind a job shows; nil where there is no limit.
  var limit: Int? {
    switch self {
    case .github, .azure: 10
    case .teamCity: nil
    }
  }

  /// How many bytes of what an annotation says are shown.
  var messageLimit: Int {
    switch self {
    case .github, .azure: 4 * 1024
    // Beyond 4,000 characters an attribute is refused.
    case .teamCity: 3_500
    }
  }

  /// Annotations of one kind as lines, each with its end; of too many those that tell most, and how
  /// many more there are `elsewhere`.
  func lines(_ annotations: [LogAnnotation], elsewhere: String) -> String {
    let shown = limit.map { annotations.limited(to: $0, elsewhere: elsewhere) } ?? annotations
    switch self {
    case .github: return shown.map(WorkflowCommand.line).joined()
    case .azure: return shown.map(LoggingCommand.line).joined()
    case .teamCity: return ServiceMessage.lines(shown)
    }
  }

  /// A text in which no line is a command to any of the services, whatever names of files and
  /// values it holds.
  package static func harmless(_ text: String) -> String {
    // By scalars: a carriage return and a line feed are one character, and two line ends.
    text.unicodeScalars.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r" }.map {
      let line = String($0)
      // Every kind of white space is passed over there.
      let start = line.drop(while: \.isWhitespace)
      let lowered = line.contains("##") ? line.lowercased() : ""
      // But for the newest form of GitHub, a command may stand anywhere in a line.
      let isCommand =
        start.hasPrefix("::") || ["##[", "##vso[", "##teamcity["].contains { lowered.contains($0) }
      return isCommand ? "| " + line.replacing("##", with: "# #") : line
    }.joined(separator: "\n")
  }
}

/// Writes annotations as GitHub Actions reads them.
enum WorkflowCommand {
  /// The line, with its end.
  static func line(_ annotation: LogAnnotation) -> String {
    let properties: [(name: String, value: String?)] = [
      ("file", annotation.file), ("line", annotation.line.map(String.init)),
      ("col", annotation.column.map(String.init)), ("title", annotation.title),
    ]
    let list = properties.compactMap { property in
      property.value.map { "\(property.name)=\(escapedProperty($0))" }
    }
    let head = list.isEmpty ? "" : " " + list.joined(separator: ",")
    return "::\(annotation.kind.rawValue)\(head)::\(escaped(annotation.message))\n"
  }

  /// The text of a command: what would end it, or begin an escape, is escaped.
  private static func escaped(_ text: String) -> String {
    text.replacingScalars(["%": "%25", "\r": "%0D", "\n": "%0A"])
  }

  /// The value of a property, in which commas and colons mean something as well.
  private static func escapedProperty(_ text: String) -> String {
    text.replacingScalars(["%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"])
  }
}

/// Writes annotations as Azure Pipelines reads them.
enum LoggingCommand {
  /// The line, with its end.
  static func line(_ annotation: LogAnnotation) -> String {
    // There is no title: it becomes the first line.
    let text = [annotation.title, annotation.message].compactMap(\.self).joined(separator: "\n")
    let type: String
    switch annotation.kind {
    case .error: type = "error"
    case .warning: type = "warning"
    case .notice: return "##vso[task.debug]\(escaped(text))\n"
    }
    let properties: [(name: String, value: String?)] = [
      ("type", type), ("sourcepath", annotation.file),
      ("linenumber", annotation.line.map(String.init)),
      ("columnnumber", annotation.column.map(String.init)),
      ("code", annotation.code.isEmpty ? nil : annotation.code),
    ]
    let list = properties.compactMap { property in
      property.value.map { "\(property.name)=\(escapedProperty($0));" }
    }
    return "##vso[task.logissue \(list.joined())]\(escaped(text))\n"
  }

  private static func escaped(_ text: String) -> String {
    text.replacingScalars(["%": "%AZP25", "\r": "%0D", "\n": "%0A"])
  }

  /// The value of a property, which a semicolon or a bracket would end.
  private static func escapedProperty(_ text: String) -> String {
    text.replacingScalars(["%": "%AZP25", "\r": "%0D", "\n": "%0A", ";": "%3B", "]": "%5D"])
  }
}

/// Writes annotations as TeamCity reads them: as findings of an inspection, which have a file, and as
/// problems of the build.
enum ServiceMessage {
  /// How many characters the name of an inspection may have.
  private static let nameLimit = 255

  /// The lines, each with its end; an inspection is made known before its first finding.
  static func lines(_ annotations: [LogAnnotation]) -> String {
    var lines = ""
    var known: Set<String> = []
    for annotation in annotations {
      guard let file = annotation.file else {
        lines += line(ofBuild: annotation)
        continue
      }
      let code = annotation.code.isEmpty ? "conformance" : annotation.code
      if known.insert(code).inserted {
        lines += message(
          "inspectionType",
          [
            ("id", VisibleText.clipped(code, scalars: nameLimit)),
            ("name", VisibleText.clipped(annotation.title ?? code, scalars: nameLimit)),
            ("category", "Conformance"), ("description", annotation.title ?? code),
          ])
      }
      lines += message(
        "inspection",
        [
          ("typeId", VisibleText.clipped(code, scalars: nameLimit)),
          ("message", annotation.message), ("file", file),
          ("line", annotation.line.map(String.init)),
          ("SEVERITY", annotation.kind == .notice ? "INFO" : annotation.kind.rawValue.uppercased()),
        ])
    }
    return lines
  }

  private static func line(ofBuild annotation: LogAnnotation) -> String {
    switch annotation.kind {
    case .error: message("buildProblem", [("description", annotation.message)])
    case .warning: message("message", [("text", annotation.message), ("status", "WARNING")])
    case .notice: message("message", [("text", annotation.message)])
    }
  }

  private static func message(_ name: String, _ values: [(name: String, value: String?)]) -> String
  {
    let list = values.compactMap { entry in
      entry.value.map { " \(entry.name)='\(escaped($0))'" }
    }
    return "##teamcity[\(name)\(list.joined())]\n"
  }

  /// A value: what would end it is escaped, and all that is no ASCII, since logs have encodings.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for unit in text.utf16 {
      switch unit {
      case UInt16(UInt8(ascii: "\n")): escaped += "|n"
      case UInt16(UInt8(ascii: "\r")): escaped += "|r"
      case UInt16(UInt8(ascii: "|")), UInt16(UInt8(ascii: "'")), UInt16(UInt8(ascii: "[")),
        UInt16(UInt8(ascii: "]")):
        escaped += "|"
        escaped.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
      case 0x20..<0x7F: escaped.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
      default:
        let digits = String(unit, radix: 16)
        escaped += "|0x" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      }
    }
    return escaped
  }
}

extension String {
  /// The text with some of its scalars written otherwise.
  fileprivate func replacingScalars(_ spellings: [Unicode.Scalar: String]) -> String {
    var text = ""
    for scalar in unicodeScalars {
      if let spelling = spellings[scalar] {
        text += spelling
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
