import type { ToolCall } from '../core/call.ts';
import { isObject } from '../core/json.ts';
import { LIMITS } from '../core/limits.ts';
import type { Payload } from './adapter.ts';
import { textMember, textsMember } from './member.ts';

/** What the arguments of a tool nobody described are about, as far as they say so themselves. */
export type ArgumentsAbout = Pick<ToolCall, 'command' | 'argv' | 'paths' | 'urls' | 'content' | 'unlisted'>;

/** Names under which tools take files; a text that looks like a path counts under any name. */
const PATH_NAME =
  /^(?:.*[_-])?(?:path|file|filename|filepath|dir|directory|folder|source|destination|src|dst|notebook)s?$|(?:Path|File|Dir|Directory|Folder|Name)s?$/;
const PATH_TEXT = /^(?:\/|~\/|\.{1,2}\/)[^\n]*$/;
const URL_TEXT = /^[a-z][a-z0-9+.-]*:\/\/[^\s]+$/i;
const FILE_URL = /^file:\/\/(?:localhost)?(?=\/)/i;

/** Names under which tools take shell text. */
const COMMAND_NAMES = [
  'command',
  'cmd',
  'commands',
  'shell',
  'shell_command',
  'bash',
  'script',
  'command_line',
];

/**
 * Reads files, addresses and shell text out of the arguments of a tool of somebody else's server. What the tool does
 * with them is not known, so each counts as read, written and deleted; what is not found here is still in `content`.
 * Past the cap the call is one that nobody knows: texts without end must not hide the one that matters.
 */
export function argumentsAbout(args: Payload): ArgumentsAbout {
  const paths = new Set<string>();
  const urls = new Set<string>();
  let texts = 0;
  const look = (value: unknown, name: string): void => {
    if (Array.isArray(value)) for (const one of value) look(one, name);
    else if (isObject(value)) for (const [key, one] of Object.entries(value)) look(one, key);
    else if (typeof value === 'string' && ++texts <= LIMITS.argumentTexts) sort(value, name);
  };
  const sort = (text: string, name: string): void => {
    if (FILE_URL.test(text)) paths.add(unescaped(text.replace(FILE_URL, '')));
    else if (URL_TEXT.test(text)) urls.add(text);
    else if (text !== '' && (PATH_TEXT.test(text) || (PATH_NAME.test(name) && !text.includes('\n'))))
      paths.add(text);
  };
  look(args, '');
  return {
    ...shellText(args),
    ...(paths.size === 0 ? {} : { paths: [...paths] }),
    ...(urls.size === 0 ? {} : { urls: [...urls] }),
    content: JSON.stringify(args),
    ...(texts > LIMITS.argumentTexts ? { unlisted: 'host-asks' } : {}),
  };
}

function unescaped(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** `{command: "ls -l"}`, `{command: "ls", args: ["-l"]}`, `{commands: ["ls", "pwd"]}`. */
function shellText(args: Payload): Pick<ToolCall, 'command' | 'argv'> {
  for (const name of COMMAND_NAMES) {
    const command = textMember(args, name);
    const words = textsMember(args, 'args') ?? textsMember(args, 'arguments');
    if (command !== undefined) return words === undefined ? { command } : { argv: [command, ...words] };
    const list = textsMember(args, name);
    if (list !== undefined && list.length > 0)
      return name === 'commands' ? { command: list.join('\n') } : { argv: list };
  }
  return {};
}
