import { networkInterfaces } from 'node:os';
import { provide } from '../host/refuse.ts';
import { sessionOf } from './session.ts';

/** Electron's `net`. */
export const net = provide('net', {
  fetch: (input: string | URL | Request, init?: RequestInit): Promise<Response> =>
    sessionOf('').fetch(input, init),
  isOnline: (): boolean =>
    Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ internal }) => !internal)),
});
