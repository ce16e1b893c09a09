const enabled = process.env.ELECTRON_HOST_TRACE === '1';

/** Prints a point of the timeline, in milliseconds since the process started, when ELECTRON_HOST_TRACE=1. */
export function trace(point: string): void {
  if (enabled)
    process.stderr.write(`electron-host ${performance.now().toFixed(0).padStart(6)} ms  ${point}\n`);
}

/** Reports a failure that no caller waits for: on stderr, since nothing may pass in silence. */
export function report(what: string, error: unknown): void {
  process.stderr.write(`electron-host: ${what}: ${error instanceof Error ? error.message : String(error)}\n`);
}
