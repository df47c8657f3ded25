import { readdirSync, readFileSync } from 'node:fs';

const here = (path: string): URL => new URL(path, import.meta.url);
const source = (path: string): string => readFileSync(here(path), 'utf8');

/** Texts in quotes in a table of a test: what it is about, near enough to begin with. */
function quotedIn(text: string): readonly string[] {
  return [...text.matchAll(/'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g)]
    .map(([, single, ticks]) =>
      (single ?? ticks ?? '').replace(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char)),
    )
    .filter(one => one.length > 5);
}

const HOOK = [
  { tool_name: 'Bash', tool_input: { command: 'ls' } },
  { tool_name: 'Write', tool_input: { file_path: '/x', content: 'y' } },
  { tool_name: 'mcp__x__y', tool_input: { a: [1, { b: 'rm' }] } },
  { tool_name: 'WebFetch', tool_input: { url: 'https://x' } },
].map(one =>
  JSON.stringify({ hook_event_name: 'PreToolUse', session_id: 's', tool_use_id: 't', cwd: '/w', ...one }),
);

const WIRE = [
  '\0{"v":1,"id":"x","op":"ping"}\n{"v":1,"id":"y","op":"pending"}\n',
  '\x03{"v":1,"id":"x","op":"evaluate","call":{"tool":"exec","command":"ls","cwd":"/"}}\n',
  '\x07{"v":1,"id":"x","op":"approve","approval":"1"}\n',
];

/** Inputs to begin with, by target. */
export function seedsFor(target: string): readonly Buffer[] {
  return textsFor(target).map(one => Buffer.from(one));
}

function textsFor(target: string): readonly string[] {
  switch (target) {
    case 'shell': {
      const { oneliners, scripts } = JSON.parse(source('../bench/commands.json'));
      const truth = readdirSync(here('../shell/truth')).map(name => source(`../shell/truth/${name}`));
      return [...oneliners, ...scripts, ...truth.flatMap(quotedIn)];
    }
    case 'program':
      return ['python', 'others'].flatMap(name =>
        quotedIn(source(`../shell/languages/${name}.test.ts`)).map(
          (one, at) => String.fromCharCode(at % 6) + one,
        ),
      );
    case 'hook':
      return HOOK;
    case 'policy':
      return readdirSync(here('../../policies'))
        .filter(name => name.endsWith('.yaml'))
        .map(name => source(`../../policies/${name}`).slice(0, 4_000));
    default:
      return WIRE;
  }
}
