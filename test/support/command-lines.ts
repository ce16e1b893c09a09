import { vi } from 'vitest';
import type { Line } from './cli.ts';

/** What a command of the command line prints while it runs in this process, and what it ends with. */
export async function commandLines(
  command: () => Promise<number>,
): Promise<{ readonly code: number; readonly lines: readonly Line[] }> {
  let text = '';
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  const words = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  try {
    const code = await command();
    return {
      code,
      lines:
        text.trim() === ''
          ? []
          : text
              .trim()
              .split('\n')
              .map((line) => JSON.parse(line)),
    };
  } finally {
    out.mockRestore();
    words.mockRestore();
  }
}
