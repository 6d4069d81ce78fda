/// What a depot does wrong when it is told to, each with the one requirement that has to notice.
package enum DepotFault: String, CaseIterable, Sendable {
  // Lists by offset: parts.
  case offsetRepeatsRow, offsetLosesRow, offsetIgnored, offsetTotalWrong, offsetPastEndStartsOver
  case offsetMoreAtEnd, offsetLimitIgnored, offsetGarbageIsZero, offsetEmptyIsMissing
  case offsetTotalMissing, offsetOrderAlternates, offsetEndless, offsetAnyLimit, offsetLimitFails
  // Lists by page number: bins.
  case pageRepeatsRow, pageLosesRow, pageIgnored, pageTotalWrong, pagePastEndFails
  case pageLimitIgnored, pageGarbageFails, pageTotalNoNumber
  // Lists with a Link field: suppliers.
  case linkLeadsElsewhere, linkRing, linkLosesFilter, linkUnreadable, linkBehindLast, linkLosesRow
  case linkWorksOnce, linkInsertRepeats
  // Lists with a next URL: orders.
  case urlLeadsElsewhere, urlRing, urlMissing, urlAtEnd, urlRepeatsRow, urlBroken, urlNotDecoded
  // Lists by page token: moves.
  case tokenOfOtherList, tokenIgnoresFilter, tokenUnsealed, tokenRestarts, tokenLosesTies
  case tokenEmptyPage, tokenLimitSkips, tokenShortPages
  // Errors.
  case problemWithoutCode, problemAsJSON, problemNumberDetail, problemNumberField
  case problemWrongType, problemAsHTML, problemTells, problemWrongField, missingIsInvalid
  case malformedFails, requiredNotAsked, refusedIsMade, problemIncomplete
  // Envelopes.
  case traceMissing, traceRepeated, resultMissing, dateWrong, statusWrong, unitMisspelt
  // Sign-in.
  case anybodyWrites, noChallenge, anyPassword, retiredStays, rivalReads, argumentsFirst
  case schemeCaseMatters
  // Keys.
  case keyIgnored, keyTakesOtherBody, keyReplayMismarked, keySharedByTenants, keyRaces, keyCut
  case keySpellingMatters, keySharedByOperations, keyRevivesDeleted, keyQuotedRefused
  case failedIsDone, failureSpoilsKey, keysOfClerks, repeatsCollapse
  // HTTP.
  case headOfOtherType, allowIncomplete, tagStays, unknownPathFound, methodWithoutAllow
  case publicAnswers, textTaken
  // Life of a thing.
  case patchResets, deletedStays, createdNotListed, nameCut, changedMovesBack, numbersReused
  case namesTwice, patchesLost
  // Pace.
  case remainsTooMuch, remainsAlike, tooFastAsHTML, tooFastIsMade, halfPaceRefused
  case statusLimited, refusalLasts

  /// The requirement that has to notice.
  package var requirement: String {
    switch self {
    case .linkUnreadable, .offsetTotalMissing, .pageTotalNoNumber: "PAG-01"
    case .urlMissing: "PAG-02"
    case .urlAtEnd: "PAG-03"
    case .offsetIgnored, .pageIgnored, .linkRing, .urlRing, .offsetEndless: "PAG-04"
    case .offsetRepeatsRow, .pageRepeatsRow, .urlRepeatsRow: "PAG-05"
    case .offsetLosesRow, .pageLosesRow, .linkLosesRow: "PAG-06"
    case .offsetLimitIgnored, .pageLimitIgnored: "PAG-08"
    case .tokenShortPages: "PAG-09"
    case .offsetMoreAtEnd, .linkBehindLast: "PAG-10"
    case .tokenEmptyPage: "PAG-11"
    case .offsetEmptyIsMissing: "PAG-12"
    case .offsetAnyLimit: "PAG-13"
    case .offsetLimitFails: "PAG-14"
    case .offsetGarbageIsZero, .pageGarbageFails, .tokenUnsealed, .urlBroken: "PAG-16"
    case .tokenOfOtherList: "PAG-17"
    case .tokenIgnoresFilter: "PAG-18"
    case .tokenLimitSkips: "PAG-20"
    case .linkWorksOnce: "PAG-21"
    case .linkInsertRepeats: "PAG-22"
    case .tokenRestarts: "PAG-23"
    case .tokenLosesTies: "PAG-24"
    case .offsetOrderAlternates: "PAG-26"
    case .urlNotDecoded: "PAG-27"
    case .offsetTotalWrong, .offsetPastEndStartsOver, .pageTotalWrong, .pagePastEndFails,
      .linkLeadsElsewhere, .linkLosesFilter, .urlLeadsElsewhere:
      "PAG-32"
    case .problemIncomplete: "ERR-01"
    case .problemWithoutCode, .problemNumberDetail: "ERR-04"
    case .problemAsJSON: "ERR-02"
    case .problemNumberField: "ERR-05"
    case .problemWrongType: "ERR-06"
    case .problemAsHTML: "ERR-03"
    case .problemTells: "ERR-15"
    case .problemWrongField: "ERR-11"
    case .missingIsInvalid: "ERR-07"
    case .malformedFails: "ERR-13"
    case .requiredNotAsked: "ERR-09"
    case .refusedIsMade: "ERR-12"
    case .traceMissing, .resultMissing: "RSP-09"
    case .traceRepeated: "RSP-10"
    case .dateWrong: "RSP-07"
    case .statusWrong: "RSP-01"
    case .unitMisspelt: "RSP-08"
    case .anybodyWrites: "AUTH-01"
    case .noChallenge: "AUTH-02"
    case .anyPassword: "AUTH-03"
    case .schemeCaseMatters: "AUTH-05"
    case .argumentsFirst: "AUTH-07"
    case .rivalReads: "AUTH-11"
    case .retiredStays: "AUTH-14"
    case .keyIgnored: "IDM-01"
    case .keyTakesOtherBody: "IDM-03"
    case .repeatsCollapse: "IDM-06"
    case .keyRaces: "IDM-08"
    case .keySharedByOperations: "IDM-12"
    case .keySharedByTenants: "IDM-13"
    case .keysOfClerks: "IDM-14"
    case .failedIsDone, .failureSpoilsKey: "IDM-17"
    case .keyCut: "IDM-19"
    case .keyQuotedRefused: "IDM-21"
    case .keySpellingMatters: "IDM-22"
    case .keyReplayMismarked: "IDM-24"
    case .keyRevivesDeleted: "IDM-31"
    case .methodWithoutAllow: "HTTP-01"
    case .unknownPathFound: "HTTP-02"
    case .headOfOtherType: "HTTP-03"
    case .allowIncomplete: "HTTP-04"
    case .textTaken: "HTTP-09"
    case .publicAnswers: "HTTP-14"
    case .tagStays: "HTTP-15"
    case .namesTwice: "IDM-32"
    case .patchesLost: "IDM-33"
    case .nameCut: "LIFE-01"
    case .createdNotListed: "LIFE-03"
    case .patchResets: "LIFE-04"
    case .changedMovesBack: "LIFE-06"
    case .deletedStays: "LIFE-09"
    case .numbersReused: "LIFE-11"
    case .tooFastAsHTML: "RATE-02"
    case .refusalLasts: "RATE-03"
    case .tooFastIsMade: "RATE-04"
    case .halfPaceRefused: "RATE-05"
    case .remainsTooMuch: "RATE-06"
    case .remainsAlike: "RATE-07"
    case .statusLimited: "RATE-08"
    }
  }
}

/// What a depot does in an unusual way that its contract leaves open.
package enum DepotLiberty: String, CaseIterable, Sendable {
  /// Pages shorter than asked for, where the client does not count.
  case shortPages
  /// Page numbers and offsets behind the end are refused.
  case refusesPastEnd
  /// Links are written without scheme and host.
  case relativeLinks
  /// The links of a page stand in several fields, with other relations and parameters.
  case manyLinks
  /// Next URLs are absolute.
  case absoluteURLs
  /// Where nothing follows, the token is empty, and the next URL is absent.
  case bareEnds
  /// The largest page instead of a refusal, and the other way round.
  case otherLimits
  /// Members that no schema names, in any order.
  case furtherMembers
  /// HEAD and OPTIONS are refused.
  case plainMethods
  /// No entity tags, no limits told.
  case quietFields
  /// Somebody else adds something now and then.
  case busyRivals
  /// Lists show what is new a little later.
  case lateLists
  /// A refusal for pace names the time to come back instead of the seconds until then.
  case returnsByDate
  /// What a guest was put off with has been done, and is told when asked again under its key.
  case failsAfterTheDeed

  /// The requirements that a check could take it for a departure from: each has to be judged where it
  /// is taken, and to hold.
  package var requirements: [String] {
    switch self {
    case .shortPages: ["PAG-05", "PAG-06", "PAG-09", "PAG-11", "PAG-20", "PAG-21"]
    case .refusesPastEnd: ["PAG-32"]
    case .relativeLinks: ["PAG-21", "PAG-27", "PAG-32"]
    case .manyLinks: ["PAG-04", "PAG-32"]
    case .absoluteURLs: ["PAG-02", "PAG-32"]
    case .bareEnds: ["PAG-01", "PAG-03"]
    case .otherLimits: ["PAG-14"]
    case .furtherMembers: ["LIFE-01", "RSP-02", "RSP-09", "RSP-14"]
    case .plainMethods: ["AUTH-01", "HTTP-01"]
    case .quietFields: ["RATE-02", "RATE-03"]
    case .busyRivals: ["ERR-12", "HTTP-05", "PAG-05", "PAG-06", "PAG-22"]
    case .lateLists:
      [
        "AUTH-08", "ERR-12", "IDM-01", "IDM-04", "IDM-05", "IDM-10", "IDM-15", "IDM-16", "IDM-18",
        "IDM-22", "LIFE-03", "LIFE-10", "RATE-04",
      ]
    case .returnsByDate: ["RATE-03"]
    case .failsAfterTheDeed: ["IDM-17"]
    }
  }
}
