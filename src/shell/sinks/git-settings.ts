import { concat, literalText, textOf, type Word, word } from '../../core/word.ts';

/** More settings than anybody hands over by hand. */
const MOST = 64;

/**
 * Settings that git takes from the environment (git(1), GIT_CONFIG_COUNT; what `git -c` hands to the processes it
 * starts is in GIT_CONFIG_PARAMETERS), as `-c` would be given them.
 * Aliases that these words do not use are left out: what git starts has the same environment, and would come to them again.
 * @param variable a variable's value; undefined: not set
 */
export function environmentSettings(
  argv: readonly Word[],
  variable: (name: string) => Word | undefined,
): readonly Word[] {
  const counted = Number(textOf(variable('GIT_CONFIG_COUNT') ?? []));
  const settings: Word[] = [];
  for (let at = 0; at < Math.min(counted || 0, MOST); at++) {
    const key = variable(`GIT_CONFIG_KEY_${at}`);
    const value = variable(`GIT_CONFIG_VALUE_${at}`);
    if (key !== undefined && value !== undefined) settings.push(concat(key, word('='), value));
  }
  const parameters = textOf(variable('GIT_CONFIG_PARAMETERS') ?? []) ?? '';
  for (const [, key = '', value] of parameters.slice(0, 4_096).matchAll(/'([^']*)'(?:='([^']*)')?/g))
    if (settings.length < MOST) settings.push(word(value === undefined ? key : `${key}=${value}`));
  return settings.filter(one => {
    const alias = /^alias\.([^=]*)/i.exec(literalText(one))?.[1];
    return alias === undefined || argv.some(given => textOf(given) === alias);
  });
}
