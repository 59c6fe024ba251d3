#include <sodium.h>

#include "pages.h"
