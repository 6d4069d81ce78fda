package import Diagnostics
package import SchemaValidator

/// What an API's folder says about the API as a whole: the file `conformance.yaml`.
package struct APIProfile: Sendable {
  /// The file as given on the command line, or found in the given folder.
  package let file: String
  /// The path of the contract, relative to the profile's folder.
  package let contractPath: String
  /// The path of a catalogue of requirements that only this API has, relative to the folder.
  package let requirementsPath: String?
  /// What to present for each security scheme of the contract.
  package let credentials: [Credential]
  /// The values a run needs, in the order of the file.
  package let variables: [Variable]
  /// How the API says what the contract has no words for.
  package let conventions: Conventions
  /// How fast a run may send.
  package let pace: PaceSource
  /// How many requests of one run may reach people or cost money.
  package var externalLimit = 100
  /// What no run can meet of the contract, and why.
  package var unreached: [UnreachedEntry] = []
  /// What is promised beside the contract; nil where nothing is.
  package var promises: Promises?

  /// Requirements that rest on prose alone, and fail a run only where somebody asks for that.
  package struct Promises: Sendable {
    /// The variable whose value asks for it.
    package let variable: String
    /// The requirements.
    package let requirements: [RequirementID]
  }

  /// Where the pace of a run comes from.
  package enum PaceSource: Sendable {
    /// The profile itself tells it.
    case fixed(Pace)
    /// The target tells it: the answer of an operation has the requests a minute at pointers.
    case told(operation: String, read: JSONPointer?, write: JSONPointer?)

    /// The pace that is known before anything is sent.
    package var fixed: Pace {
      if case .fixed(let pace) = self { pace } else { .unlimited }
    }
  }

  /// What to present for one security scheme.
  package struct Credential: Sendable {
    /// The scheme's name in the contract.
    package let scheme: String
    /// The token, the key, or `user:password`.
    package let value: Template
    /// Where it stands.
    package let location: SourceLocation
  }

  /// A value that a run needs.
  package struct Variable: Sendable {
    /// The name in templates.
    package let name: String
    /// The environment variable that holds it, where it may come from there.
    package let environmentName: String?
    /// What it is for, as a sentence for the person who has to give it.
    package let about: String?
    /// Whether it must not be seen.
    package let isSecret: Bool
    /// Whether nothing can run without it.
    package let isRequired: Bool
    /// What it is when nobody gives it.
    package let fallback: String?
    /// How the target itself tells it, when nobody gives it.
    package let discovery: Discovery?
    /// Where it stands.
    package let location: SourceLocation
    /// The type its value has to have; nil where none is written, so that a person gives a text.
    package var type: ValueType?
    /// What its value has to look like beside its type.
    package var fit: Fit?
    /// Whether the run may change and remove what the value names, though it did not create it.
    package var mayBeChanged = false

    /// The types of variables.
    package enum ValueType: String, Sendable, Hashable, CaseIterable {
      case string
      case integer
      case number
      case boolean
    }

    /// A JSON Schema for the value of a variable.
    package struct Fit: Sendable {
      /// The schema as written.
      package let schema: JSONValue
      /// The schema, compiled.
      package let program: SchemaProgram
    }
  }

  /// How the target itself tells a value.
  package struct Discovery: Sendable {
    /// The operation to call; it needs no parameters.
    package let operation: String
    /// The query to send with it.
    package let query: [(name: String, value: Template)]
    /// Where the value is; `*` stands for any element, and the first that is not null counts.
    package let pointer: JSONPointer
    /// A variable before this one whose value does not count; nil for none.
    package let exception: String?
  }
}
