import Conformance
import Diagnostics
import Foundation
import Testing

@Suite("Files of this machine")
struct DiskFilesTests {
  /// A folder with a file, one beside it, and links to both.
  private static func folders() throws -> URL {
    let root = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    let suites = root.appending(path: "suites/files")
    try FileManager.default.createDirectory(at: suites, withIntermediateDirectories: true)
    try Data("inner".utf8).write(to: suites.appending(path: "inner.txt"))
    try Data("outer".utf8).write(to: root.appending(path: "outer.txt"))
    for (link, target) in [
      ("suites/near.txt", "files/inner.txt"), ("suites/far.txt", "../outer.txt"),
      ("suites/up", ".."), ("other", "suites"),
    ] {
      try FileManager.default.createSymbolicLink(
        atPath: root.appending(path: link).path, withDestinationPath: target)
    }
    return root
  }

  @Test(
    "a path leads into its folder, unless a link leads out of it",
    arguments: [
      ("suites", "suites/files/inner.txt", true), ("suites", "suites/near.txt", true),
      ("suites/", "suites/near.txt", true), ("suites", "suites/far.txt", false),
      ("suites", "suites/up/outer.txt", false), ("suites", "suites/up/suites/near.txt", true),
      ("other", "other/near.txt", true), ("other", "other/far.txt", false),
      ("suites/files", "suites/files/../near.txt", true),
    ])
  func links(_ folder: String, _ path: String, _ leads: Bool) throws {
    let root = try Self.folders()
    defer { try? FileManager.default.removeItem(at: root) }
    #expect(DiskFiles().leads("\(root.path)/\(path)", into: "\(root.path)/\(folder)") == leads)
  }

  @Test(
    "a folder has one name, however a path leads to it",
    arguments: [
      ("suites", "suites"), ("suites/", "suites"), ("suites/.", "suites"),
      ("suites/files/..", "suites"), ("other", "suites"), ("suites/files", "files"),
    ])
  func names(_ path: String, _ name: String) throws {
    let root = try Self.folders()
    defer { try? FileManager.default.removeItem(at: root) }
    #expect(DiskFiles().name(ofFolder: "\(root.path)/\(path)") == name)
    #expect(DiskFiles().name(ofFolder: "/") == nil)
  }

  @Test("a request carries no file from outside of its suite's folder")
  func attachment() throws {
    let root = try Self.folders()
    defer { try? FileManager.default.removeItem(at: root) }
    let folder = root.appending(path: "suites").path
    let files = ContractBreak.files("")
    for (name, text) in [("conformance.yaml", files.profile), ("contract.json", files.contract)] {
      try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
    }
    func mistakes(_ file: String) throws -> [Diagnostic] {
      try """
      suite: Files
      cases:
        - case: A
          effect: own
          steps: [{ call: POST /photos, file_body: \(file), media_type: text/csv }]
      """.write(toFile: "\(folder)/a.suite.yaml", atomically: true, encoding: .utf8)
      return WorkspaceLoader().read([folder]).mistakes
    }
    func messages(_ file: String) throws -> [String] {
      try mistakes(file).map { "\($0.location?.line ?? 0): \($0.message)" }
    }
    #expect(try messages("near.txt") == [])
    #expect(try messages("far.txt") == [#"5: "far.txt" leads out of the folder of the suite"#])
    #expect(try mistakes("neer.txt").map(\.fix) == [#"write "near.txt""#])
    #expect(try mistakes("files/inner.csv").map(\.fix) == [#"write "files/inner.txt""#])
    #expect(
      try mistakes("other.csv").map(\.fix) == ["write the path of a file, relative to the suite"])
  }

  @Test("a file that is not there is told with the nearest beside it")
  func nearest() throws {
    let root = try Self.folders()
    defer { try? FileManager.default.removeItem(at: root) }
    for page in ["shop.html", "shop.json"] {
      try Data().write(to: root.appending(path: page))
    }
    try FileManager.default.createSymbolicLink(
      atPath: root.appending(path: "lost.txt").path, withDestinationPath: "nowhere")
    for (name, fix) in [
      ("shop.yaml", "give \(root.path)/shop.json"),
      // A link that leads nowhere is not what is meant by its name.
      ("lost.txt", "check the path and its permissions"),
      ("outer.text", "give \(root.path)/outer.txt"), ("oter.txt", "give \(root.path)/outer.txt"),
      // A folder is no file.
      ("suites.txt", "check the path and its permissions"),
      ("secrets.env", "check the path and its permissions"),
    ] {
      let error = #expect(throws: Diagnostics.self) {
        try DiskFiles().read("\(root.path)/\(name)")
      }
      #expect(error?.all.map(\.fix) == [fix])
    }
  }
}
