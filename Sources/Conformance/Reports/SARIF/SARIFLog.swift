/// A log in SARIF 2.1.0, which code scanning and editors read: the one place that knows its layout.
///
/// Source: [SARIF 2.1.0](https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html)
struct SARIFLog {
  /// How grave a result is.
  enum Level: String {
    case none
    case note
    case warning
    case error
  }

  /// What a result is an instance of.
  struct Rule {
    let id: String
    let title: String
    /// What is asked for, in full; nil where nobody has written it down.
    var help: String?
    /// The level unless a result says otherwise; nil where it is not known.
    var level: Level?
    var tags: [String] = []
  }

  /// Where a result is, as far as it can be told.
  struct Place {
    /// The file; nil for what is no file.
    var uri: String?
    var line = 1
    var column = 1
    /// The column after the last character; nil for an open end.
    var endColumn: Int?
    /// The name of the value itself, such as a JSON pointer.
    var name: String?
    /// What the place has to do with the result.
    var message: String?
  }

  /// One remark.
  struct Result {
    let ruleID: String
    let level: Level
    let message: String
    /// Where it has to be mended.
    var place: Place?
    /// Where else to look.
    var related: [Place] = []
    /// What tells it from others over several versions of a file.
    let fingerprint: String
    /// Why nobody has to see to it; nil where somebody has.
    var acceptance: String?
    /// What else is known of it, in order.
    var properties: [(name: String, value: String)] = []
  }

  /// Something about the analysis itself, such as why a part of it could not be made.
  struct Notification {
    let level: Level
    let message: String
    var place: Place?
  }

  let toolVersion: String
  /// The name under which the fingerprints stand: it tells how they were made.
  let fingerprintName: String
  /// What tells this kind of log from others of the same program; nil for none.
  var category: String?
  var rules: [Rule] = []
  var results: [Result] = []
  var notifications: [Notification] = []
  /// Whether the analysis came to its end.
  var isComplete = true
  /// What else is known of the analysis, in order.
  var properties: [(name: String, value: String)] = []

  /// The log's bytes, ending with a line end.
  func render() -> [UInt8] {
    var json = ResultWriter()
    json.object { json in
      json.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
      json.member("version", "2.1.0")
      json.member("runs", [self]) { json, log in json.object { log.write(to: &$0) } }
    }
    return json.finish()
  }

  private func write(to json: inout ResultWriter) {
    json.member("tool") { json in
      json.object { json in
        json.member("driver") { json in json.object { writeDriver(&$0) } }
      }
    }
    if let category {
      json.member("automationDetails") { json in json.object { $0.member("id", category) } }
    }
    // Columns are counted as editors count them that know no grapheme clusters.
    json.member("columnKind", "unicodeCodePoints")
    json.member("invocations", [notifications]) { json, notifications in
      json.object { json in
        // Finding something is success; what it found is in the results.
        json.member("executionSuccessful", isComplete)
        guard !notifications.isEmpty else { return }
        json.member("toolExecutionNotifications", notifications) { json, notification in
          json.object { Self.write(notification, to: &$0) }
        }
      }
    }
    Self.write(properties, to: &json)
    let numbers = Dictionary(
      rules.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    json.member("results", results) { json, result in
      json.line { json in json.object { write(result, numbers, to: &$0) } }
    }
  }

  private func writeDriver(_ json: inout ResultWriter) {
    json.member("name", "conformance")
    json.member("version", toolVersion)
    json.member("semanticVersion", toolVersion)
    json.member("rules", rules) { json, rule in json.object { Self.write(rule, to: &$0) } }
  }

  private static func write(_ rule: Rule, to json: inout ResultWriter) {
    json.member("id", rule.id)
    text(rule.title, as: "shortDescription", &json)
    if let help = rule.help {
      text(help, as: "fullDescription", &json)
      text("\(rule.title). \(help)", as: "help", &json)
    }
    if let level = rule.level {
      json.member("defaultConfiguration") { json in
        json.object { $0.member("level", level.rawValue) }
      }
    }
    json.member("properties") { json in json.object { $0.member("tags", rule.tags) } }
  }

  private func write(
    _ result: Result, _ numbers: [String: Int], to json: inout ResultWriter
  ) {
    json.member("ruleId", result.ruleID)
    json.member("ruleIndex", numbers[result.ruleID])
    json.member("level", result.level.rawValue)
    Self.text(result.message, as: "message", &json)
    json.member("locations", result.place.map { [$0] } ?? []) { json, place in
      json.object { Self.write(place, to: &$0) }
    }
    if !result.related.isEmpty {
      json.member("relatedLocations", result.related) { json, place in
        json.object { Self.write(place, to: &$0) }
      }
    }
    json.member("partialFingerprints") { json in
      json.object { $0.member(fingerprintName, result.fingerprint) }
    }
    if let acceptance = result.acceptance {
      json.member("suppressions", [acceptance]) { json, acceptance in
        json.object { json in
          json.member("kind", "external")
          json.member("status", "accepted")
          json.member("justification", acceptance)
        }
      }
    }
    Self.write(result.properties, to: &json)
  }

  private static func write(_ notification: Notification, to json: inout ResultWriter) {
    json.member("level", notification.level.rawValue)
    text(notification.message, as: "message", &json)
    json.member("locations", notification.place.map { [$0] } ?? []) { json, place in
      json.object { write(place, to: &$0) }
    }
  }

  private static func write(_ place: Place, to json: inout ResultWriter) {
    if let uri = place.uri {
      json.member("physicalLocation") { json in
        json.object { json in
          json.member("artifactLocation") { json in json.object { $0.member("uri", uri) } }
          json.member("region") { json in
            json.object { json in
              json.member("startLine", place.line)
              json.member("startColumn", place.column)
              json.member("endColumn", place.endColumn)
            }
          }
        }
      }
    }
    if let name = place.name {
      json.member("logicalLocations", [name]) { json, name in
        json.object { $0.member("fullyQualifiedName", name) }
      }
    }
    if let message = place.message { text(message, as: "message", &json) }
  }

  private static func write(
    _ properties: [(name: String, value: String)], to json: inout ResultWriter
  ) {
    guard !properties.isEmpty else { return }
    json.member("properties") { json in
      json.object { json in
        for property in properties { json.member(property.name, property.value) }
      }
    }
  }

  /// A text in an object of its own, as SARIF has all texts for people.
  private static func text(_ text: String, as name: String, _ json: inout ResultWriter) {
    json.member(name) { json in json.object { $0.member("text", text) } }
  }
}
