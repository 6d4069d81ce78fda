/// Requirements that no liberty of a server tempts, and why none could be thought of that does.
struct ProofGap {
  /// The ids.
  let requirements: [String]
  /// Why, as a clause.
  let reason: String

  /// All there are; a test holds each of them to having no liberty.
  static let all = [
    ProofGap(
      requirements: ["AUTH-05", "HTTP-08", "HTTP-11"],
      reason: "two spellings are to count as one, and a server takes the second or does not"),
    ProofGap(
      requirements: [
        "IDM-06", "IDM-07", "IDM-12", "IDM-13", "IDM-14", "IDM-19", "IDM-23", "IDM-28", "IDM-30",
        "IDM-31",
      ],
      reason: "whether two answers are one effect or two decides it, and nothing else in them is "
        + "looked at"),
    ProofGap(
      requirements: ["HTTP-16", "IDM-29"],
      reason: "what it leaves open is a choice of two answers, and each is accepted as it is"),
    ProofGap(
      requirements: ["IDM-21"],
      reason:
        "one quoted key that nothing else uses is accepted or not, and what a server may choose, "
        + "whether the bare form is the same key, shows only where both are sent"),
    ProofGap(
      requirements: ["ERR-06"],
      reason: "the profile's table names the types that a status may have, and leaves no others"),
    ProofGap(
      requirements: ["PAG-10"],
      reason: "short pages and rows of others leave it open, and nothing else comes near it"),
    ProofGap(
      requirements: ["HOOK-08", "IDM-25", "LIFE-09", "LIFE-11", "LIFE-13", "LIFE-19"],
      reason: "a status or a value that the contract fixes decides it alone"),
  ]
}
