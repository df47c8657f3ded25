/** Variables that change what a command means without standing in it. */
const ALWAYS = ['HOME', 'PWD', 'OLDPWD', 'IFS', 'TMPDIR', 'USER', 'LOGNAME', 'SHELL'];

/** Names a text can consult, and bytes of value: a longer value is left out, so it counts as not known. */
const MOST_NAMES = 256;
const MOST_BYTES = 4_096;

/** What keys and passwords are called: their values stay here, and the scan knows them by their names. */
const SECRET = /(?:TOKEN|SECRET|PASSWORD|PASSWD|API_?KEY|ACCESS_KEY|PRIVATE_KEY|CREDENTIALS?|_PAT|_PASS)$/iu;

const REFERENCE = /\$(?:\{[!#]?)?([A-Za-z_]\w*)/gu;

/**
 * The part of the environment that texts consult, for the scan: each variable they name with its value. The rest stays
 * here: it is nobody's business, and some of it is secret. So are the values of keys and passwords: not known.
 * @param complete nothing else will set variables before the command runs, so that one that is not set is null
 */
export function consultedEnv(
  texts: readonly string[],
  env: NodeJS.ProcessEnv,
  { complete }: { readonly complete: boolean },
): Record<string, string | null> {
  const names = new Set(ALWAYS);
  for (const text of texts)
    for (const [, name] of text.matchAll(REFERENCE))
      if (name !== undefined && names.size < MOST_NAMES) names.add(name);
  const consulted: Record<string, string | null> = {};
  for (const name of names) {
    const value = env[name];
    if (value === undefined) {
      if (complete) consulted[name] = null;
    } else if (!SECRET.test(name) && Buffer.byteLength(value) <= MOST_BYTES) consulted[name] = value;
  }
  return consulted;
}
