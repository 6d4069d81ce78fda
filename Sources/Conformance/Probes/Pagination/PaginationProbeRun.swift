/// The paging probe: walks a list in every way a client may, and compares what it meets.
///
/// It asks only what its case says it proves; what the plain walks found is shared by all of it.
struct PaginationProbeRun {
  /// What the suite says.
  let probe: PaginationProbe
  /// How the list is read.
  let conventions: Conventions.Pagination

  /// Runs the probe.
  /// - Throws: ``CaseStop`` when the list cannot be read, or nothing is left to go on with.
  func run(_ run: CaseRun) async throws(CaseStop) {
    let pages = PageProbe(run, probe, conventions)
    pages.leaveOutOtherStyles()
    try await pages.sow()
    try await pages.walkPlainly()
    // Reading only.
    try await pages.readFirstPageTwice()
    try await pages.rereadPositions()
    try await pages.respellPosition()
    try await pages.tamperWithPosition()
    try await pages.breakLimitSchema()
    try await pages.exceedLimits()
    try await pages.changeFilter()
    try await pages.changeLimit()
    try await pages.judgeBoundary()
    try await pages.readPastTheEnd()
    // Changing what is read.
    try await pages.insertDuringWalk()
    try await pages.deleteDuringWalk()
  }
}
