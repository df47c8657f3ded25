import type { Regex } from '../syntax/token.ts';

/** Program text as far as it matters here: what is called, with what, and what names hold. One shape for all languages. */
export type Node =
  | { readonly kind: 'text'; readonly value: string; readonly bytes?: true }
  | { readonly kind: 'number'; readonly value: number }
  /** A string with things filled in. */
  | { readonly kind: 'filled'; readonly parts: readonly Node[] }
  /** Back-ticks: the text goes to a shell. */
  | { readonly kind: 'shell'; readonly command: Node; readonly place: Place }
  | { readonly kind: 'list'; readonly items: readonly Node[] }
  | { readonly kind: 'table'; readonly entries: readonly Entry[] }
  | { readonly kind: 'name'; readonly name: string }
  /** `a.b(c)[d]`, flat, so that long chains need no recursion. */
  | { readonly kind: 'chain'; readonly head: Node; readonly links: readonly Link[] }
  /** `a + b - c`, flat, left to right. */
  | { readonly kind: 'operation'; readonly first: Node; readonly rest: (readonly [string, Node])[] }
  /** One of them is the value: `a || b`, `c ? a : b`. */
  | { readonly kind: 'choice'; readonly options: readonly Node[] }
  | { readonly kind: 'assign'; readonly target: Node; readonly operator: string; readonly value: Node }
  | FunctionNode
  | {
      readonly kind: 'each';
      readonly target: Node;
      readonly items: Node;
      readonly body: readonly Node[];
      /** A comprehension: its value is the list of what the body is. */
      readonly collects: boolean;
    }
  /** A branch, a loop, a class: it may run. */
  | { readonly kind: 'block'; readonly body: readonly Node[] }
  | { readonly kind: 'return'; readonly value: Node }
  /** `*list`; `pairs`: `**table`, whose entries are named arguments. */
  | { readonly kind: 'spread'; readonly of: Node; readonly pairs: boolean }
  /** One after the other; the value is the last one's. */
  | { readonly kind: 'sequence'; readonly body: readonly Node[] }
  | { readonly kind: 'yield'; readonly value: Node }
  | { readonly kind: 'regex'; readonly regex: Regex; readonly place: Place }
  /** A named argument. */
  | { readonly kind: 'pair'; readonly key: string; readonly value: Node }
  /** Names of a module become names here. */
  | { readonly kind: 'module'; readonly path: string }
  /** Standard output of `print x | "cmd"` and the like. */
  /** `print x | "cmd"`: what `value` prints is what the command reads. */
  | { readonly kind: 'pipe'; readonly value: Node; readonly command: Node; readonly place: Place }
  | { readonly kind: 'nothing' };

export interface Entry {
  /** Text, an expression in brackets, or nothing that is understood. */
  readonly key: string | Node | undefined;
  readonly value: Node;
}

export interface FunctionNode {
  readonly kind: 'function';
  readonly name: string | undefined;
  readonly params: readonly Node[];
  readonly body: readonly Node[];
  /** Its value is that of its body's last node. */
  readonly implicit: boolean;
}

export type Link =
  | { readonly member: string }
  | { readonly index: readonly Node[] }
  /** `x[from:to]`. */
  | { readonly from: Node | undefined; readonly to: Node | undefined }
  | { readonly call: readonly Node[]; readonly place: Place }
  | { readonly block: FunctionNode };

/** UTF-16 offsets into the program's text. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

export const NOTHING: Node = { kind: 'nothing' };
