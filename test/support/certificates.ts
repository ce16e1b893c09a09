import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TextFile } from '../../core/api.ts';
import type { Authentication } from '../../core/provisioning/profile-server.ts';
import { exampleFile } from './bench.ts';

/** The profile of the examples for devices that prove themselves by their connection. */
export function profileWith(authentication: Authentication, over: object = {}): TextFile {
  const profile = JSON.parse(exampleFile('gateway.profile.json').text) as { server: object };
  const server = { ...profile.server, authentication, ...over };
  return { name: `${authentication}.profile.json`, text: JSON.stringify({ ...profile, server }) };
}

/** A folder of its own. */
export function freshFolder(name: string): string {
  return mkdtempSync(path.join(os.tmpdir(), `${name}-`));
}
