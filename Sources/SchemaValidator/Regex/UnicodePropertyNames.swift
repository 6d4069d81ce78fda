/// The property names and values ECMA-262 allows in `\p{…}`.
///
/// Sources: ECMA-262 tables "Non-binary Unicode property aliases" and "Binary Unicode property
/// aliases", and PropertyValueAliases.txt of the Unicode Character Database.
enum UnicodePropertyNames {
  /// A script newer than PCRE2's data: its characters, then those it shares with others
  /// (Script_Extensions).
  typealias RecentScript = (
    names: [String], scripts: [ClosedRange<UInt32>], extensions: [ClosedRange<UInt32>]
  )

  /// Values of General_Category: the name PCRE2 knows, and every spelling ECMA-262 allows.
  static let generalCategories: [(engineName: String, names: [String])] = [
    ("C", ["C", "Other"]),
    ("Cc", ["Cc", "Control", "cntrl"]),
    ("Cf", ["Cf", "Format"]),
    ("Cn", ["Cn", "Unassigned"]),
    ("Co", ["Co", "Private_Use"]),
    ("Cs", ["Cs", "Surrogate"]),
    ("L", ["L", "Letter"]),
    ("L&", ["LC", "Cased_Letter"]),
    ("Ll", ["Ll", "Lowercase_Letter"]),
    ("Lm", ["Lm", "Modifier_Letter"]),
    ("Lo", ["Lo", "Other_Letter"]),
    ("Lt", ["Lt", "Titlecase_Letter"]),
    ("Lu", ["Lu", "Uppercase_Letter"]),
    ("M", ["M", "Mark", "Combining_Mark"]),
    ("Mc", ["Mc", "Spacing_Mark"]),
    ("Me", ["Me", "Enclosing_Mark"]),
    ("Mn", ["Mn", "Nonspacing_Mark"]),
    ("N", ["N", "Number"]),
    ("Nd", ["Nd", "Decimal_Number", "digit"]),
    ("Nl", ["Nl", "Letter_Number"]),
    ("No", ["No", "Other_Number"]),
    ("P", ["P", "Punctuation", "punct"]),
    ("Pc", ["Pc", "Connector_Punctuation"]),
    ("Pd", ["Pd", "Dash_Punctuation"]),
    ("Pe", ["Pe", "Close_Punctuation"]),
    ("Pf", ["Pf", "Final_Punctuation"]),
    ("Pi", ["Pi", "Initial_Punctuation"]),
    ("Po", ["Po", "Other_Punctuation"]),
    ("Ps", ["Ps", "Open_Punctuation"]),
    ("S", ["S", "Symbol"]),
    ("Sc", ["Sc", "Currency_Symbol"]),
    ("Sk", ["Sk", "Modifier_Symbol"]),
    ("Sm", ["Sm", "Math_Symbol"]),
    ("So", ["So", "Other_Symbol"]),
    ("Z", ["Z", "Separator"]),
    ("Zl", ["Zl", "Line_Separator"]),
    ("Zp", ["Zp", "Paragraph_Separator"]),
    ("Zs", ["Zs", "Space_Separator"]),
  ]

  /// Binary properties that go by the same name in PCRE2.
  static let binary: Set<String> = words(
    """
    ASCII_Hex_Digit AHex Alphabetic Alpha Bidi_Control Bidi_C Bidi_Mirrored Bidi_M
    Case_Ignorable CI Cased Changes_When_Casefolded CWCF Changes_When_Casemapped CWCM
    Changes_When_Lowercased CWL Changes_When_Titlecased CWT Changes_When_Uppercased CWU Dash
    Default_Ignorable_Code_Point DI Deprecated Dep Diacritic Dia Emoji Emoji_Component EComp
    Emoji_Modifier EMod Emoji_Modifier_Base EBase Emoji_Presentation EPres
    Extended_Pictographic ExtPict Extender Ext Grapheme_Base Gr_Base Grapheme_Extend Gr_Ext
    Hex_Digit Hex IDS_Binary_Operator IDSB IDS_Trinary_Operator IDST ID_Continue IDC
    ID_Start IDS Ideographic Ideo Join_Control Join_C Logical_Order_Exception LOE Lowercase
    Lower Math Noncharacter_Code_Point NChar Pattern_Syntax Pat_Syn Pattern_White_Space
    Pat_WS Quotation_Mark QMark Radical Regional_Indicator RI Sentence_Terminal STerm
    Soft_Dotted SD Terminal_Punctuation Term Unified_Ideograph UIdeo Uppercase Upper
    Variation_Selector VS White_Space space XID_Continue XIDC XID_Start XIDS
    """)

  /// Scripts PCRE2 10.42 knows (Unicode 14.0), long and short names.
  static let scripts: Set<String> = words(
    """
    Adlm Adlam Aghb Caucasian_Albanian Ahom Arab Arabic Armi Imperial_Aramaic Armn Armenian
    Avst Avestan Bali Balinese Bamu Bamum Bass Bassa_Vah Batk Batak Beng Bengali Bhks
    Bhaiksuki Bopo Bopomofo Brah Brahmi Brai Braille Bugi Buginese Buhd Buhid Cakm Chakma
    Cans Canadian_Aboriginal Cari Carian Cham Cher Cherokee Chrs Chorasmian Copt Coptic Qaac
    Cpmn Cypro_Minoan Cprt Cypriot Cyrl Cyrillic Deva Devanagari Diak Dives_Akuru Dogr Dogra
    Dsrt Deseret Dupl Duployan Egyp Egyptian_Hieroglyphs Elba Elbasan Elym Elymaic Ethi
    Ethiopic Geor Georgian Glag Glagolitic Gong Gunjala_Gondi Gonm Masaram_Gondi Goth Gothic
    Gran Grantha Grek Greek Gujr Gujarati Guru Gurmukhi Hang Hangul Hani Han Hano Hanunoo
    Hatr Hatran Hebr Hebrew Hira Hiragana Hluw Anatolian_Hieroglyphs Hmng Pahawh_Hmong Hmnp
    Nyiakeng_Puachue_Hmong Hung Old_Hungarian Ital Old_Italic Java Javanese Kali Kayah_Li
    Kana Katakana Khar Kharoshthi Khmr Khmer Khoj Khojki Kits Khitan_Small_Script Knda
    Kannada Kthi Kaithi Lana Tai_Tham Laoo Lao Latn Latin Lepc Lepcha Limb Limbu Lina
    Linear_A Linb Linear_B Lisu Lyci Lycian Lydi Lydian Mahj Mahajani Maka Makasar Mand
    Mandaic Mani Manichaean Marc Marchen Medf Medefaidrin Mend Mende_Kikakui Merc
    Meroitic_Cursive Mero Meroitic_Hieroglyphs Mlym Malayalam Modi Mong Mongolian Mroo Mro
    Mtei Meetei_Mayek Mult Multani Mymr Myanmar Nand Nandinagari Narb Old_North_Arabian Nbat
    Nabataean Newa Nkoo Nko Nshu Nushu Ogam Ogham Olck Ol_Chiki Orkh Old_Turkic Orya Oriya
    Osge Osage Osma Osmanya Ougr Old_Uyghur Palm Palmyrene Pauc Pau_Cin_Hau Perm Old_Permic
    Phag Phags_Pa Phli Inscriptional_Pahlavi Phlp Psalter_Pahlavi Phnx Phoenician Plrd Miao
    Prti Inscriptional_Parthian Rjng Rejang Rohg Hanifi_Rohingya Runr Runic Samr Samaritan
    Sarb Old_South_Arabian Saur Saurashtra Sgnw SignWriting Shaw Shavian Shrd Sharada Sidd
    Siddham Sind Khudawadi Sinh Sinhala Sogd Sogdian Sogo Old_Sogdian Sora Sora_Sompeng Soyo
    Soyombo Sund Sundanese Sylo Syloti_Nagri Syrc Syriac Tagb Tagbanwa Takr Takri Tale
    Tai_Le Talu New_Tai_Lue Taml Tamil Tang Tangut Tavt Tai_Viet Telu Telugu Tfng Tifinagh
    Tglg Tagalog Thaa Thaana Thai Tibt Tibetan Tirh Tirhuta Tnsa Tangsa Toto Ugar Ugaritic
    Vaii Vai Vith Vithkuqi Wara Warang_Citi Wcho Wancho Xpeo Old_Persian Xsux Cuneiform Yezi
    Yezidi Yiii Yi Zanb Zanabazar_Square Zinh Inherited Qaai Zyyy Common Zzzz Unknown
    """)

  /// Scripts encoded since Unicode 14.0, written out.
  static let recentScripts: [RecentScript] = [
    (
      names: ["Kawi"],
      scripts: [0x11F00...0x11F10, 0x11F12...0x11F3A, 0x11F3E...0x11F5A],
      extensions: []
    ),
    (
      names: ["Nag_Mundari", "Nagm"],
      scripts: [0x1E4D0...0x1E4F9],
      extensions: []
    ),
    (
      names: ["Garay", "Gara"],
      scripts: [0x10D40...0x10D65, 0x10D69...0x10D85, 0x10D8E...0x10D8F],
      extensions: [0x60C...0x60C, 0x61B...0x61B, 0x61F...0x61F]
    ),
    (
      names: ["Gurung_Khema", "Gukh"],
      scripts: [0x16100...0x16139],
      extensions: [0x965...0x965]
    ),
    (
      names: ["Kirat_Rai", "Krai"],
      scripts: [0x16D40...0x16D79],
      extensions: []
    ),
    (
      names: ["Ol_Onal", "Onao"],
      scripts: [0x1E5D0...0x1E5FA, 0x1E5FF...0x1E5FF],
      extensions: [0x964...0x965]
    ),
    (
      names: ["Sunuwar", "Sunu"],
      scripts: [0x11BC0...0x11BE1, 0x11BF0...0x11BF9],
      extensions: [
        0x300...0x301, 0x303...0x303, 0x30D...0x30D, 0x310...0x310, 0x32D...0x32D,
        0x331...0x331,
      ]
    ),
    (
      names: ["Todhri", "Todr"],
      scripts: [0x105C0...0x105F3],
      extensions: [
        0x301...0x301, 0x304...0x304, 0x307...0x307, 0x311...0x311, 0x313...0x313,
        0x35E...0x35E,
      ]
    ),
    (
      names: ["Tulu_Tigalari", "Tutg"],
      scripts: [
        0x11380...0x11389, 0x1138B...0x1138B, 0x1138E...0x1138E, 0x11390...0x113B5,
        0x113B7...0x113C0, 0x113C2...0x113C2, 0x113C5...0x113C5, 0x113C7...0x113CA,
        0x113CC...0x113D5, 0x113D7...0x113D8, 0x113E1...0x113E2,
      ],
      extensions: [
        0xCE6...0xCEF, 0x1CF2...0x1CF2, 0x1CF4...0x1CF4, 0xA830...0xA835,
        0xA8F1...0xA8F1,
      ]
    ),
    (
      names: ["Sidetic", "Sidt"],
      scripts: [0x10940...0x10959],
      extensions: []
    ),
    (
      names: ["Tai_Yo", "Tayo"],
      scripts: [0x1E6C0...0x1E6DE, 0x1E6E0...0x1E6F5, 0x1E6FE...0x1E6FF],
      extensions: []
    ),
    (
      names: ["Tolong_Siki", "Tols"],
      scripts: [0x11DB0...0x11DDB, 0x11DE0...0x11DE9],
      extensions: []
    ),
    (
      names: ["Beria_Erfe", "Berf"],
      scripts: [0x16EA0...0x16EB8, 0x16EBB...0x16ED3],
      extensions: []
    ),
  ]

  private static func words(_ text: String) -> Set<String> {
    Set(text.split { $0 == " " || $0 == "\n" }.map(String.init))
  }
}
