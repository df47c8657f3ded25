import type { Tool } from '../../core/call.ts';
import { bitsOf, type EffectKind, type FlowKind } from '../../core/effect.ts';
import { type Alternative, CHECKED, type Glob, type GlobMaker, narrowed, union } from '../../core/glob.ts';
import type { Coverage, UnknownReason } from '../../core/scan.ts';
import type { Conditions } from '../rule.ts';
import { type CommandPattern, commandPattern } from './command-pattern.ts';
import { asksOfEffects, compileEffects, type EffectConditions } from './effect-conditions.ts';
import { compileFlags, type Flags } from './flags.ts';
import { globText } from './glob-text.ts';

/** Conditions with their globs compiled for one home directory. */
export interface CompiledConditions {
  readonly commands?: readonly CommandPattern[];
  readonly notCommands?: readonly Glob[];
  /** In lower case. */
  readonly contains?: readonly string[];
  readonly programs?: readonly Glob[];
  readonly args?: readonly Glob[];
  /** The same for one argument alone, which is not "that word and perhaps more": there a trailing ` *` is not optional. */
  readonly eachArg?: readonly Glob[];
  /** Those of `eachArg` that can match an argument without a space. */
  readonly eachWord?: readonly Glob[];
  readonly paths?: readonly Glob[];
  readonly notPaths?: readonly Glob[];
  readonly effects?: readonly EffectKind[];
  /** The kinds one of which an invocation must have, as a set; 0 where any will do. */
  readonly kindBits: number;
  readonly recursive?: boolean;
  /** What is asked of effects one by one; then `paths`, `effects` and what goes with them are absent. */
  readonly ofEffect?: EffectConditions;
  readonly count?: number;
  readonly flags?: Flags;
  readonly flows?: readonly FlowKind[];
  readonly fromNetwork?: boolean;
  readonly urls?: readonly Glob[];
  readonly domains?: readonly Glob[];
  readonly cwds?: readonly Glob[];
  readonly env?: readonly Glob[];
  readonly unknown?: boolean;
  readonly reasons?: readonly UnknownReason[];
  readonly tools?: readonly Tool[];
  readonly agents?: readonly Glob[];
  readonly sessions?: readonly Glob[];
  readonly coverage?: readonly Coverage[];
  readonly decoded?: boolean | readonly string[];
  /** It asks about the call as a whole. */
  readonly ofCall: boolean;
  /** It asks about an invocation, not only about the call. */
  readonly ofInvocation: boolean;
  /** What it asks of an invocation is answered by a text alone. */
  readonly textual: boolean;
  /** And a glob of it has a pipe in it. */
  readonly piped: boolean;
}

const CALL_KEYS: readonly (keyof Conditions)[] = [
  'tool',
  'agent',
  'session_matches',
  'coverage',
  'decoded',
  'default',
];
const TEXT_KEYS: readonly (keyof Conditions)[] = ['command_matches', 'command_contains'];

function asksOfInvocation(key: keyof Conditions, { unknown }: Conditions): boolean {
  return key === 'unknown' ? typeof unknown === 'boolean' : !CALL_KEYS.includes(key);
}

/** The keys that are set, in the order of the file. */
export function keysOf(conditions: Conditions): (keyof Conditions)[] {
  return Object.keys(conditions) as (keyof Conditions)[];
}

/**
 * @param home what `~/` at the start of a path glob stands for
 * @param globs how they are made: checked, unless the policy has been
 * @throws RampartError E_INPUT for a glob that does not compile
 */
export function compileConditions(
  from: Conditions,
  home: string,
  globs: GlobMaker = CHECKED,
): CompiledConditions {
  const { command } = globs;
  const commandsOf = (sources: readonly string[]): Glob[] => [union(sources.map(command))];
  const ofInvocation = keysOf(from).filter(key => asksOfInvocation(key, from));
  const textual = ofInvocation.length > 0 && ofInvocation.every(key => TEXT_KEYS.includes(key));
  const commands = from.command_matches?.map(commandPattern);
  const eachArg = from.args && commandsOf(from.args.map(glob => glob.replace(/ \*+$/, ' ?*')));
  const paths = (sources: readonly string[]): Glob[] => [
    union(sources.map(source => globs.path(inHome(source, home)))),
  ];
  const byEffect = asksOfEffects(from);
  return {
    ...(commands && { commands }),
    ...(from.command_not_matches && { notCommands: commandsOf(from.command_not_matches) }),
    ...(from.command_contains && { contains: from.command_contains.map(text => text.toLowerCase()) }),
    ...(from.program && { programs: commandsOf(from.program) }),
    ...(eachArg && {
      args: commandsOf(from.args ?? []),
      eachArg,
      eachWord: eachArg.map(glob => narrowed(glob, isOneWord)),
    }),
    ...(byEffect
      ? { ofEffect: compileEffects(from, glob => inHome(glob, home), globs) }
      : {
          ...(from.path_matches && { paths: paths(from.path_matches) }),
          ...(from.path_not_matches && { notPaths: paths(from.path_not_matches) }),
          ...(from.effect && { effects: from.effect }),
          ...(from.recursive !== undefined && { recursive: from.recursive }),
          ...(from.domain_matches && { domains: commandsOf(from.domain_matches) }),
        }),
    ...(from.count !== undefined && { count: from.count }),
    ...(from.flag && { flags: compileFlags(from.flag) }),
    ...(from.flow && { flows: from.flow }),
    ...(from.from_network !== undefined && { fromNetwork: from.from_network }),
    ...(from.url_matches && { urls: commandsOf(from.url_matches) }),
    ...(from.cwd_matches && { cwds: paths(from.cwd_matches) }),
    ...(from.env && { env: commandsOf(from.env) }),
    ...(typeof from.unknown === 'boolean' && { unknown: from.unknown }),
    ...(typeof from.unknown === 'object' && { reasons: from.unknown }),
    ...(from.tool && { tools: from.tool }),
    ...(from.agent && { agents: commandsOf(from.agent) }),
    ...(from.session_matches && { sessions: commandsOf(from.session_matches) }),
    ...(from.coverage && { coverage: from.coverage }),
    ...(from.decoded !== undefined && { decoded: from.decoded }),
    kindBits: bitsOf(from.effect ?? []),
    ofCall: keysOf(from).some(key => !asksOfInvocation(key, from) && key !== 'default'),
    ofInvocation: ofInvocation.length > 0,
    textual,
    piped: textual && commands?.some(({ stages }) => stages.length > 0) === true,
  };
}

function isOneWord(one: Alternative): boolean {
  return 'pieces' in one
    ? !one.pieces.some(piece => piece.includes(' '))
    : !one.tokens.some(token => token.kind === 'char' && token.code === SPACE);
}

const SPACE = 0x20;

/**
 * The glob with a `~` at its start, or at the start of an alternative of its first braces, as the home: where bash
 * would have it. Special characters of the home are made plain.
 */
function inHome(glob: string, home: string): string {
  const folder = globText(home.replace(/\/+$/, ''));
  const expanded = glob.replace(/^~(?=\/|$)/, () => folder);
  return expanded.replace(/^\{[^{}]*\}/, group => group.replace(/(?<=[{,])~(?=[/,}])/g, () => folder));
}
