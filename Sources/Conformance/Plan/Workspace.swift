package import Diagnostics
import SchemaValidator

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
  /// The departures that are known.
  package var deviations = DeviationList()
  /// Whether all suites of the folder were read.
  package var isWhole = true
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

/// What could be read of a workspace, and every mistake that was met.
package struct WorkspaceReading: Sendable {
  /// Everything; nil when a mistake keeps it from being used.
  package fileprivate(set) var workspace: Workspace?
  /// The contract, which may be sound while a suite is not; nil when it cannot be used.
  package fileprivate(set) var contract: Contract?
  /// The path of the contract as a person would give it; nil when no profile names one.
  package fileprivate(set) var contractFile: String?
  /// The files that were read beside the contract's own, in the order they were read.
  package fileprivate(set) var files: [String] = []
  /// What is doubtful or wrong, file by file; that of a sound contract not included.
  package fileprivate(set) var mistakes: [Diagnostic] = []

  fileprivate init() {}
}

/// Reads workspaces from paths as given on a command line.
package struct WorkspaceLoader {
  /// How files are read.
  let files: any FileReading
  /// What is read in place of what lies on a network.
  let references: ReferenceMap

  /// Creates a loader.
  package init(
    files: any FileReading = DiskFiles(), references: ReferenceMap = ReferenceMap()
  ) {
    self.files = files
    self.references = references
  }

  /// The name of the profile's file.
  package static let profileName = "conformance.yaml"
  /// The name of the file of known deviations, which a folder may have.
  package static let deviationsName = "deviations.yaml"
  /// What the names of suite files end in.
  package static let suiteEnding = ".suite.yaml"
  /// What the names of files with shared steps end in.
  package static let libraryEnding = ".steps.yaml"

  /// Reads the folders and suite files given; all of them have to belong to one profile.
  /// - Throws: ``Diagnostics`` with every mistake of every file.
  package func load(_ paths: [String]) throws(Diagnostics) -> Workspace {
    let reading = read(paths)
    guard let workspace = reading.workspace else { throw Diagnostics(reading.mistakes) }
    return workspace
  }

  /// Reads as much as can be read of the folders and suite files given.
  package func read(_ paths: [String]) -> WorkspaceReading {
    var reading = WorkspaceReading()
    guard let (folder, suiteFiles) = find(paths, &reading.mistakes),
      let base = readBase(folder, &reading)
    else { return reading }
    var context = SuiteLoader.Context(
      contract: base.contract, profile: base.profile, catalogue: base.catalogue,
      judgedAnywhere: CheckRegistry.standard(for: base.profile.conventions).requirements,
      attachment: { [files] path throws(Diagnostics) in
        let file = Self.join(folder, path)
        guard files.leads(file, into: folder) else {
          throw Diagnostics([
            Diagnostic(
              code: "file.outside", "\"\(path)\" leads out of the folder of the suite",
              fix: "put the file itself there")
          ])
        }
        return try files.read(file).bytes
      })
    context.nearestAttachment = { [files] path in
      let file = Self.join(folder, path)
      let nearest = files.exists(file) ? nil : files.nearest(to: file, isFile: true)
      return nearest.map { Self.replacingName(of: path, with: Self.name(of: $0)) }
    }
    context.library = readLibrary(folder, context, &reading)
    var suites: [Suite] = []
    for file in suiteFiles {
      let suite = collecting(&reading.mistakes) { () throws(Diagnostics) in
        let text = try files.read(file)
        reading.files.append(file)
        return try SuiteLoader.load(text, id: suiteID(of: file), context: context)
      }
      guard let suite else { continue }
      reading.mistakes += suite.remarks
      context.leftBehind.formUnion(suite.leftBehind)
      suites.append(suite)
    }
    if !reading.mistakes.contains(where: { $0.severity == .error }),
      let remark = MissingLogin(contract: base.contract, profile: base.profile)
        .remark(on: suites, in: base.profileDocument)
    {
      reading.mistakes.append(remark)
    }
    let isWhole = suiteFiles.count == suiteNames(in: folder).count
    let deviations = readDeviations(
      folder, base.catalogue, isWhole ? suites : nil, &reading)
    if !reading.mistakes.contains(where: { $0.severity == .error }) {
      reading.workspace = Workspace(
        profile: base.profile, contract: base.contract,
        contractFile: reading.contractFile ?? base.contract.document.text.name,
        catalogue: base.catalogue, suites: suites,
        warnings: base.contract.warnings + reading.mistakes)
      reading.workspace?.deviations = deviations
      reading.workspace?.isWhole = isWhole
    }
    return reading
  }

  /// The steps that all suites of a folder may use; none where a file of theirs has a mistake.
  private func readLibrary(
    _ folder: String, _ context: SuiteLoader.Context, _ reading: inout WorkspaceReading
  ) -> [String: Suite.SharedSteps] {
    var texts: [(name: String, text: SourceText)] = []
    for name in files.names(in: folder).sorted() where name.hasSuffix(Self.libraryEnding) {
      let file = Self.join(folder, name)
      let text = collecting(&reading.mistakes) { () throws(Diagnostics) in try files.read(file) }
      reading.files.append(file)
      if let text { texts.append((String(name.dropLast(Self.libraryEnding.count)), text)) }
    }
    return collecting(&reading.mistakes) { () throws(Diagnostics) in
      try SuiteLoader.loadLibrary(texts, context: context)
    } ?? [:]
  }

  /// The known deviations of a folder; none where it has no such file.
  private func readDeviations(
    _ folder: String, _ catalogue: RequirementCatalogue, _ suites: [Suite]?,
    _ reading: inout WorkspaceReading
  ) -> DeviationList {
    let file = Self.join(folder, Self.deviationsName)
    guard files.exists(file) else { return DeviationList() }
    let found = collecting(&reading.mistakes) { () throws(Diagnostics) in
      try DeviationLoader.load(try files.read(file), catalogue: catalogue, suites: suites)
    }
    reading.files.append(file)
    reading.mistakes += found?.warnings ?? []
    return found?.list ?? DeviationList()
  }

  /// The folder and the suite files that all paths together mean.
  private func find(
    _ paths: [String], _ mistakes: inout [Diagnostic]
  ) -> (folder: String, suites: [String])? {
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
    return folder.map { ($0, suiteFiles) }
  }

  /// What all suites of a folder share.
  private struct Base {
    let profile: APIProfile
    let profileDocument: SourceDocument
    let contract: Contract
    let catalogue: RequirementCatalogue
  }

  private func readBase(_ folder: String, _ reading: inout WorkspaceReading) -> Base? {
    let profileFile = Self.join(folder, Self.profileName)
    let profileText = collecting(&reading.mistakes) { () throws(Diagnostics) in
      try files.read(profileFile)
    }
    guard let profileText else { return nil }
    reading.files.append(profileFile)
    let profile = collecting(&reading.mistakes) { () throws(Diagnostics) in
      try ProfileLoader.load(profileText)
    }
    guard let profile else { return nil }
    let contractFile = Self.join(folder, profile.contractPath)
    reading.contractFile = contractFile
    reading.contract = collecting(&reading.mistakes) { () throws(Diagnostics) in
      try refuseMissing(contractFile, namedBy: "contract", in: profileText)
      return try contract(at: contractFile)
    }
    guard let contract = reading.contract else { return nil }
    var remarks: [Diagnostic] = []
    let base = collecting(&reading.mistakes) { () throws(Diagnostics) in
      var catalogue = try RequirementCatalogue.standard()
      if let path = profile.requirementsPath.map({ Self.join(folder, $0) }) {
        try refuseMissing(path, namedBy: "requirements", in: profileText)
        catalogue = try catalogue.merging(try SourceDocument(reading: try files.read(path)))
        reading.files.append(path)
      }
      let document = try SourceDocument(reading: profileText)
      remarks = try ProfileChecker.check(profile, in: document, against: contract, catalogue)
      return Base(
        profile: profile, profileDocument: document, contract: contract, catalogue: catalogue)
    }
    reading.mistakes += remarks
    return base
  }

  /// Refuses the path of a file that is not there, where the profile has it.
  private func refuseMissing(
    _ path: String, namedBy key: String, in profile: SourceText
  ) throws(Diagnostics) {
    guard !files.exists(path) else { return }
    let document = try SourceDocument(reading: profile)
    guard let value = document.root[key], let name = value.stringValue else { return }
    let nearest = files.nearest(to: path, isFile: true)
    throw Diagnostics([
      Diagnostic(
        code: "file.unreadable", "\(path) does not exist", in: document.text,
        bytes: document.range(of: value),
        fix: nearest.map { "write \"\(Self.replacingName(of: name, with: Self.name(of: $0)))\"" }
          ?? "write the path of the file, from the folder of the profile")
    ])
  }

  /// A path with another last part.
  private static func replacingName(of path: String, with name: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) + name } ?? name
  }

  /// Reads the contract at a path, and the files its references lead to.
  /// - Throws: ``Diagnostics`` when it cannot be used.
  package func contract(at path: String) throws(Diagnostics) -> Contract {
    try files.contract(at: path, references: references)
  }

  /// The folder of the profile and the suite files that a path means.
  private func findSuites(
    _ path: String, _ mistakes: inout [Diagnostic]
  ) -> (folder: String, files: [String])? {
    if files.isFolder(path) {
      let names = suiteNames(in: path)
      let slips = files.names(in: path).sorted().compactMap(MisnamedFile.init)
        .filter { !files.isFolder(Self.join(path, $0.name)) }
      if names.isEmpty {
        let folder = "give a folder with suites, such as suites/shop"
        let slip = slips.first { $0.meant.hasSuffix(Self.suiteEnding) }
        mistakes.append(
          Diagnostic(
            code: "suite.no-suites", "\(path) has no file whose name ends in \(Self.suiteEnding)",
            fix: slip.map { "rename \($0.name) to \($0.meant), or \(folder)" } ?? folder))
        return nil
      }
      for slip in slips {
        let file = Self.join(path, slip.name)
        mistakes.append(
          Diagnostic(
            .warning, code: "suite.misnamed-file", "\(file) is not read, by its name",
            at: SourceLocation(file: file, line: 1, column: 1),
            fix: files.exists(Self.join(path, slip.meant))
              ? "take it away, or give it a name of its own, such as other\(slip.ending)"
              : "rename it to \(slip.meant)"))
      }
      return (path, names.map { Self.join(path, $0) })
    }
    guard files.exists(path) else {
      mistakes.append(
        Diagnostic(
          code: "suite.not-found", "\(path) does not exist",
          fix: files.nearest(to: path).map { "give \($0)" }
            ?? "give a folder with a \(Self.profileName), or a file in one"))
      return nil
    }
    return (Self.folder(of: path), [path])
  }

  /// The suite files of a folder, in order.
  private func suiteNames(in folder: String) -> [String] {
    files.names(in: folder).filter { $0.hasSuffix(Self.suiteEnding) }.sorted()
  }

  private func collecting<Value>(
    _ mistakes: inout [Diagnostic], _ work: () throws(Diagnostics) -> Value
  ) -> Value? {
    do throws(Diagnostics) {
      return try work()
    } catch {
      mistakes += error.all
      return nil
    }
  }

  /// The beginning of the ids of a suite's cases: its folder's and its own name.
  private func suiteID(of file: String) -> String {
    let name = Self.name(of: file)
    let stem =
      name.hasSuffix(Self.suiteEnding) ? String(name.dropLast(Self.suiteEnding.count)) : name
    // The same from wherever the path is given, since results name cases by it.
    return files.name(ofFolder: Self.folder(of: file)).map { "\($0)/\(stem)" } ?? stem
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
