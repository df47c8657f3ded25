import { AWK_LIBRARY } from './api-awk.ts';
import { JAVASCRIPT_LIBRARY } from './api-javascript.ts';
import { PERL_LIBRARY } from './api-perl.ts';
import { PHP_LIBRARY } from './api-php.ts';
import { PYTHON_LIBRARY } from './api-python.ts';
import { RUBY_LIBRARY } from './api-ruby.ts';
import type { Language } from './dialect.ts';
import type { Library } from './evaluator.ts';

/** What is known of each language's libraries. */
export const LIBRARIES: Readonly<Record<Language, Library>> = {
  python: PYTHON_LIBRARY,
  javascript: JAVASCRIPT_LIBRARY,
  perl: PERL_LIBRARY,
  ruby: RUBY_LIBRARY,
  php: PHP_LIBRARY,
  awk: AWK_LIBRARY,
};
