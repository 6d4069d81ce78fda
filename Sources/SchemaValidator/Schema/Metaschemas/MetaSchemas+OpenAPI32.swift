// The published meta-schemas of the dialect, prose left out.
extension MetaSchemas {
  static let openAPI32: [String] = [
    #"""
    {
     "$id": "https://spec.openapis.org/oas/3.2/dialect/2025-09-17",
     "$schema": "https://json-schema.org/draft/2020-12/schema",
     "title": "OpenAPI 3.2 Schema Object Dialect",
     "$dynamicAnchor": "meta",
     "$vocabulary": {
      "https://json-schema.org/draft/2020-12/vocab/applicator": true,
      "https://json-schema.org/draft/2020-12/vocab/content": true,
      "https://json-schema.org/draft/2020-12/vocab/core": true,
      "https://json-schema.org/draft/2020-12/vocab/format-annotation": true,
      "https://json-schema.org/draft/2020-12/vocab/meta-data": true,
      "https://json-schema.org/draft/2020-12/vocab/unevaluated": true,
      "https://json-schema.org/draft/2020-12/vocab/validation": true,
      "https://spec.openapis.org/oas/3.2/vocab/base": false
     },
     "allOf": [
      {
       "$ref": "https://json-schema.org/draft/2020-12/schema"
      },
      {
       "$ref": "https://spec.openapis.org/oas/3.2/meta/2025-09-17"
      }
     ]
    }
    """#,
    #"""
    {
     "$id": "https://spec.openapis.org/oas/3.2/meta/2025-09-17",
     "$schema": "https://json-schema.org/draft/2020-12/schema",
     "title": "OAS Base Vocabulary",
     "$dynamicAnchor": "meta",
     "$vocabulary": {
      "https://spec.openapis.org/oas/3.2/vocab/base": true
     },
     "type": [
      "object",
      "boolean"
     ],
     "properties": {
      "discriminator": {
       "$ref": "#/$defs/discriminator"
      },
      "example": {
       "deprecated": true
      },
      "externalDocs": {
       "$ref": "#/$defs/external-docs"
      },
      "xml": {
       "$ref": "#/$defs/xml"
      }
     },
     "$defs": {
      "discriminator": {
       "$ref": "#/$defs/extensible",
       "properties": {
        "mapping": {
         "additionalProperties": {
          "type": "string"
         },
         "type": "object"
        },
        "defaultMapping": {
         "type": "string"
        },
        "propertyName": {
         "type": "string"
        }
       },
       "type": "object",
       "unevaluatedProperties": false
      },
      "extensible": {
       "patternProperties": {
        "^x-": true
       }
      },
      "external-docs": {
       "$ref": "#/$defs/extensible",
       "properties": {
        "description": {
         "type": "string"
        },
        "url": {
         "format": "uri-reference",
         "type": "string"
        }
       },
       "required": [
        "url"
       ],
       "type": "object",
       "unevaluatedProperties": false
      },
      "xml": {
       "$ref": "#/$defs/extensible",
       "properties": {
        "nodeType": {
         "type": "string",
         "enum": [
          "element",
          "attribute",
          "text",
          "cdata",
          "none"
         ]
        },
        "name": {
         "type": "string"
        },
        "namespace": {
         "format": "iri",
         "type": "string"
        },
        "prefix": {
         "type": "string"
        },
        "attribute": {
         "type": "boolean",
         "deprecated": true
        },
        "wrapped": {
         "type": "boolean",
         "deprecated": true
        }
       },
       "type": "object",
       "dependentSchemas": {
        "nodeType": {
         "properties": {
          "attribute": false,
          "wrapped": false
         }
        }
       },
       "unevaluatedProperties": false
      }
     }
    }
    """#,
  ]
}
