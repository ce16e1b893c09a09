import { contextBridge, ipcRenderer } from 'electron';
import type { BenchApi, EventName } from '../core/api.ts';
import { channels } from '../core/api-channels.ts';

type Listener = (event: never) => void;

const listeners = new Map<EventName, Set<Listener>>();

ipcRenderer.on(channels.event, (_event, name: EventName, payload) => {
  for (const listener of listeners.get(name) ?? []) listener(payload as never);
});

const api: BenchApi = {
  call: (name, request) => ipcRenderer.invoke(channels.call, name, request),
  on(name, listener) {
    const known = listeners.get(name) ?? new Set<Listener>();
    known.add(listener);
    listeners.set(name, known);
    return () => void known.delete(listener);
  },
};

contextBridge.exposeInMainWorld('bench', api);
