import hooks from '../../hooks/claude-code.json' with { type: 'json' };
import type { FailMode } from '../core/resolve.ts';
import type { HookEntries } from './hook-entries.ts';

export interface EntriesFor {
  /** Absolute path of the launcher in Rampart's home. */
  readonly launcher: string;
  readonly fail: FailMode;
  readonly approvalTimeoutMs: number;
}

/** A person may take `approval_timeout` to answer; the host must wait a little longer. */
const MARGIN_S = 30;

/**
 * The entries of Claude Code (settings.json, `hooks`, exec form; https://code.claude.com/docs/en/hooks). They name the
 * launcher and nothing that an upgrade changes.
 */
export function claudeEntries({ launcher, fail, approvalTimeoutMs }: EntriesFor): HookEntries {
  const timeout = Math.ceil(approvalTimeoutMs / 1_000) + MARGIN_S;
  // The hook knows the usual time; another one it is told.
  const told = timeout === hooks.handler.timeout ? [] : ['--host-timeout', `${timeout}s`];
  return {
    events: hooks.events,
    group: hooks.group,
    handler: {
      ...hooks.handler,
      command: launcher,
      args: [...hooks.handler.args, ...told],
      timeout,
      ...(fail === 'closed' ? hooks.whenClosed : {}),
    },
    switches: hooks.switches,
  };
}

/** The variable that moves Claude Code's own folder, and its settings file in a home or project and in that folder. */
export const CLAUDE_PLACES = {
  variable: hooks.folderVariable,
  user: hooks.files.user,
  project: hooks.files.project,
} as const;
