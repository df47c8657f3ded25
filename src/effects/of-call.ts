import type { ToolCall } from '../core/call.ts';
import type { EffectKind, Summary } from '../core/effect.ts';
import type { Standpoint } from '../core/place.ts';
import type { Scan } from '../core/scan.ts';
import { word } from '../core/word.ts';
import { type Draft, onHost, onPath } from './draft.ts';
import { settle } from './settle.ts';
import { summarise } from './summarise.ts';

/**
 * What a call does: a command, what its Scan shows; a host's own tool, what it is for. Effects of the call itself stand
 * behind those of its invocations, as if they were of one more.
 */
export function summariseCall(call: ToolCall, scan: Scan, at: Standpoint): Summary {
  const summary = summarise(scan, at);
  if (call.tool === 'exec') return summary;
  const index = scan.invocations.length;
  const around = { at, index, cwd: word(call.cwd), privileged: false, remote: false };
  const own = draftsOf(call, at).flatMap(draft => settle(draft, around));
  return { ...summary, effects: [...summary.effects, ...own] };
}

function draftsOf(call: ToolCall, { home }: Standpoint): readonly Draft[] {
  const { tool, path, url, paths = [], urls = [] } = call;
  // What a tool of somebody else's server does with what it is given is not known.
  const guessed = tool === 'mcp';
  const inHome = (text: string): string => (/^~(?=$|\/)/.test(text) ? home + text.slice(1) : text);
  return [
    ...[...(url === undefined ? [] : [url]), ...urls].map(one => onHost('download', word(one), { guessed })),
    ...[...(path === undefined ? [] : [path]), ...paths].flatMap(one =>
      kindsOf(tool).map(kind => onPath(kind, word(inHome(one)), { guessed })),
    ),
  ];
}

function kindsOf(tool: ToolCall['tool']): readonly EffectKind[] {
  switch (tool) {
    case 'read':
    case 'fetch':
      return ['read'];
    case 'write':
    case 'edit':
      return ['write'];
    case 'mcp':
      return ['read', 'write', 'delete'];
    case 'exec':
      return [];
  }
}
