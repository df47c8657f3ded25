import type { Adapter } from './adapter.ts';
import { claudeCode } from './claude-code.ts';

/** Every host whose hook Rampart can be, by the name `--format` takes. */
export const ADAPTERS: ReadonlyMap<string, Adapter> = new Map([claudeCode].map(one => [one.format, one]));
