import Conformance
import Diagnostics
import SchemaValidator
import Testing

@Suite("Contract: values by the schemas of published documents")
struct PublishedContractGenerationTests {
  /// An operation of each document that is looked at whatever the sample; its schemas are hard.
  private static let hard = [
    "contracts/digitalocean/DigitalOcean-public.v2.yaml": "/v2/droplets/actions"
  ]
  /// So many operations of each document are looked at, spread evenly.
  private static let operationLimit = 24
  /// So many values of each schema are made, and so many violations.
  private static let limit = 25

  @Test(
    "every schema has values, each accepted; every violation is refused",
    arguments: PublishedContract.counts.keys.sorted())
  func slice(file: String) throws {
    guard let published = try PublishedContract.named(file) else { return }
    let schemas = Self.schemas(of: published.contract, in: file)
    var model: GenerationModel?
    var values = 0
    var violations = 0
    var wrong: [String] = []
    for schema in schemas {
      // A contract in 3.0 is compiled once for each direction; each needs a model of its own.
      let generator = SchemaGenerator(schema.program, sharing: model)
      if model?.covers(schema.program) != true { model = GenerationModel(schema.program) }
      let place = "\(schema.location): \(schema.pointer.fragment)"
      var base: JSONValue?
      for (number, generated) in generator.values(seed: 1).prefix(Self.limit).enumerated() {
        guard let value = generated.value else {
          wrong.append("\(place): \(generated)")
          continue
        }
        values += 1
        // The second one has all members.
        if number < 2 { base = value }
        if !schema.program.evaluate(value).isValid { wrong.append("\(place): refused: \(value)") }
      }
      guard let base else { continue }
      for fault in generator.faults(from: base, seed: 1, limit: Self.limit) {
        violations += 1
        if schema.program.evaluate(fault.value).isValid {
          wrong.append("\(place): accepted: \(fault.summary): \(fault.value)")
        }
      }
    }
    print(
      "generation: \(file): \(schemas.count) schemas, \(values) values, \(violations) violations")
    #expect(wrong == [])
    #expect(values > 0)
    #expect(violations > 0)
  }

  /// The schemas of bodies and parameters in a sample of the operations, each once.
  private static func schemas(of contract: Contract, in file: String) -> [ContractSchema] {
    let share = max(1, contract.operations.count / operationLimit)
    let operations = contract.operations.enumerated().filter {
      $0.offset % share == 0 || $0.element.id.path == hard[file]
    }.map(\.element)
    let contents =
      operations.compactMap(\.requestBody).flatMap(\.content)
      + operations.flatMap(\.responses.all).flatMap(\.content)
    let all = operations.flatMap(\.parameters).compactMap(\.schema) + contents.compactMap(\.schema)
    var seen: Set<ObjectIdentifier> = []
    // All are compiled before the first model is made, which covers those alone that are there.
    return all.filter { seen.insert(ObjectIdentifier($0.program)).inserted }
  }
}
