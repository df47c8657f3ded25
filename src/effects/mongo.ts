import { literalText, type Word, word } from '../core/word.ts';
import type { Draft } from './draft.ts';

/** Methods of the MongoDB shell that change something, and what they do; see the manual, "mongosh Methods". */
const METHODS: readonly (readonly [method: RegExp, kind: Draft['kind'], deed: string])[] = [
  [/\bdropDatabase\s*\(/, 'infra-destroy', 'drop-database'],
  [/\.drop\s*\(/, 'infra-destroy', 'drop-collection'],
  [/\.(?:deleteMany|remove)\s*\(\s*(?:\{\s*\}\s*)?\)/, 'infra-destroy', 'delete-all'],
  [/\.(?:delete(?:One|Many)|remove|findOneAndDelete)\s*\(\s*\{\s*[^\s}]/, 'write', 'delete-rows'],
  [/\.(?:insert|update|replace|bulkWrite|findAndModify|save)\w*\s*\(/, 'write', 'change-rows'],
  [/\b(?:createUser|grantRolesToUser|updateUser|createRole)\s*\(/, 'escalate', 'grant'],
  [/\b(?:shutdownServer|shutdown\s*:)/, 'kill', 'shutdown'],
  [/\brs\.(?:remove|reconfig|stepDown)\s*\(/, 'configure', 'replica-set'],
  [/\b(?:run|runProgram|load)\s*\(/, 'execute', 'code'],
];

/** What JavaScript for the MongoDB shell does to the database. */
export function readMongo(code: Word): Draft[] {
  const text = literalText(code);
  return METHODS.flatMap(([method, kind, deed]) => {
    const found = method.exec(text);
    if (found === null) return [];
    const before = /[\w.$]*$/.exec(text.slice(Math.max(0, found.index - 200), found.index))?.[0] ?? '';
    return [
      {
        kind,
        target: word(before === '' ? 'database' : before),
        on: 'resource',
        deed,
        recursive: deed === 'drop-database',
      },
    ];
  });
}
