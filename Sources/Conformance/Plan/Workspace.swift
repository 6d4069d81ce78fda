package import Diagnostics

/// Everything read from disk: the profile, the contract, the requirements and the suites.
package struct Workspace: Sendable {
  /// The API's profile.
  package let profile: APIProfile
  /// The contract.
  package let contract: Contract
  /// The path of the contract as a person would give it.
  package let contractFile: String
  /// The requirements, those of the API included.
  package let catalogue: RequirementCatalogue
  /// The suites in the order of their file names.
  package let suites: [Suite]
  /// What is doubtful but usable.
  package let warnings: [Diagnostic]

  /// Creates a workspace from its parts.
  package init(
    profile: APIProfile, contract: Contract, contractFile: String,
    catalogue: RequirementCatalogue, suites: [Suite], warnings: [Diagnostic]
  ) {
    self.profile = profile
    self.contract = contract
    self.contractFile = contractFile
    self.catalogue = catalogue
    self.suites = suites
    self.warnings = warnings
  }
}

/// Reads workspaces from paths as given on a command line.
package struct WorkspaceLoader {
  /// How files are read.
  let files: any FileReading

  /// Creates a loader.
  package init(files: any FileReading = DiskFiles()) {
    self.files = files
  }

  /// The name of the profile's file.
  package static let profileName = "conformance.yaml"
  /// What the names of suite files end in.
  package static let suiteEnding = ".suite.yaml"

  /// Reads the folders and suite files given; all of them have to belong to one profile.
  /// - Throws: ``Diagnostics`` with every mistake of every file.
  package func load(_ paths: [String]) throws(Diagnostics) -> Workspace {
    var mistakes: [Diagnostic] = []
    var folder: String?
    var suiteFiles: [String] = []
    for path in paths {
      let found = findSuites(Self.withoutSlash(path), &mistakes)
      guard let found else { continue }
      if let known = folder, known != found.folder {
        mistakes.append(
          Diagnostic(
            code: "suite.two-profiles", "\(path) belongs to another folder than \(known)",
            fix: "run one API's folder at a time"))
        continue
      }
      folder = found.folder
      for file in found.files where !suiteFiles.contains(file) { suiteFiles.append(file) }
    }
    guard let folder else { throw Diagnostics(mistakes) }
    let base = try collecting(&mistakes) { () throws(Diagnostics) in try loadBase(folder) }
    var suites: [Suite] = []
    if let base {
      let context = SuiteLoader.Context(
        contract: base.contract, profile: base.profile, catalogue: base.catalogue)
      for file in suiteFiles {
        let suite = try collecting(&mistakes) { () throws(Diagnostics) in
          try SuiteLoader.load(
            try files.read(file), id: Self.suiteID(of: file), context: context)
        }
        if let suite { suites.append(suite) }
      }
    }
    guard let base, !mistakes.contains(where: { $0.severity == .error }) else {
      throw Diagnostics(mistakes)
    }
    return Workspace(
      profile: base.profile, contract: base.contract, contractFile: base.contractFile,
      catalogue: base.catalogue, suites: suites, warnings: base.contract.warnings + mistakes)
  }

  /// What all suites of a folder share.
  private struct Base {
    let profile: APIProfile
    let contract: Contract
    let contractFile: String
    let catalogue: RequirementCatalogue
  }

  private func loadBase(_ folder: String) throws(Diagnostics) -> Base {
    let profileText = try files.read(Self.join(folder, Self.profileName))
    let profile = try ProfileLoader.load(profileText)
    let contractFile = Self.join(folder, profile.contractPath)
    let contract = try files.contract(at: contractFile)
    var catalogue = try RequirementCatalogue.standard()
    if let path = profile.requirementsPath {
      catalogue = try catalogue.merging(
        try SourceDocument(reading: try files.read(Self.join(folder, path))))
    }
    try ProfileChecker.check(
      profile, in: try SourceDocument(reading: profileText), against: contract)
    return Base(
      profile: profile, contract: contract, contractFile: contractFile, catalogue: catalogue)
  }

  /// The folder of the profile and the suite files that a path means.
  private func findSuites(
    _ path: String, _ mistakes: inout [Diagnostic]
  ) -> (folder: String, files: [String])? {
    if files.isFolder(path) {
      let names = files.names(in: path).filter { $0.hasSuffix(Self.suiteEnding) }.sorted()
      if names.isEmpty {
        mistakes.append(
          Diagnostic(
            code: "suite.no-suites", "\(path) has no file whose name ends in \(Self.suiteEnding)",
            fix: "give a folder with suites, such as suites/shop"))
        return nil
      }
      return (path, names.map { Self.join(path, $0) })
    }
    guard files.exists(path) else {
      let parent = Self.folder(of: path)
      let nearest = EditDistance.nearest(
        to: Self.name(of: path), in: files.names(in: parent))
      mistakes.append(
        Diagnostic(
          code: "suite.not-found", "\(path) does not exist",
          fix: nearest.map { "give \(Self.join(parent, $0))" }
            ?? "give a folder with a \(Self.profileName), or a file in one"))
      return nil
    }
    return (Self.folder(of: path), [path])
  }

  private func collecting<Value>(
    _ mistakes: inout [Diagnostic], _ work: () throws(Diagnostics) -> Value
  ) throws(Diagnostics) -> Value? {
    do throws(Diagnostics) {
      return try work()
    } catch {
      mistakes += error.all
      return nil
    }
  }

  /// The beginning of the ids of a suite's cases: its folder's and its own name.
  static func suiteID(of file: String) -> String {
    let name = name(of: file)
    let stem = name.hasSuffix(suiteEnding) ? String(name.dropLast(suiteEnding.count)) : name
    let folder = name == file ? "" : self.name(of: folder(of: file))
    return folder.isEmpty || folder == "." ? stem : "\(folder)/\(stem)"
  }

  /// A path as it reads without slashes at its end.
  private static func withoutSlash(_ path: String) -> String {
    var path = path
    while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }

  private static func join(_ folder: String, _ name: String) -> String {
    if name.hasPrefix("/") { return name }
    return folder.isEmpty ? name : folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func name(of path: String) -> String {
    let bare = path.hasSuffix("/") ? String(path.dropLast()) : path
    return bare.lastIndex(of: "/").map { String(bare[bare.index(after: $0)...]) } ?? bare
  }
}
