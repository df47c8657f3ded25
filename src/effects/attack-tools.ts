import { baseName } from '../core/options.ts';
import type { Invocation } from '../core/scan.ts';
import { word } from '../core/word.ts';
import { scriptFile } from './code-readers.ts';
import type { Draft } from './draft.ts';

/**
 * Programs that are published to take secrets or power from a machine they run on, by the names they have there. Who
 * renames one is not kept: this is for what is fetched and run as it is.
 */
const TAKES_SECRETS =
  /^(?:la[zZ]agne|mimi(?:penguin|katz)|linpeas\w*|lin(?:enum|-?unpriv\w*)|linux-(?:exploit-suggester\w*|smart-enumeration)|lse|les|winpeas\w*|pspy\d*|traitor\w*|unix-privesc-check|swiftbelt|bifrost|chainbreaker|keychaindump|hack-?browser-?data|firefox_decrypt|secretsdump|gimmecredz|gato|stratus|deepce|peirates|cdk_linux\w*|beroot|linux_?local_?enum)(?:[._-](?:sh|py|pl|rb|linux|amd64|x86_64|x64|x86|arm64|fat|small|darwin)){0,3}$/i;

/** What is run, by an interpreter or by its own path, is one of them. */
export function attackTool(invocation: Invocation): Draft | undefined {
  const file = scriptFile(invocation);
  const name = file === undefined ? undefined : baseName(file);
  return name !== undefined && TAKES_SECRETS.test(name.replace(/^.*\//, ''))
    ? { kind: 'inspect-secrets', target: word(name), on: 'resource', deed: 'dump' }
    : undefined;
}
