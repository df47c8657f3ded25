import type { Language } from '../dialect.ts';
import type { Library } from '../evaluate/library.ts';
import { AWK_LIBRARY } from './awk.ts';
import { JAVASCRIPT_LIBRARY } from './javascript.ts';
import { PERL_LIBRARY } from './perl.ts';
import { PHP_LIBRARY } from './php.ts';
import { PYTHON_LIBRARY } from './python.ts';
import { RUBY_LIBRARY } from './ruby.ts';

/** What is known of each language's libraries. */
export const LIBRARIES: Readonly<Record<Language, Library>> = {
  python: PYTHON_LIBRARY,
  javascript: JAVASCRIPT_LIBRARY,
  perl: PERL_LIBRARY,
  ruby: RUBY_LIBRARY,
  php: PHP_LIBRARY,
  awk: AWK_LIBRARY,
};
