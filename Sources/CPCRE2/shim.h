// The code unit width selects the library and has to be fixed before the header is read.
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
