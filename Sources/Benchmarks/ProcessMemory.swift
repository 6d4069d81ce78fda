internal import FoundationEssentials

/// The resident memory of this process.
enum ProcessMemory {
  /// MiB in use now.
  static var current: Double? { mebibytes("VmRSS:") }

  /// The most MiB that were in use at once since the last reset.
  static var peak: Double? { mebibytes("VmHWM:") }

  /// Forgets the peak, as Linux allows since 4.0: proc(5), `clear_refs`.
  static func resetPeak() {
    try? Data("5".utf8).write(to: URL(fileURLWithPath: "/proc/self/clear_refs"))
  }

  private static func mebibytes(_ name: String) -> Double? {
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: "/proc/self/status")) else {
      return nil
    }
    for line in String(decoding: data, as: UTF8.self).split(separator: "\n")
    where line.hasPrefix(name) {
      let words = line.split { $0 == " " || $0 == "\t" }
      return words.count > 1 ? Double(words[1]).map { $0 / 1024 } : nil
    }
    return nil
  }
}
