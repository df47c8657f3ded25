import { alternatives, textOf } from '../../core/word.ts';
import type { Frame } from '../frame.ts';
import type { ParameterExpansionPart } from '../parse.ts';
import { lookup, scalar, target } from '../state/variables.ts';

/** Names that `${!x}` is tried with. */
const NAMES = 8;

/** `${!name}`: the variables that `name` can name, or whose reference it is; one that is not known is `undefined`. */
export function indirect(part: ParameterExpansionPart, frame: Frame): readonly (string | undefined)[] {
  if (part.operation?.type === 'Names' || part.index !== undefined) return [];
  const referred = target(part.parameter, frame);
  if (referred !== part.parameter) return [referred];
  const value = lookup(part.parameter, frame);
  if (value === undefined) return [];
  return alternatives(scalar(value), NAMES).map(one => {
    const name = textOf(one);
    return name !== undefined && /^[A-Za-z_]\w*(?:\[[\s\S]+\])?$|^[1-9]\d*$|^[@*]$/.test(name)
      ? name
      : undefined;
  });
}
