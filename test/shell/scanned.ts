import type { ToolCall } from '../../src/core/call.ts';
import { type FileView, filesFrom, NO_FILES } from '../../src/core/file-view.ts';
import type { Invocation, Scan } from '../../src/core/scan.ts';
import { displayWord } from '../../src/core/word.ts';
import { scan } from '../../src/shell/scan.ts';

export interface Setting {
  readonly cwd?: string;
  readonly home?: string;
  readonly env?: Readonly<Record<string, string | null>>;
  readonly files?: Readonly<Record<string, string>>;
  /** Which directories are there; absent: that is not known. */
  readonly directory?: FileView['directory'];
}

function execCall(command: string, { cwd = '/workspace', env = {} }: Setting = {}): ToolCall {
  return {
    tool: 'exec',
    command,
    cwd,
    env,
    session: null,
    agent: null,
    actor: null,
    corr: null,
    callId: null,
  };
}

/** The Scan of a command, as `rampart check` would make it. */
export function scanned(command: string, setting: Setting = {}): Scan {
  const { directory } = setting;
  const given = setting.files === undefined ? NO_FILES : filesFrom(setting.files);
  const files: FileView = directory === undefined ? given : { ...given, directory };
  return scan(execCall(command, setting), { files, home: setting.home ?? '/home/user' });
}

/** The invocations as a reader sees them: words joined by a space, holes as `⟨name⟩`. */
export function shown(invocations: readonly Invocation[]): readonly string[] {
  return invocations.map(({ argv }) => argv.map(displayWord).join(' '));
}
