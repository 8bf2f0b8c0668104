import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/**
 * Finds a program as a shell would.
 * @param name name, or absolute path.
 * @param searchPath value of PATH.
 * @returns its absolute path, or null when it is not installed.
 */
export function findProgram(name: string, searchPath: string | undefined): string | null {
  const places = isAbsolute(name)
    ? [name]
    : (searchPath ?? '').split(delimiter).map((folder) => join(folder, name));
  return places.find((place) => isAbsolute(place) && isExecutable(place)) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
