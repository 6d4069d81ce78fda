/// `uri`: a URI with its scheme.
/// Source: [RFC 3986](https://www.rfc-editor.org/rfc/rfc3986#appendix-A)
enum URIFormat {
  static func holds(_ text: Span<UInt8>) -> Bool {
    URIGrammar(allowsUnicode: false).isReference(text, needsScheme: true)
  }
}

/// `uri-reference`: a URI, or a reference relative to one.
/// Source: [RFC 3986 4.1](https://www.rfc-editor.org/rfc/rfc3986#section-4.1)
enum URIReferenceFormat {
  static func holds(_ text: Span<UInt8>) -> Bool {
    URIGrammar(allowsUnicode: false).isReference(text, needsScheme: false)
  }
}

/// `iri`: a URI that may use most of Unicode.
/// Source: [RFC 3987 2.2](https://www.rfc-editor.org/rfc/rfc3987#section-2.2)
enum IRIFormat {
  static func holds(_ text: Span<UInt8>) -> Bool {
    URIGrammar(allowsUnicode: true).isReference(text, needsScheme: true)
  }
}

/// `iri-reference`: an IRI, or a reference relative to one.
/// Source: [RFC 3987 2.2](https://www.rfc-editor.org/rfc/rfc3987#section-2.2)
enum IRIReferenceFormat {
  static func holds(_ text: Span<UInt8>) -> Bool {
    URIGrammar(allowsUnicode: true).isReference(text, needsScheme: false)
  }
}
