import type { Question } from '../approval/question.ts';
import { placedMessage, type RampartError } from '../core/error.ts';
import type { AuditEntry, AuditLog } from '../core/record.ts';
import type { FailMode } from '../core/resolve.ts';
import { VERSION } from '../core/version.ts';
import type { News } from './notify/event.ts';

export function started(): News {
  return {
    event: 'start',
    text: `rampart ${VERSION} guards here as process ${process.pid}`,
    data: { version: VERSION, pid: process.pid },
  };
}

export function stopping(reason: string): News {
  return { event: 'stop', text: `rampart stops guarding: ${reason}`, data: { reason, pid: process.pid } };
}

export function refusedPolicy(error: RampartError, kept: boolean): News {
  const { code, message, position } = error;
  return {
    event: 'policy',
    text: `rampart refuses a policy${kept ? ' and keeps the one before' : ' and has none'}: ${placedMessage(error)}`,
    data: { code, message, kept, ...(position === undefined ? {} : { ...position }) },
  };
}

export function asked({ id, rule, tool, command, cwd, session, agent, expires }: Question): News {
  return {
    event: 'ask',
    text: `rampart waits for a person (rampart approve ${id}): ${rule}: ${command}`,
    data: { id, rule, tool, command, cwd, session, agent, expires },
  };
}

export function failModeUsed(mode: FailMode, why: string): News {
  return {
    event: 'fail',
    text: `rampart could not guard as it should (fail mode ${mode}): ${why}`,
    data: { mode, why },
  };
}

/** A log that also tells of each call that only the fail mode decided. */
export function tellingFailMode(log: AuditLog, tell: (why: string) => void): AuditLog {
  return {
    append: async (entry: AuditEntry) => {
      if (entry.kind === 'call' && entry.fields.fail_mode === true) tell('a call could not be judged');
      return log.append(entry);
    },
  };
}
