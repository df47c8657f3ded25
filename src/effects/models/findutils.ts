import { concat, hole, literalText, textOf, type Word, word } from '../../core/word.ts';
import { type Draft, onPath } from '../draft.ts';
import type { Family } from '../model.ts';

/** Tests that narrow what an action after them takes; without one it takes everything. */
const TESTS =
  /^-(?:i?name|i?path|i?regex|i?wholename|type|[acm](?:time|min)|newer\w*|size|empty|user|group|perm|maxdepth|inum|links|nouser|nogroup|samefile|used|uid|gid)$/;

/** Tests and options whose next word is a value, whatever it looks like (find(1), GNU and BSD). */
const VALUED =
  /^-(?:[acBm](?:time|min|newer)|anewer|newer\w*|name|iname|path|ipath|wholename|iwholename|lname|ilname|regex|iregex|regextype|size|type|xtype|user|group|uid|gid|perm|mindepth|maxdepth|inum|links|samefile|used|fstype|context|flags|printf|fprint0?|fls)$/;

/** The expression without the commands it starts; a word that is a value stands as nothing that acts. */
function ownWords(words: readonly string[]): string[] {
  let until = -1;
  return words.map((one, at) => {
    if (at <= until) return '';
    if (/^-(?:exec|ok)(?:dir)?$/.test(one)) {
      const end = words.findIndex((end, index) => index > at && (end === ';' || end === '+'));
      until = end < 0 ? words.length : end;
      return one;
    }
    const before = at === 0 ? '' : (words[at - 1] ?? '');
    return VALUED.test(before) && one.startsWith('-') ? '' : one;
  });
}

/** All files of a language that people write, and no compiler. */
const SOURCES = /^\*\.(?:go|py|rs|java|kt|rb|swift|cs|cc|cpp|hpp|tsx?|vue|php|scala|exs?|hs|clj|dart|tf)$/;

/** What systems and programs leave lying about everywhere. */
const LITTER =
  /^(?:\.DS_Store|\._\*?|Thumbs\.db|desktop\.ini|__pycache__|\*\.(?:py[co]|pyc|orig|rej|swp|swo|tmp)|\*~|core|core\.\*)$/i;

function isNameTest(of: Word | undefined): boolean {
  return /^-i?name$/.test(literalText(of ?? []));
}

/** Names that are looked for because of what is in such files. */
const SECRET_NAME =
  /id_(?:rsa|dsa|ecdsa|ed25519)|\.(?:netrc|pem|key|kdbx|ppk|pgpass|ssh|aws|gnupg|env|git-credentials|p12|pfx)\b|credential|shadow|passw|secret|token|wallet|logins\.json|Login Data/i;

/** `-exec rm {}` comes to the same, and so does `-exec sudo rm {}`. */
function erases(expression: readonly string[]): boolean {
  return expression.some((one, at) => {
    if (!/^-exec(?:dir)?$/.test(one)) return false;
    const program = expression
      .slice(at + 1)
      .find(name => !/^(?:env|sudo|doas|command|nice|nohup|busybox|toybox)$/.test(name));
    return /^(?:\/(?:usr\/)?bin\/)?(?:rm|shred|unlink|srm|truncate)$/.test(program ?? '');
  });
}

/** `find start… tests -delete`: what is below its starting points; `-fprint file` writes. */
function find(argv: readonly Word[]): Draft[] {
  const operands = argv.slice(1).filter(one => !/^-(?:[HLP]|O\d?)$/.test(textOf(one) ?? ''));
  const end = operands.findIndex(one => /^[-(!]/.test(literalText(one)));
  const starts = end < 0 ? operands : operands.slice(0, end);
  const expression = ownWords((end < 0 ? [] : operands.slice(end)).map(literalText));
  const deletes = expression.includes('-delete') || erases(operands.slice(Math.max(end, 0)).map(literalText));
  const tested = expression.some(
    (one, at) => TESTS.test(one) && !(one === '-type' && /^[fdl]$/.test(expression[at + 1] ?? '')),
  );
  const litter = operands.some((one, at) => isNameTest(operands[at - 1]) && LITTER.test(literalText(one)));
  const acts = expression.some(one => /^-(?:exec|ok)(?:dir)?$/.test(one));
  const searched = operands.slice(Math.max(end, 0)).flatMap((name, at, all) => {
    const test = /^-(?:i?name|i?path|i?wholename)$/.test(literalText(all[at - 1] ?? []));
    if (!test || deletes || !SECRET_NAME.test(literalText(name))) return [];
    const found = concat(starts[0] ?? word('.'), word('/'), hole('operands', 'find'), word('/'), name);
    return [onPath('read', found, { deed: acts ? 'find' : 'search' })];
  });
  const files = expression.flatMap((one, at) => {
    const file = /^-f(?:print|print0|ls|printf)$/.test(one) ? operands[end + at + 1] : undefined;
    return file === undefined ? [] : [onPath('write', file)];
  });
  return [
    ...(starts.length === 0 ? [word('.')] : starts).map(start =>
      deletes
        ? onPath('delete', start, { recursive: !tested, deed: litter ? 'litter' : 'find' })
        : onPath('read', start, { deed: 'list' }),
    ),
    ...(deletes && operands.some((one, at) => SOURCES.test(literalText(one)) && isNameTest(operands[at - 1]))
      ? [{ kind: 'delete', target: starts[0] ?? word('.'), on: 'resource', deed: 'sources' } as const]
      : []),
    ...searched,
    ...files,
  ];
}

export const FINDUTILS: Family = {
  names: 'find gfind fd fdfind locate plocate mlocate updatedb mdfind',
  models: () => ({
    'find|gfind': {
      special: find,
      examples: {
        'find /srv -type f': '',
        'find . -name x -delete': 'delete',
        'find / -fprint /etc/passwd': 'configure write',
        'find / -name id_rsa': '',
        'find / -name id_rsa -exec cp {} /tmp/x \\;': 'credential-access write',
      },
    },
    'fd|fdfind': {
      options:
        'e|extension= t|type= E|exclude= d|max-depth= min-depth= x|exec^ X|exec-batch^ S|size= c|color= j|threads= base-directory=read:list changed-within= changed-before= o|owner=',
      does: '_ read:list*',
      examples: { 'fd -e ts': '', 'fd x ~/.ssh': '' },
    },
    'locate|plocate|mlocate|updatedb|mdfind': {
      options: 'd|database=read l|limit= n= o|output=write U= onlyin=read:list',
      examples: { 'locate x': '', 'locate -o /etc/x y': 'write' },
    },
  }),
};
