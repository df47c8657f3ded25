import { claudeCode } from '../../src/call/claude-code.ts';
import type { ToolCall } from '../../src/core/call.ts';
import { RampartError } from '../../src/core/error.ts';
import { NO_FILES } from '../../src/core/file-view.ts';
import { LIMITS } from '../../src/core/limits.ts';
import type { Scan } from '../../src/core/scan.ts';
import { parseObject } from '../../src/core/strict-json.ts';
import { readPolicyFile } from '../../src/policy/file/policy-file.ts';
import { scan } from '../../src/shell/scan.ts';
import { FrameReader } from '../../src/wire/frame.ts';
import { OPS } from '../../src/wire/messages.ts';
import { idOf, parseRequest } from '../../src/wire/request.ts';
import { starts, unsound } from './sound.ts';

/** Does something with bytes that an attacker chose. @throws Error when that went wrong */
type Target = (bytes: Buffer) => void;

function made(about: Pick<ToolCall, 'command'> | Pick<ToolCall, 'argv'>): Scan {
  const nobody = { session: null, agent: null, actor: null, corr: null, callId: null };
  const result = scan(
    { tool: 'exec', cwd: '/w', env: {}, ...nobody, ...about },
    { files: NO_FILES, home: '/home/u' },
  );
  const wrong = unsound(result);
  if (wrong !== undefined) throw new Error(wrong);
  return result;
}

/** A command; and what stands on the line after it is seen, unless the whole is said to be unreadable. */
const shell: Target = bytes => {
  const command = bytes.toString('utf8');
  // A backslash at the end joins the next line, and a here-document may take it in.
  if (made({ command }).coverage === 'opaque' || /\\\s*$|<</.test(command)) return;
  const both = made({ command: `${command}\ncanary /x` });
  if (both.coverage !== 'opaque' && !starts(both, 'canary /x')) throw new Error('the next line is lost');
};

/** How a program is handed over, a statement that starts one, and texts behind which that is none. */
const PROGRAMS: readonly (readonly [argv: readonly string[], statement: string, ends: RegExp])[] = [
  [['python3', '-c'], '\nimport os\nos.system("canary /x")', /\\\s*$/],
  [['node', '-e'], '\n;require("child_process").exec("canary /x")', /\\\s*$/],
  [['perl', '-e'], '\n;system("canary /x");', /^=[a-zA-Z]|__END__|__DATA__|<</m],
  [['ruby', '-e'], '\nsystem("canary /x")', /^=begin|__END__|<<|\\\s*$/m],
  [['php', '-r'], '\n;system("canary /x");', /\?>|<<</],
  [['awk'], '\nBEGIN { system("canary /x") }', /\\\s*$|,\s*$/],
];

/** A program in another language, which the first byte chooses. */
const program: Target = bytes => {
  const [argv, statement, ends] = PROGRAMS[(bytes[0] ?? 0) % PROGRAMS.length] ?? [[], '', /$/];
  const code = bytes.subarray(1).toString('utf8').replaceAll('\0', '');
  if (made({ argv: [...argv, code] }).coverage !== 'full' || ends.test(code)) return;
  const both = made({ argv: [...argv, code + statement] });
  if (both.coverage === 'full' && !starts(both, 'canary /x')) throw new Error('the next line is lost');
};

/** Anything but a refusal with one of our codes is wrong. */
function refused(run: () => void): string | undefined {
  try {
    run();
    return undefined;
  } catch (thrown) {
    if (!(thrown instanceof RampartError)) throw thrown;
    return thrown.code;
  }
}

const hook: Target = bytes => {
  refused(() => {
    const payload = parseObject(bytes, { what: 'payload', depth: LIMITS.hookDepth });
    claudeCode.read(payload, { cwd: '/w', digest: () => 'd', env: () => ({}) });
  });
};

const policy: Target = bytes => {
  const { policy: read, findings } = readPolicyFile({ path: 'x.yaml', layer: 'user', bytes });
  if (read === undefined && findings.length === 0) throw new Error('neither a policy nor a finding');
};

/** A stream is the same frames, and the same refusal, however it is cut up; the first byte says how. */
const wire: Target = bytes => {
  const stream = bytes.subarray(1);
  const sizes = [stream.length, 1 + ((bytes[0] ?? 0) % 13)];
  const [whole, cut] = sizes.map(size => {
    const reader = new FrameReader();
    const bodies: unknown[] = [];
    const code = refused(() => {
      for (let at = 0; at < stream.length; at += size) {
        reader.push(stream.subarray(at, at + size));
        for (let frame = reader.next(); frame !== undefined; frame = reader.next()) {
          const { body } = frame;
          bodies.push(body, idOf(body), refused(() => parseRequest(body, OPS)) ?? null);
        }
      }
    });
    return JSON.stringify([bodies, code ?? null]);
  });
  if (whole !== cut) throw new Error('a stream means something else when it is cut up');
};

export const TARGETS: Readonly<Record<string, Target>> = { shell, program, hook, policy, wire };
