/// Everything a fast program refers to, in growable form while it is made.
struct ProgramTables: Sendable {
  var code: [Instruction] = [Instruction(.accept), Instruction(.reject)]
  /// The schemas in the order of their numbers in the code.
  var schemas: [SchemaGraph.NodeID] = []
  /// Eight entries for each schema, by kind.
  var entries: [UInt32] = []
  var keyTables: [KeyTable] = []
  var slots: [MemberSlot] = []
  var objects: [ObjectPlan] = []
  var arrays: [ArrayPlan] = []
  var choices: [ChoicePlan] = []
  /// Entries, schema numbers and ranges, as the instruction says.
  var lists: [UInt32] = []
  var bounds: [NumberBound] = []
  var constants: [JSONValue] = []
  var patterns: [ECMAPattern] = []
  /// The pattern properties of the object plans, one plan's after the other's.
  var patternSlots: [PatternSlot] = []
  var stringFormats: [StringFormat] = []
  var numberFormats: [NumberFormat] = []
  var contents: [ContentAssertion] = []
  var dependents: [[DependentSlots]] = []
  var valueSets: [ValueSet] = []
  var coverages: [CoverageStep] = []
}

/// The names an object needs as soon as it has another one, as slots of a key table.
struct DependentSlots: Sendable {
  let name: Int
  let needs: [Int]
}

/// A pattern and the schema of the members it names; a negative schema only marks them as named.
struct PatternSlot: Sendable {
  let pattern: Int32
  let node: Int32
}
