package import Diagnostics

/// How the next page of a list is asked for.
package enum PageStyle: Sendable, Hashable {
  /// By a text that each page hands out, and an end mark that goes with it.
  case cursor(parameter: String, next: JSONPointer)
  /// By a text that each page but the last hands out.
  case token(parameter: String, next: JSONPointer)
  /// By the number of items to leave out.
  case offset(parameter: String)
  /// By the number of the page; the number of the first one is given.
  case page(parameter: String, first: Int)
  /// By the link with the relation `next` in a `Link` field.
  ///
  /// Source: [RFC 8288 section 3](https://www.rfc-editor.org/rfc/rfc8288#section-3)
  case linkHeader
  /// By a URL in the body.
  case nextURL(JSONPointer)

  /// The styles as a profile names them.
  package enum Name: String, Sendable, CaseIterable {
    /// See ``PageStyle/cursor(parameter:next:)``.
    case cursor
    /// See ``PageStyle/token(parameter:next:)``.
    case token
    /// See ``PageStyle/offset(parameter:)``.
    case offset
    /// See ``PageStyle/page(parameter:first:)``.
    case page
    /// See ``PageStyle/linkHeader``.
    case linkHeader = "link-header"
    /// See ``PageStyle/nextURL(_:)``.
    case nextURL = "next-url"
  }

  /// The query parameter that says where a page begins; nil where a link says it.
  package var positionParameter: String? {
    switch self {
    case .cursor(let parameter, _), .token(let parameter, _), .offset(let parameter),
      .page(let parameter, _):
      parameter
    case .linkHeader, .nextURL: nil
    }
  }

  /// Where a page hands out the way on; nil where it does not, or not in the body.
  package var next: JSONPointer? {
    switch self {
    case .cursor(_, let next), .token(_, let next), .nextURL(let next): next
    case .offset, .page, .linkHeader: nil
    }
  }

  /// Whether the client itself works out where the next page begins.
  package var counts: Bool {
    switch self {
    case .offset, .page: true
    case .cursor, .token, .linkHeader, .nextURL: false
    }
  }

  /// Whether the client follows links, and knows nothing of what is in them.
  package var followsLinks: Bool {
    switch self {
    case .linkHeader, .nextURL: true
    case .cursor, .token, .offset, .page: false
    }
  }

  /// Whether the number of items to a page may change from page to page.
  package var allowsOtherLimits: Bool {
    switch self {
    case .cursor, .token, .offset: true
    // The third page of two is not the third page of three, and what a link means is unknown.
    case .page, .linkHeader, .nextURL: false
    }
  }

  /// What says where a page begins, as a sentence names it.
  package var noun: String {
    switch self {
    case .cursor: "cursor"
    case .token: "page token"
    case .offset: "offset"
    case .page: "page number"
    case .linkHeader: "link"
    case .nextURL: "next URL"
    }
  }
}
