import type { Word } from '../../core/word.ts';
import type { FunctionNode } from '../parse.ts';
import { UNSET, type Value } from './value.ts';

/** What `declare` can make of every value a variable is given. */
export type Attribute = 'lower' | 'upper' | 'integer' | 'associative';

export interface FunctionDefinition {
  readonly node: FunctionNode;
  /** The source its spans index, and what the hole marks in that text stand for. */
  readonly source: number;
  readonly marks: readonly Word[];
}

/** What a shell process knows by name. */
export interface Tables {
  readonly variables: Map<string, Value>;
  readonly exported: Set<string>;
  readonly functions: Map<string, FunctionDefinition>;
  readonly aliases: Map<string, Word>;
  readonly attributes: Map<string, Attribute>;
}

/** The tables of a shell that has not run yet. */
export function tablesOf(variables: Map<string, Value>): Tables {
  return {
    variables,
    exported: new Set([...variables].filter(([, value]) => value !== UNSET).map(([name]) => name)),
    functions: new Map(),
    aliases: new Map(),
    attributes: new Map(),
  };
}

export function copyOf({ variables, exported, functions, aliases, attributes }: Tables): Tables {
  return {
    variables: new Map(variables),
    exported: new Set(exported),
    functions: new Map(functions),
    aliases: new Map(aliases),
    attributes: new Map(attributes),
  };
}

/** How much there is to copy. */
export function sizeOf({ variables, exported, functions, aliases, attributes }: Tables): number {
  return variables.size + exported.size + functions.size + aliases.size + attributes.size;
}

/** No variable has a name like this. */
export function functionKey(name: string): string {
  return `${name}()`;
}
