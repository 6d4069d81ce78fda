package import Diagnostics

extension FileReading {
  /// Reads a contract with the files it refers to, which have to lie in its folder or below.
  ///
  /// - Throws: ``Diagnostics`` when the contract cannot be read or used.
  package func contract(at path: String) throws(Diagnostics) -> Contract {
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
    return try Contract.load(SourceDocument(reading: read(path))) { relative in
      // What is missing is reported where it is referred to.
      try? read(folder + relative)
    }
  }
}
