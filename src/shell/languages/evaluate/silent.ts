/** Functions of libraries that are not followed, but are known to print nothing. */
const SILENT: ReadonlySet<string> = new Set(
  `len min max sum any all enumerate zip isinstance type abs round hasattr iter next float bool int set frozenset dict
  object super Number Boolean Symbol parseInt parseFloat isNaN Array Object Set Map Date Error Promise Exception
  strlen count is_array is_string isset empty unset length defined ref push pop shift keys values exists delete scalar
  require raise attr_accessor attr_reader freeze ValueError RuntimeError TypeError KeyError SystemExit`.split(
    /\s+/,
  ),
);
const SILENT_MODULES =
  /^(?:json|re|math|time|random|datetime|itertools|collections|string|struct|hashlib|Math|JSON|Object|Array|Number|Date|RegExp|path|os\.path|url|crypto|util\.inspect|Time|Integer|Float|File::Spec|POSIX)\.[\w.()]+$/;

export function isSilent(path: string): boolean {
  return SILENT.has(path) || SILENT_MODULES.test(path);
}
