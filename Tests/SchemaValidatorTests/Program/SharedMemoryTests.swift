import SchemaValidator
import Testing

@Suite("Programs: shared between threads")
struct SharedMemoryTests {
  @Test("texts of all sizes are judged at once, each on memory of its own")
  func manyThreads() async throws {
    let schema = #"{"items": {"type": "integer"}, "uniqueItems": true}"#
    let program = try SchemaCompiler().compile(JSONDocument(parsing: schema))
    await withTaskGroup(of: [Int].self) { group in
      for lane in 0..<8 {
        group.addTask {
          (0..<400).filter { round in
            let size = (lane * 997 + round * 31) % 700
            let isValid = round % 3 != 0 || size < 2
            let numbers = (0..<size).map { isValid || $0 < size - 1 ? "\($0)" : "0" }
            let text = Array("[\(numbers.joined(separator: ","))]".utf8)
            return (try? program.isValid(text.span)) != isValid
          }
        }
      }
      for await wrong in group { #expect(wrong.isEmpty) }
    }
  }
}
