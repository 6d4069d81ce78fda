package import Diagnostics

extension FileReading {
  /// Reads a contract with the files it refers to, which have to lie in its folder or below.
  ///
  /// What it refers to on a network is read from the copies that a map names.
  ///
  /// - Throws: ``Diagnostics`` when the contract cannot be read or used.
  package func contract(
    at path: String, references: ReferenceMap = ReferenceMap()
  ) throws(Diagnostics) -> Contract {
    let referenced = ReferencedFiles(of: path, files: self, references: references)
    return try Contract.load(SourceDocument(reading: read(path)), files: referenced.text)
  }
}
