export function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** For `catch`: what does not exist is undefined, every other failure stays one. */
export function undefinedIfAbsent(error: unknown): undefined {
  if (isErrno(error, 'ENOENT')) return undefined;
  throw error;
}
